// The secrets that the environment and the command line hold, kept so that no message shows them.
// Rule: before any mode begins; files and answers are kept where they are read.

import type { Request } from "../options/request.ts";
import { variableIfText } from "../os/variable.ts";
import { keepSecret, keepSecretsOf } from "../text/mask.ts";

/** Variables whose value is a secret, of AWS and the names that others have for them (config/variables.ts). */
const SECRET_VARIABLES = [
  "AMAZON_SECRET_ACCESS_KEY",
  "AMAZON_SESSION_TOKEN",
  "AWS_BEARER_TOKEN_BEDROCK",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SECRET_KEY",
  "AWS_SECURITY_TOKEN",
  "AWS_SESSION_TOKEN",
  "SECRET_ACCESS_KEY",
  "SWR_MFA_TOKEN",
];

/** Keeps the keys, tokens and codes of the environment and of the options, and what commands may hold of them. */
export function keepSecrets(request: Request): void {
  for (const name of SECRET_VARIABLES) keepSecret(variableIfText(name));
  // Keys stored the wrong way round: the secret is where the id should be.
  const id = variableIfText("AWS_ACCESS_KEY_ID");
  if (id !== undefined && !/^[A-Z0-9]{16,128}$/.test(id)) keepSecret(id);
  const options = "role" in request ? request.role : {};
  keepSecret(options["mfa-token"]?.value);
  for (const command of [options["mfa-process"]?.value, variableIfText("SWR_MFA_PROCESS")]) {
    keepSecretsOf(command && `mfa_process = ${command}`);
  }
}
