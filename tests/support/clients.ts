// The programs that are tried inside a session, each saying who it is: AWS's command line and SDKs.
// Rule: a client is the real thing in a pinned or named version; one that is not on the machine says so.

import { fileURLToPath } from "node:url";

export type Client = {
  readonly name: string;
  /** Prints the caller's ARN; with a profile, asked for by name. */
  readonly command: (profile?: string) => string[];
  /** Why it cannot be tried here. */
  readonly missing?: string;
};

const HERE = new URL("clients/", import.meta.url);
const CONFIG = fileURLToPath(new URL("../../deno.json", import.meta.url));

function script(name: string, ...args: string[]): string[] {
  const run = [
    Deno.execPath(),
    "run",
    "-q",
    "-A",
    "--no-check",
    "--cached-only",
    "--frozen",
    "--node-modules-dir=none",
  ];
  return [...run, "--config", CONFIG, fileURLToPath(new URL(name, HERE)), ...args];
}

/** The versions that clients/go/go.mod pins. */
const GO = (() => {
  const mod = Deno.readTextFileSync(new URL("go/go.mod", HERE));
  const of = (module: string) => new RegExp(`${module} v(\\S+)`).exec(mod)?.[1] ?? "";
  return { sdk: of("aws-sdk-go-v2"), base: of("aws-sdk-go-base/v2") };
})();

/** The program that buildGoClient() has built, where SWR_GO_CLIENT names it. */
function goClient(way: string, name: string): Client {
  const program = Deno.env.get("SWR_GO_CLIENT");
  return {
    name,
    command: (profile) => [program ?? "", way, ...named(profile)],
    ...(program === undefined && { missing: "SWR_GO_CLIENT names no built client" }),
  };
}

/** Builds the client in Go into that path; false where there is no Go, or its modules cannot be had. */
export async function buildGoClient(path: string): Promise<boolean> {
  try {
    const { success } = await new Deno.Command("go", {
      args: ["build", "-o", path, "."],
      cwd: new URL("go/", HERE),
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}

const named = (profile: string | undefined) => profile === undefined ? [] : [profile];

/** Every client, those that are missing with their reason. */
export async function clients(): Promise<Client[]> {
  const boto3 = await version(["python3", "-c", "import boto3; print('boto3', boto3.__version__)"]);
  const lines = await commandLines();
  return [
    {
      name: "JavaScript SDK v3",
      command: (profile) => script("javascript_v3.ts", "default", ...named(profile)),
    },
    {
      name: "JavaScript SDK v3, fromIni",
      command: (profile) => script("javascript_v3.ts", "ini", ...named(profile)),
    },
    {
      name: "JavaScript SDK v3, as the CDK does",
      command: (profile) => script("javascript_v3.ts", "chain", ...named(profile)),
    },
    {
      name: "JavaScript SDK v2",
      command: (profile) => script("javascript_v2.ts", ...named(profile)),
    },
    ...lines,
    {
      name: boto3 ?? "boto3",
      command: (
        profile,
      ) => ["python3", fileURLToPath(new URL("boto3_client.py", HERE)), ...named(profile)],
      ...(boto3 === undefined && { missing: "boto3 is not on this machine" }),
    },
    goClient("sdk", `Go SDK v2 ${GO.sdk}`),
    goClient("terraform", `Terraform's rules (aws-sdk-go-base ${GO.base})`),
  ];
}

/** Each AWS CLI on PATH, version 1 and version 2. */
async function commandLines(): Promise<Client[]> {
  const found = new Map<string, string>();
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    const said = (await version([`${folder}/aws`, "--version"]))?.split(" ")[0];
    if (said !== undefined && !found.has(said)) found.set(said, `${folder}/aws`);
  }
  const ask = ["sts", "get-caller-identity", "--query", "Arn", "--output", "text"];
  // Before 2.13 version 2 does not know AWS_ENDPOINT_URL_STS, and would ask AWS itself.
  const local = ["sh", "-c", 'exec "$0" "$@" --endpoint-url "$AWS_ENDPOINT_URL_STS"'];
  const command = (aws: string) => (profile?: string) => [
    ...local,
    aws,
    ...ask,
    ...(profile === undefined ? [] : ["--profile", profile]),
  ];
  if (found.size === 0) {
    return [{ name: "AWS CLI", command: command("aws"), missing: "aws is not on this machine" }];
  }
  return [...found].map(([name, aws]) => ({ name, command: command(aws) }));
}

async function version([command = "", ...args]: string[]): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command(command, { args, stderr: "null" }).output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch {
    return undefined;
  }
}
