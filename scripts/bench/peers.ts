// Programs that do for people what swr does: how each is led to the double from a home of its own, how it is started
// with the code and without, and what it keeps.
// Rule: only what is on PATH and has made the switch once is measured; what keeps a session is made to forget it before
// each run, so that all of them make the same call.

import { KEYS, SERIAL } from "../../tests/support/sts_world.ts";
import { ROLE, type Stage } from "./stage.ts";

/** What is known of a program before it is looked for. */
type Kind = {
  readonly name: string;
  readonly program: string;
  /** Variables besides PATH, HOME and the endpoint. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the long-lived keys are: in the environment, in ~/.aws/credentials, or where `setUp` puts them. */
  readonly keys: "environment" | "file" | "own";
  /** Files of its home, by their path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Run once, with the keys in the environment. */
  readonly setUp?: readonly string[];
  /** The switch with the code given. */
  readonly given: (code: string, command: readonly string[]) => readonly string[];
  /** The switch that asks, and the words it asks with; undefined if it never asks. */
  readonly asked?: {
    readonly words: (command: readonly string[]) => readonly string[];
    readonly question: string;
  };
  /** What it keeps a session in, below its home. */
  readonly keeps: readonly string[];
};

/** A peer that is on this machine and has made the switch once. */
export type Peer = Pick<Kind, "name"> & {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly given: (code: string, command: readonly string[]) => readonly string[];
  readonly asked?: Kind["asked"];
  /** Absolute paths, to be removed before each run. */
  readonly keeps: readonly string[];
};

/** The sources: each program's own help and manual. */
const KINDS: readonly Kind[] = [
  {
    name: "aws-vault",
    program: "aws-vault",
    env: { AWS_VAULT_BACKEND: "file", AWS_VAULT_FILE_PASSPHRASE: "bench" },
    keys: "own",
    setUp: ["add", "--env", "main"],
    given: (code, command) => ["exec", "--no-session", "--mfa-token", code, "p", "--", ...command],
    asked: {
      words: (command) => ["exec", "--no-session", "--prompt", "terminal", "p", "--", ...command],
      question: "Enter MFA code",
    },
    keeps: [".awsvault/keys/sts.*"],
  },
  {
    name: "granted",
    program: "assume",
    env: { FORCE_NO_ALIAS: "true", CF_KEYRING_FILE_PASSWORD: "bench" },
    keys: "environment",
    files: {
      ".granted/config":
        'DefaultBrowser = "STDOUT"\nOrdering = "Frecency"\n[Keyring]\nBackend = "file"\n',
    },
    given: (code, command) => ["p", "--mfa-token", code, "--exec", command.join(" ")],
    asked: {
      words: (command) => ["p", "--exec", command.join(" ")],
      question: "MFA Token",
    },
    keeps: [".granted/secure-storage-*"],
  },
  {
    name: "aws-runas",
    program: "aws-runas",
    env: {},
    keys: "file",
    given: (code, command) => ["-E", "-o", code, "p", ...command],
    asked: { words: (command) => ["-E", "p", ...command], question: "Enter MFA Code" },
    keeps: [".aws/.aws_*"],
  },
  {
    name: "awsume",
    program: "awsume",
    env: {},
    keys: "file",
    // It is sourced: the shell that it changes is a part of the switch.
    given: (code, command) => sourced(`p --mfa-token ${code}`, command),
    asked: { words: (command) => sourced("p", command), question: "Enter MFA token" },
    keeps: [".awsume/cache"],
  },
  {
    name: "assume-role-rs",
    program: "assume-role",
    env: { AWS_REGION: "eu-central-1" },
    keys: "environment",
    given: (code, command) => ["-r", ROLE, "-n", SERIAL, "-t", code, "--", ...command],
    keeps: [".config/cache-vault", ".local/share/cache-vault"],
  },
  {
    name: "aws-role-exec, which knows no MFA",
    program: "aws-role-exec",
    env: { AWS_REGION: "eu-central-1" },
    keys: "environment",
    given: (_, command) => [
      ...["--role-arn", "arn:aws:iam::222233334444:role/reader", "--region", "eu-central-1", "--"],
      ...command,
    ],
    keeps: [],
  },
];

/** The arguments of bash that source awsume, whose path is the first word, and become the command. */
function sourced(args: string, command: readonly string[]): string[] {
  return ["-c", `. "$0" ${args} >/dev/null && exec ${command.join(" ")}`];
}

