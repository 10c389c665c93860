// Options of other tools, and what swr has instead.
// Rule: suggestions only, written to be pasted; an option of swr is always meant first.

import { wrongDash } from "../text/dashes.ts";
import { ALL_OPTIONS } from "./table.ts";

/** What swr has, with the names that aws-vault, granted, awsume, aws-runas, assume-role-rs and the AWS CLI have for it. */
const INSTEAD: readonly (readonly [instead: string, names: string])[] = [
  [
    "the role takes the profile's place: `swr 123456789012:NAME`, or its ARN",
    "role-arn arn role account",
  ],
  ["the command comes after the profile: `swr PROFILE COMMAND`", "exec command"],
  [
    '`exit` leaves a session; `eval "$(swr --export sh --undo)"` takes exported keys back',
    "unset un logout",
  ],
  [
    "swr keeps no credentials: each session is a new one",
    "no-session no-cache refresh force-refresh",
  ],
  ["use --tag KEY=VALUE, once for each tag", "session-tags session-tag tags"],
  ["use --transitive-tag KEY, once for each tag", "transitive-tag-keys transitive-tags"],
  ["use --policy FILE", "session-policy inline-policy"],
  ["use --policy-arn ARN", "session-policy-arns session-policy-arn policy-arns"],
  [
    "use --duration TIME",
    "role-duration duration-seconds session-duration assume-role-ttl session-ttl ttl",
  ],
  ["use --session-name NAME", "role-session-name"],
  ["use --mfa-serial SERIAL", "serial-number serial mfa-device mfa-arn"],
  ["use --mfa-token CODE", "token-code totp totp-code otp mfa-code code token mfa"],
  ["use --mfa-process CMD, a command that prints the code", "mfa-exec totp-secret"],
  [
    "swr asks on the terminal; --mfa-process CMD takes the code from a command",
    "prompt",
  ],
  [
    "swr has no credential server: SDKs get the keys from the session's environment or its copy of the config",
    "ecs-server ec2-server server lazy imds container",
  ],
  [
    "in a keyless user session use --renew: `swr --keyless --user`, there `swr --renew PROFILE`",
    "auto-refresh auto-renew",
  ],
  [
    "`swr --console PROFILE` prints the address, --open opens it",
    "url stdout link c",
  ],
  [
    "write the place so: `swr --console=s3 PROFILE`",
    "service destination path console-destination",
  ],
  ["--open runs the command in $BROWSER, if that is set", "browser browser-path browser-profile"],
  [
    "swr writes no credentials into files: `swr --export json PROFILE` is for credential_process",
    "output-profile write-credentials save-to",
  ],
  ["`swr --export FORMAT PROFILE` prints credentials", "format output show-commands"],
  ["AWS_CONFIG_FILE names another file", "config-file aws-config-file"],
  ["AWS_SHARED_CREDENTIALS_FILE names another file", "credentials-file"],
  ["AWS_ENDPOINT_URL_STS names another endpoint", "endpoint-url"],
  [
    "write source_profile into the profile; for a role without a profile there is --settings-from PROFILE",
    "source-profile chain",
  ],
  [
    "swr does not sign in with SAML or a web identity: let credential_process of the source profile do it",
    "with-saml with-web-identity principal-arn idp-account",
  ],
  [
    "swr always checks the server: AWS_CA_BUNDLE may name a file with your own authority",
    "no-verify-ssl skip-verify",
  ],
  ["swr stores no keys: envchain or another keychain does", "backend keychain"],
  ["use --verbose", "debug"],
  ["the profile needs no option: `swr PROFILE`", "p"],
];

/** What swr has for the word, if that is an option of another tool, or begins with a dash that is no hyphen. */
export function optionInstead(word: string): string | undefined {
  const dashed = wrongDash(word);
  if (dashed !== undefined) return dashed;
  const name = /^--?([^=]+)/.exec(word)?.[1]?.toLowerCase();
  if (name === undefined || ALL_OPTIONS.some((option) => option.name === name)) return undefined;
  return INSTEAD.find(([, names]) => names.split(" ").includes(name))?.[0];
}
