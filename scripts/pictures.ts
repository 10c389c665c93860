// `deno task pictures`: the pictures of README.md, each drawn from a real run in a pseudo-terminal against the STS
// double. `deno task pictures picker` draws that one alone.
// Rule: nothing is drawn that the program did not write. Only the line that names the double's endpoint, which AWS's
// own does not have, and the sandbox's folder are taken out.

import { shellWords, swrCommand } from "../tests/support/program.ts";
import { openTerminal, type Terminal } from "../tests/support/pty.ts";
import { Sandbox } from "../tests/support/sandbox.ts";
import { startSts, type StsDouble } from "../tests/support/sts_double.ts";
import { edited } from "../tests/support/sts_faults.ts";
import { KEYS, SERIAL } from "../tests/support/sts_world.ts";
import { screenSvg, type Size } from "./terminal_svg.ts";

const FOLDER = new URL("../.github/pictures/", import.meta.url);

const CONFIG = `[profile sub-account]
role_arn = arn:aws:iam::222233334444:role/admin
mfa_serial = ${SERIAL}
region = ap-northeast-1
[profile staging]
role_arn = arn:aws:iam::222233334444:role/reader
region = eu-central-1
[profile production]
role_arn = arn:aws:iam::222233334444:role/team/ops
source_profile = aws-main
mfa_serial = ${SERIAL}
region = eu-central-1
[profile production-readonly]
role_arn = arn:aws:iam::222233334444:role/reader
mfa_serial = ${SERIAL}
region = eu-central-1
[profile audit]
role_arn = arn:aws:iam::222233334444:role/chained
source_profile = sub-account
[profile aws-main]
region = eu-central-1
`;

/** Common mistakes: the user's ARN as the device, forgotten keys, and the cache of \`aws --profile\`. */
const MESS = {
  config: `[profile billing]
role_arn = arn:aws:iam::222233334444:role/reader
mfa_serial = arn:aws:iam::111122223333:user/me
`,
  credentials: `[old]
aws_access_key_id = AKIAEXAMPLEEXAMPLE01
aws_secret_access_key = made/up
`,
  cached: (expiration: string) =>
    JSON.stringify({ Credentials: { SecretAccessKey: "made/up", Expiration: expiration } }),
};

type Scene = { readonly sts: StsDouble; readonly env: Record<string, string> };
type Picture = {
  readonly name: string;
  readonly title: string;
  readonly size: Size;
  readonly prepare?: (box: Sandbox) => Promise<void>;
  readonly act: (terminal: Terminal, scene: Scene) => Promise<void>;
};

const PROMPT = "$ ";

const PICTURES: readonly Picture[] = [
  {
    name: "session",
    title:
      "swr sub-account asks for the MFA code, says where you are, and opens a shell; exit leaves",
    size: { columns: 84, rows: 16 },
    async act(terminal, { sts }) {
      await enter(terminal, sts);
      await type(terminal, "swr --status");
      await terminal.waitFor("left");
      await terminal.waitFor(PROMPT);
      await type(terminal, "exit");
      await terminal.waitFor(PROMPT);
    },
  },
  {
    name: "prompt",
    title: "the prompt shows the profile and the time left, and turns red in the last five minutes",
    size: { columns: 84, rows: 8 },
    async act(terminal, { sts }) {
      sts.next(edited((xml) => xml.replace(/(<Expiration>)[^<]*/, `$1${inSeconds(303)}`)));
      await enter(terminal, sts);
      await type(terminal, "clear");
      await terminal.waitFor(PROMPT);
      await type(terminal, "sleep 4");
      await terminal.waitFor(" 4m] ");
      await type(terminal, "swr --status");
      await terminal.waitFor("left");
      await terminal.waitFor(PROMPT);
    },
  },
  {
    name: "picker",
    title: "swr without a profile: type to filter the list, Enter switches",
    size: { columns: 84, rows: 8 },
    async act(terminal) {
      await type(terminal, "envchain aws-main swr");
      await terminal.waitFor("Esc leaves");
      terminal.write("prod");
      await terminal.waitFor("2 of 5");
      terminal.write("\x1b[B");
      await terminal.waitFor("> production-readonly");
    },
  },
  {
    name: "doctor",
    title: "swr --doctor: what is wrong with this set-up, and the remedy",
    size: { columns: 92, rows: 60 },
    async prepare(box) {
      await box.writeConfig(CONFIG + MESS.config);
      await Deno.chmod(await box.writeCredentials(MESS.credentials), 0o600);
      const cached = MESS.cached(inSeconds(40 * 60));
      await Deno.chmod(await box.write("home/.aws/cli/cache/0f.json", cached), 0o600);
    },
    async act(terminal) {
      await type(terminal, "unset AWS_ENDPOINT_URL_STS; clear");
      await terminal.waitFor(PROMPT);
      await type(terminal, "swr --doctor");
      await terminal.waitFor(/\d+ (problem|warning)/);
      await terminal.waitFor(PROMPT);
    },
  },
];

/** Opens a shell in sub-account. */
async function enter(terminal: Terminal, sts: StsDouble): Promise<void> {
  await type(terminal, "envchain aws-main swr sub-account");
  await terminal.waitFor("Enter MFA code");
  terminal.write(`${sts.code()}\r`);
  await terminal.waitFor(/\] .*\$ /);
}

/** RFC 3339 in UTC, as STS writes it. */
function inSeconds(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString().replace(/\.\d+Z/, "Z");
}

async function type(terminal: Terminal, command: string): Promise<void> {
  terminal.write(`${command}\r`);
  await terminal.waitFor(command);
}

async function draw({ name, title, size, prepare, act }: Picture): Promise<void> {
  await using sts = await startSts();
  await using box = await Sandbox.create();
  await box.writeConfig(CONFIG);
  const swr = shellWords(swrCommand());
  await box.writeScript("swr", `#!/bin/sh\nexec ${swr} "$@"\n`);
  await box.writeScript(
    "envchain",
    `#!/bin/sh\n[ "$1" != --list ] || { echo aws-main; exit; }\nshift\nexport ${
      Object.entries(KEYS).map(([key, value]) => `${key}=${value}`).join(" ")
    }\nexec "$@"\n`,
  );
  await box.write("home/.bashrc", `PS1='${PROMPT}'\neval "$(swr --init bash)"\n`);
  await prepare?.(box);
  const env = { ...box.env, SHELL: "/bin/bash", AWS_ENDPOINT_URL_STS: sts.url };
  await using terminal = openTerminal({
    command: "/bin/bash",
    env,
    cols: size.columns,
    rows: size.rows,
  });
  await terminal.waitFor(PROMPT);
  await act(terminal, { sts, env });
  const shown = terminal.output.replaceAll(/swr: the endpoint of STS is [^\n]*\n/g, "")
    .replaceAll(box.home, "~").replaceAll(box.bin, "/usr/local/bin");
  await Deno.writeTextFile(new URL(`${name}.svg`, FOLDER), await screenSvg(shown, size, title));
}

await Deno.mkdir(FOLDER, { recursive: true });
for (const picture of PICTURES) {
  if (Deno.args.length > 0 && !Deno.args.includes(picture.name)) continue;
  await draw(picture);
  // deno-lint-ignore no-console
  console.log(`.github/pictures/${picture.name}.svg`);
}