const CONFIG = (source: string) =>
  `[profile main]\nregion = eu-central-1\nmfa_serial = ${SERIAL}\n
[profile p]\nrole_arn = ${ROLE}\n${source}\nmfa_serial = ${SERIAL}\nregion = eu-central-1\n`;

/** The peers that make the switch here, and why the others cannot be measured. */
export async function findPeers(stage: Stage): Promise<{ peers: Peer[]; missing: string[] }> {
  const peers: Peer[] = [];
  const missing: string[] = [];
  for (const kind of KINDS) {
    const path = await onPath(kind.program);
    if (path === undefined) {
      missing.push(`${kind.name}: \`${kind.program}\` is not on PATH`);
      continue;
    }
    const peer = await settle(kind, path, stage);
    const failure = typeof peer === "string" ? peer : await trial(peer, stage);
    if (failure === undefined) peers.push(peer as Peer);
    else missing.push(`${kind.name}: ${failure}`);
  }
  return { peers, missing };
}

/** Gives it a home; says why it cannot live there. */
async function settle(kind: Kind, path: string, stage: Stage): Promise<Peer | string> {
  const home = stage.box.path(`peers/${kind.program}`);
  const own = kind.keys === "environment"
    ? "credential_source = Environment"
    : "source_profile = main";
  const files = {
    ".aws/config": CONFIG(own),
    ...(kind.keys === "file" && {
      ".aws/credentials": `[main]\naws_access_key_id = ${KEYS.AWS_ACCESS_KEY_ID}\n` +
        `aws_secret_access_key = ${KEYS.AWS_SECRET_ACCESS_KEY}\n`,
    }),
    ...kind.files,
  };
  for (const [name, text] of Object.entries(files)) {
    await Deno.mkdir(`${home}/${name}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeTextFile(`${home}/${name}`, text);
  }
  const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...rest } = stage.env;
  const common = {
    ...rest,
    ...kind.env,
    HOME: home,
    PATH: `${path.replace(/\/[^/]*$/, "")}:/usr/bin:/bin`,
    // One of the two is honoured by each.
    AWS_ENDPOINT_URL: stage.sts.url,
  };
  const words = kind.name === "awsume" ? ["bash"] : [path];
  const peer: Peer = {
    name: kind.name,
    home,
    env: kind.keys === "environment" ? { ...common, ...KEYS } : common,
    given: (code, command) => [...words, ...placed(kind.given(code, command), path)],
    ...(kind.asked !== undefined && {
      asked: {
        ...kind.asked,
        words: (command) => [...words, ...placed(kind.asked!.words(command), path)],
      },
    }),
    keeps: kind.keeps.map((each) => `${home}/${each}`),
  };
  if (kind.setUp === undefined) return peer;
  const { success, text } = await run([path, ...kind.setUp], { ...common, ...KEYS });
  return success ? peer : `it cannot be set up: ${firstLine(text)}`;
}

/** `bash -c SCRIPT PATH`: the script's own name is the program. */
function placed(words: readonly string[], path: string): readonly string[] {
  return words[0] === "-c" ? [...words, path] : words;
}

/** Why it did not make the switch; undefined if it did. */
async function trial(peer: Peer, stage: Stage): Promise<string | undefined> {
  stage.sts.requests.length = 0;
  const words = peer.given(stage.sts.shownCode(), ["/bin/echo", "the-command-runs"]);
  const { success, text } = await run(words, peer.env);
  const assumed = stage.sts.requests.some(({ action }) => action === "AssumeRole");
  if (success && assumed && text.includes("the-command-runs")) return undefined;
  return `it did not make the switch: ${firstLine(text)}`;
}

/** Forgets the session that it keeps. */
export async function forget({ keeps }: Pick<Peer, "keeps">): Promise<void> {
  await new Deno.Command("sh", { args: ["-c", `rm -rf ${keeps.join(" ")}`] }).output();
}

async function onPath(program: string): Promise<string | undefined> {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    const path = `${folder}/${program}`;
    if ((await Deno.stat(path).catch(() => undefined))?.isFile) return path;
  }
  return undefined;
}

async function run(
  [command = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ success: boolean; text: string }> {
  const child = new Deno.Command(command, {
    args,
    env: { ...env },
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(20_000),
  });
  const { success, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { success, text: `${decoder.decode(stderr)}\n${decoder.decode(stdout)}` };
}

function firstLine(text: string): string {
  return text.split("\n").find((line) => line.trim() !== "")?.trim() ?? "it says nothing";
}
