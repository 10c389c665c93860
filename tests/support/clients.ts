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
  const run = [Deno.execPath(), "run", "-q", "-A", "--no-check", "--cached-only", "--no-lock"];
  return [...run, "--config", CONFIG, fileURLToPath(new URL(name, HERE)), ...args];
}

const named = (profile: string | undefined) => profile === undefined ? [] : [profile];

/** Every client, those that are missing with their reason. */
export async function clients(): Promise<Client[]> {
  const [cli, boto3] = await Promise.all([
    version(["aws", "--version"]),
    version(["python3", "-c", "import boto3; print('boto3', boto3.__version__)"]),
  ]);
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
    {
      name: cli?.split(" ")[0] ?? "AWS CLI",
      command: (profile) => [
        ...["aws", "sts", "get-caller-identity", "--query", "Arn", "--output", "text"],
        ...(profile === undefined ? [] : ["--profile", profile]),
      ],
      ...(cli === undefined && { missing: "aws is not on this machine" }),
    },
    {
      name: boto3 ?? "boto3",
      command: (
        profile,
      ) => ["python3", fileURLToPath(new URL("boto3_client.py", HERE)), ...named(profile)],
      ...(boto3 === undefined && { missing: "boto3 is not on this machine" }),
    },
  ];
}

async function version([command = "", ...args]: string[]): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command(command, { args, stderr: "null" }).output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch {
    return undefined;
  }
}
