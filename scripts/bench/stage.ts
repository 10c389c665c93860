// Where the measuring takes place: the STS double, a home of its own, configurations of two sizes, the shell wrapper.
// Rule: nothing is the developer's own; a code counts as often as it is sent, so that a run can be repeated.

import { fileURLToPath } from "node:url";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { startSts, type StsDouble } from "../../tests/support/sts_double.ts";
import { defaultWorld, KEYS, SERIAL } from "../../tests/support/sts_world.ts";

export type Stage = AsyncDisposable & {
  readonly sts: StsDouble;
  readonly box: Sandbox;
  /** The environment that leads a program to the double, with the long-lived keys. */
  readonly env: Readonly<Record<string, string>>;
  /** That of a session which swr has opened. */
  readonly session: Readonly<Record<string, string>>;
  /** The same as `env`, with ten thousand profiles. */
  readonly large: Readonly<Record<string, string>>;
  /** The wrapper: profile's role, code and command as `sh wrapper CODE COMMAND…`; without a code it asks for one. */
  readonly wrapper: string;
};

export const ROLE = "arn:aws:iam::222233334444:role/admin";

/** As people write it: aws prints the keys, `read` takes them apart, the command gets them. */
const WRAPPER = `#!/bin/sh
code=$1
shift
if [ -z "$code" ]; then printf 'Enter MFA code: '; read -r code; fi
set -e
keys=$("$AWS" sts assume-role --endpoint-url "$AWS_ENDPOINT_URL_STS" --role-arn ${ROLE} \\
  --role-session-name me --region eu-central-1 --serial-number ${SERIAL} --token-code "$code" --output text \\
  --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]')
read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<EOF
$keys
EOF
export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
exec "$@"
`;

/** Opens the double (HTTPS where asked) and the sandbox; `await using` takes both away. */
export async function openStage({ https = false } = {}): Promise<Stage> {
  const world = defaultWorld();
  for (const device of world.devices) device.usedSteps = new ForgetfulSet();
  const sts = await startSts({ https, world });
  const box = await Sandbox.create();
  await box.writeConfig(configuration(100));
  const large = await box.write("large", configuration(10_000));
  const wrapper = await box.writeScript("wrapper", WRAPPER);
  const env = {
    ...box.env,
    ...KEYS,
    AWS_ENDPOINT_URL_STS: sts.url,
    AWS_EC2_METADATA_DISABLED: "true",
    ...(sts.caPem !== undefined && { AWS_CA_BUNDLE: await box.write("ca.pem", sts.caPem) }),
  };
  return {
    sts,
    box,
    env,
    session: { ...box.env, ...session(box) },
    large: { ...env, AWS_CONFIG_FILE: large },
    wrapper,
    async [Symbol.asyncDispose]() {
      await sts.close();
      await box[Symbol.asyncDispose]();
    },
  };
}

/** The absolute path of a file or folder of the repository. */
export function inRepository(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

function session(box: Sandbox): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: "ASIAEXAMPLEEXAMPLE00",
    AWS_SECRET_ACCESS_KEY: "double/only+not=a/real+secret/key0000002",
    AWS_SESSION_TOKEN: "token",
    AWS_REGION: "eu-central-1",
    AWS_ACCOUNT_ID: "222233334444",
    AWS_PROFILE: "p",
    AWS_CONFIG_FILE: box.path("home/.aws/config"),
    SWR_CONFIG_FILE: "",
    SWR_PROFILE: "p",
    SWR_ROLE_ARN: ROLE,
    SWR_EXPIRATION: "2100-01-01T00:00:00Z",
    SWR_ACCESS_KEY_ID: "ASIAEXAMPLEEXAMPLE00",
  };
}

/** A configuration of so many profiles, the profile `p` that is switched to among them. */
function configuration(profiles: number): string {
  const others = Array.from(
    { length: profiles - 3 },
    (_, number) =>
      `[profile account-${number}]\nrole_arn = arn:aws:iam::${
        String(300_000_000_000 + number)
      }:role/team/admin\nsource_profile = main\nmfa_serial = ${SERIAL}\nregion = eu-west-1\n\n`,
  );
  return `[profile main]\nregion = eu-central-1\n
[profile p]\nrole_arn = ${ROLE}\nmfa_serial = ${SERIAL}\nregion = eu-central-1\n
[profile reader]\nrole_arn = arn:aws:iam::222233334444:role/reader
credential_source = Environment\nregion = eu-central-1\n\n${others.join("")}`;
}

class ForgetfulSet extends Set<number> {
  override has(): boolean {
    return false;
  }
}
