// The environment variables that carry AWS credentials, or decide which are used, and an environment without them.
// Rule: a program that helps swr gets no credential; names are compared byte for byte.

/**
 * Variables that SDKs and tools prefer to, or mix with, the keys of the session. Besides AWS's own
 * (https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html): AWS_SECURITY_TOKEN, which botocore
 * reads before AWS_SESSION_TOKEN; the bearer token of Bedrock, which SDKs prefer to keys; the AMAZON_ and
 * AWS_ACCESS_KEY aliases of Go, Ruby, Java and Rust; and the marks of other switchers, which prompts read before
 * AWS_PROFILE.
 */
export const CREDENTIAL_VARIABLES: readonly string[] = [
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_ACCOUNT_ID",
  "AWS_BEARER_TOKEN_BEDROCK",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CREDENTIAL_EXPIRATION",
  "AWS_CREDENTIAL_FILE",
  "AWS_CREDENTIAL_SCOPE",
  "AWS_DEFAULT_PROFILE",
  "AWS_DEFAULT_REGION",
  "AWS_PROFILE",
  "AWS_REGION",
  "AWS_ROLE_ARN",
  "AWS_ROLE_SESSION_NAME",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SECRET_KEY",
  "AWS_SECURITY_TOKEN",
  "AWS_SESSION_EXPIRATION",
  "AWS_SESSION_TOKEN",
  "AWS_SSO_PROFILE",
  "AWS_SSO_SESSION_EXPIRATION",
  "AWS_VAULT",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AMAZON_ACCESS_KEY_ID",
  "AMAZON_REGION",
  "AMAZON_SECRET_ACCESS_KEY",
  "AMAZON_SESSION_TOKEN",
  "ASSUMED_ROLE",
  "AWSUME_EXPIRATION",
  "AWSUME_PROFILE",
  "AWSU_PROFILE",
  "SECRET_ACCESS_KEY",
];

/** What swr is given for one switch. */
export const ONE_TIME_INPUTS: readonly string[] = ["SWR_MFA_PROCESS", "SWR_MFA_TOKEN"];

/** swr's own variables, which mean nothing to a program that helps swr. */
const OWN = /^SWR_/;

/**
 * A bearer token of AWS's for any service (AWS SDKs look for AWS_BEARER_TOKEN_<SERVICE>, after the service's signing
 * name): it is preferred to keys, and is of whatever account it was made in.
 */
export const BEARER_TOKEN = /^AWS_BEARER_TOKEN_/;

/** Names of variables that hold a credential for AWS, such as people and tools invent besides AWS's own. */
const CREDENTIAL_NAME = /(^|_)(AWS|AMAZON|EC2)_.*?(SECRET|TOKEN|PASSWORD|PASSPHRASE|ACCESS_KEY)/i;

/** The environment of a program that helps swr: no credential in it, and only what is UTF-8. */
export function helperEnvironment(environ: readonly Uint8Array[]): Record<string, string> {
  const gone = new Set(CREDENTIAL_VARIABLES);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const entries = environ.flatMap((entry): [string, string][] => {
    const name = variableName(entry);
    if (gone.has(name) || OWN.test(name) || name === "" || entry.indexOf(0x3d) < 1) return [];
    try {
      const text = decoder.decode(entry);
      const at = text.indexOf("=");
      const whole = text.slice(0, at);
      return CREDENTIAL_NAME.test(whole) ? [] : [[whole, text.slice(at + 1)]];
    } catch {
      return [];
    }
  });
  return Object.fromEntries(entries);
}

/** The name in a `NAME=value` entry of environ, at most 64 bytes of it. */
export function variableName(entry: Uint8Array): string {
  const end = entry.indexOf(0x3d);
  // Latin-1 keeps bytes apart that are not UTF-8; the names swr touches are ASCII.
  return String.fromCharCode(...entry.subarray(0, Math.min(end < 0 ? entry.length : end, 64)));
}
