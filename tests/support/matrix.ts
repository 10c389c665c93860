// One client tried inside one session: with no flag, with the profile named, with AWS_DEFAULT_PROFILE.
// Used by tests/e2e/sdk_test.ts and by scripts/sdk_matrix.ts, which prints the table.

import type { Client } from "./clients.ts";
import { runSwr, shellWords } from "./program.ts";
import { Sandbox } from "./sandbox.ts";
import { startSts } from "./sts_double.ts";
import { KEYS, SERIAL } from "./sts_world.ts";

/** Who every client has to be. */
export const ARN = "arn:aws:sts::222233334444:assumed-role/admin/me";

const ROLE = `role_arn = arn:aws:iam::222233334444:role/admin\nmfa_serial = ${SERIAL}\n`;

/** The forms in which people write the profile. */
export const FORMS: Readonly<Record<string, string>> = {
  bare: `[profile p]\n${ROLE}region = eu-central-1\n`,
  "with a source that has no keys":
    `[profile p]\n${ROLE}region = eu-central-1\nsource_profile = main\n[profile main]\n`,
  "with a source that is not there":
    `[profile p]\n${ROLE}region = eu-central-1\nsource_profile = main\n`,
  "with credential_source":
    `[profile p]\n${ROLE}region = eu-central-1\ncredential_source = Environment\n`,
  "with a session name":
    `[profile p]\n${ROLE}region = eu-central-1\nrole_session_name = me\nduration_seconds = 3600\n`,
};

export type Tried = {
  /** What the client said: bare, with the profile named, with AWS_DEFAULT_PROFILE. */
  readonly answers: readonly string[];
  /** How often STS was asked for the role in all. */
  readonly assumed: number;
  readonly stderr: string;
};

/** What swr is asked for, and the profile that the session is in. */
const IN_PROFILE = { words: ["p"], profile: "p" };

/** A role without a profile, and the section that the session's view has for it. */
export const IN_BARE_ROLE = {
  words: ["--region", "eu-central-1", "--mfa-serial", SERIAL, "222233334444:admin"],
  profile: "222233334444-admin",
};

/** Opens a session in profile `p` of that config, or as the words say, and asks the client three times who it is. */
export async function tryClient(
  client: Client,
  config: string,
  { words, profile }: { readonly words: readonly string[]; readonly profile: string } = IN_PROFILE,
): Promise<Tried> {
  await using sts = await startSts();
  await using box = await Sandbox.create();
  await box.writeConfig(config);
  const env = {
    ...box.env,
    ...KEYS,
    PATH: `${box.bin}:${Deno.env.get("PATH")}`,
    AWS_ENDPOINT_URL_STS: sts.url,
    SWR_MFA_TOKEN: sts.code(),
  };
  const bare = shellWords(client.command());
  const script = `${bare} || echo failed; ${shellWords(client.command(profile))} || echo failed
    AWS_DEFAULT_PROFILE=${profile} ${bare} || echo failed`;
  const { stdout, stderr } = await runSwr(["-q", ...words, "sh", "-c", script], { env });
  return {
    answers: stdout.trim().split("\n"),
    assumed: sts.seen.filter(({ action }) => action === "AssumeRole").length,
    stderr,
  };
}
