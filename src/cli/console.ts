// --console: a URL that signs in to the web console as the role, printed or opened.
// Rule: place, partition, host, terminal and browser are checked before a code is asked for.

import { managedVariables } from "../session/session_variables.ts";
import { originText, type Setting } from "../text/origin.ts";
import type { CredentialConsumer } from "../session/consumer.ts";
import { consoleDestination } from "../console/destination.ts";
import { configuredEndpoint } from "../role/endpoint_settings.ts";
import type { ConsoleRequest } from "../options/request.ts";
import { profileNamed } from "../config/lookup.ts";
import type { RoleArn } from "../role/arn.ts";
import { SwrError } from "../text/errors.ts";
import { partitionOf } from "../role/endpoint.ts";
import type { RolePlan, SourcePlan } from "../role/plan.ts";
import type { Configuration } from "../config/configuration.ts";
import { consoleSeconds, signinEndpoint, signinPlace, signinUrl } from "../console/signin.ts";
import { type Browser, findBrowsers, openInBrowser } from "../console/browser.ts";
import { forgetVariables } from "../os/exec.ts";
import type { Libc } from "../os/libc.ts";
import { refuseForeignHost } from "../os/permissions.ts";
import { signinTokens } from "../console/signin_client.ts";
import type { LoadedFiles } from "../config/load.ts";
import { printCredentials, say } from "../terminal/messages.ts";
import { variable } from "../os/variable.ts";
import { refuseSecretOnTerminal } from "./terminal_guard.ts";

/** The identity that signs in. */
type Identity = {
  readonly partition: string;
  /** Undefined until the credentials are known. */
  readonly role?: Pick<RoleArn, "name" | "account">;
  readonly profile: string;
  readonly region?: string | undefined;
  /** How long the console's session lasts, if the service may be asked for that. */
  readonly seconds?: number | undefined;
};

/** The identity that a switch gives. */
export function plannedIdentity(plan: RolePlan | SourcePlan): Identity {
  const { profile, source } = plan;
  const region = plan.region?.value;
  if (plan.opens === "source-session") {
    return { partition: partitionOf(plan.endpoint.signingRegion).id, profile, region };
  }
  const { role } = plan.calls.at(-1)!;
  const seconds = consoleSeconds(plan.calls, source);
  return { partition: role.partition, role, profile, region, seconds };
}

/** Signs in to the console with the credentials. SwrError "usage" or "config" if the sign-in cannot succeed. */
export function consoleFor(
  identity: Identity,
  request: ConsoleRequest,
  files: LoadedFiles,
  libc: Libc | undefined,
): CredentialConsumer {
  const place = signinPlace(identity.partition);
  const destination = consoleDestination(request.place, place, identity.region);
  const endpoint = signinEndpoint(place, ownEndpoint(identity, files.configuration));
  refuseForeignHost(endpoint.hostAndPort, [
    "remove that endpoint of the console's sign-in",
    "swr may only connect to AWS's own sign-in hosts and this machine",
  ], endpoint.origin);
  const browsers = request.open ? findBrowsers(libc) : undefined;
  refuseSecretOnTerminal(request);
  return {
    announce() {
      // This notice always appears: the server at that endpoint gets the role's credentials.
      if (endpoint.origin !== undefined) {
        say(
          `the endpoint of the sign-in is ${endpoint.url} (set in ${originText(endpoint.origin)})`,
        );
      }
    },
    prepare({ environ, caCerts, quiet }) {
      // Without libc the browser inherits the environment of this process.
      if (libc === undefined) forgetVariables(managedVariables());
      const tokenFor = signinTokens(endpoint, caCerts, quiet);
      return Promise.resolve(async (credentials) => {
        const role = identity.role ?? credentials.role;
        if (role === undefined) throw noConsole();
        const token = await tokenFor(credentials, identity.seconds);
        const url = signinUrl(endpoint.url, destination, token);
        if (browsers === undefined) {
          printCredentials(`${url}\n`);
        } else await open(browsers, url, environ, role, request.quiet);
        return 0;
      });
    },
  };
}

/** AWS's console takes the keys of a role or of GetFederationToken only (IAM User Guide, custom identity broker). */
export function noConsole(): SwrError {
  return new SwrError("no-console", "AWS has no console sign-in for the keys of a user session", [
    "sign in to the console with the user's name and password",
    "or open it as a role: `swr --console PROFILE`",
  ]);
}

/** The user's own endpoint of the sign-in, and where it is set. */
function ownEndpoint({ profile }: Identity, configuration: Configuration): Setting | undefined {
  const target = profileNamed(configuration, profile);
  return configuredEndpoint("SIGNIN", target, configuration, variable);
}

async function open(
  browsers: readonly Browser[],
  url: string,
  environ: readonly Uint8Array[],
  role: Pick<RoleArn, "name" | "account">,
  quiet: boolean,
): Promise<void> {
  await openInBrowser(browsers, url, environ);
  if (!quiet) say(`the browser opens the console as ${role.name} in ${role.account}`);
}
