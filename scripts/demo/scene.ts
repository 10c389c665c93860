// The demo itself: the STS double answers on loopback, a private folder holds the configuration, and the real program
// with its real permission set does the rest. On a terminal the user types; otherwise the demo drives itself.

import { fileURLToPath } from "node:url";
import { startSts, type StsDouble } from "../../tests/support/sts_double.ts";
import { shellWords, swrCommand } from "../../tests/support/program.ts";
import { KEYS, SERIAL } from "../../tests/support/sts_world.ts";

const CONFIG = `[profile sub-account]
role_arn = arn:aws:iam::222233334444:role/admin
mfa_serial = ${SERIAL}
region = ap-northeast-1
`;

/** Run in the session: asks the double who it is, and shows which variables are there, without their values. */
const WHO_AM_I = `
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
const credentials = {
  accessKeyId: Deno.env.get("AWS_ACCESS_KEY_ID"),
  secretAccessKey: Deno.env.get("AWS_SECRET_ACCESS_KEY"),
  sessionToken: Deno.env.get("AWS_SESSION_TOKEN"),
};
const endpoint = Deno.env.get("AWS_ENDPOINT_URL_STS");
const client = new STSClient({ credentials, endpoint, region: Deno.env.get("AWS_REGION") });
const names = Object.keys(Deno.env.toObject()).filter((name) => /^(AWS|SWR)_/.test(name));
console.log("variables of the session:", names.toSorted().join(" "));
console.log("who am I:", (await client.send(new GetCallerIdentityCommand({}))).Arn);
`;

function say(text: string): void {
  // deno-lint-ignore no-console
  console.log(text);
}

function show(heading: string, text: string): void {
  say(`${heading}\n\n${text.trimEnd().replaceAll(/^/gm, "    ")}\n`);
}

/** Only what the program needs; nothing of the user's own AWS settings. */
function environment(folder: string, sts: StsDouble, code?: string): Record<string, string> {
  const kept = ["PATH", "HOME", "SHELL", "TERM", "USER", "LANG", "DENO_DIR", "SystemRoot", "TEMP"];
  const base = Object.fromEntries(kept.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  }));
  return {
    ...base,
    ...KEYS,
    AWS_CONFIG_FILE: `${folder}/config`,
    AWS_SHARED_CREDENTIALS_FILE: `${folder}/credentials`,
    AWS_ENDPOINT_URL_STS: sts.url,
    ...(code !== undefined && { SWR_MFA_TOKEN: code }),
  };
}

async function runSwr(args: readonly string[], env: Record<string, string>): Promise<number> {
  const [swr, ...words] = swrCommand();
  const child = new Deno.Command(swr!, { args: [...words, ...args], clearEnv: true, env }).spawn();
  // On a terminal Ctrl-C is swr's and the shell's, and the demo waits for them; sent to the demo alone, a
  // signal is passed on.
  const listeners: [Deno.Signal, () => void][] = [["SIGINT", () => {}]];
  if (Deno.build.os !== "windows") {
    for (const signal of ["SIGTERM", "SIGHUP"] as const) {
      listeners.push([signal, () => child.kill(signal)]);
    }
  }
  for (const [signal, listener] of listeners) Deno.addSignalListener(signal, listener);
  const { code } = await child.status;
  for (const [signal, listener] of listeners) Deno.removeSignalListener(signal, listener);
  return code;
}

/** What a person reads before the question, and what is worth trying after it. */
const WHAT_TO_TYPE = `type that code when swr asks for it (a wrong one first, if you like)
then you are in a shell in sub-account; try there

    env | grep ^AWS_     # the temporary credentials
    swr --status         # where you are, and for how long
    exit                 # leaves the role
`;

/** Often enough for a code of half a minute. */
const LOOK_MS = 1000;

async function interactive(folder: string, sts: StsDouble): Promise<number> {
  show("running", "swr sub-account");
  say(WHAT_TO_TYPE);
  shown = sts.shownCode();
  say(`the code on the phone is now ${shown}`);
  const timer = setInterval(() => showNewCode(sts), LOOK_MS);
  const path = await onPath(folder);
  const status = await runSwr(["sub-account"], { ...environment(folder, sts), ...path })
    .finally(() => clearInterval(timer));
  const calls = sts.seen.filter(({ action }) => action === "AssumeRole").length;
  say(`\nswr ended with status ${status}; STS was asked ${calls} time(s); everything is gone now`);
  return 0;
}

let shown: string | undefined;

/** Shows the code again when it changes, as long as the question waits for it. */
function showNewCode(sts: StsDouble): void {
  const code = sts.shownCode();
  const accepted = sts.world.devices.some(({ usedSteps }) => usedSteps.size > 0);
  if (code === shown || accepted) return;
  shown = code;
  say(`\nthe code on the phone is now ${code}`);
}

/** A PATH on which `swr` is this program, for what is typed inside. */
async function onPath(folder: string): Promise<Record<string, string>> {
  if (Deno.build.os === "windows") return {};
  await Deno.mkdir(`${folder}/bin`);
  const script = `#!/bin/sh\nexec ${shellWords(swrCommand())} "$@"\n`;
  await Deno.writeTextFile(`${folder}/bin/swr`, script, { mode: 0o755 });
  return { PATH: `${folder}/bin:${Deno.env.get("PATH")}` };
}

async function selfDriven(folder: string, sts: StsDouble): Promise<number> {
  const script = `${folder}/who_am_i.ts`;
  await Deno.writeTextFile(script, WHO_AM_I);
  const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
  const command = [
    Deno.execPath(),
    "run",
    "-q",
    "-A",
    "--no-check",
    "--node-modules-dir=none",
    "--frozen",
    "--lock",
    fileURLToPath(new URL("../../deno.lock", import.meta.url)),
    "--config",
    config,
    script,
  ];
  show("running, with the code in SWR_MFA_TOKEN", "swr sub-account who-am-i");
  const status = await runSwr(["sub-account", ...command], environment(folder, sts, sts.code()));
  const identified = sts.seen.some(({ action }) => action === "GetCallerIdentity");
  if (status !== 0 || !identified) {
    say(`demo: failed (status ${status})`);
    return 1;
  }
  say("demo: ok");
  return 0;
}

/** Plays the demo; the exit status. */
export async function playDemo(): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "swr-demo-" });
  try {
    await using sts = await startSts();
    await Deno.writeTextFile(`${folder}/config`, CONFIG);
    show("~/.aws/config of this demo", CONFIG);
    return Deno.stdin.isTerminal() ? await interactive(folder, sts) : await selfDriven(folder, sts);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
