// Writes what swr knows of AWS's partitions: src/role/partitions.ts, and the hosts in deno.json's permission set.
// Source: the partition data inside the AWS SDK that deno.lock pins, and src/console/signin.ts. `--check` only says whether both are current.

import { portalEndpoint, stsEndpoint } from "../src/role/endpoint.ts";
import { SIGNIN_PLACES } from "../src/console/signin.ts";

type PartitionData = {
  id: string;
  outputs: { dnsSuffix: string; dualStackDnsSuffix: string; implicitGlobalRegion: string };
  regionRegex: string;
  regions: Record<string, unknown>;
};

const root = new URL("../", import.meta.url);

/** The SDK's own table, read from the package in Deno's cache, since no export of the SDK gives it whole. */
async function sdkPartitions(): Promise<PartitionData[]> {
  await import("@aws-sdk/client-sts");
  const info = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"], cwd: root })
    .output();
  const { npmCache } = JSON.parse(new TextDecoder().decode(info.stdout));
  const lock = await Deno.readTextFile(new URL("deno.lock", root));
  const version = /"@aws-sdk\/core@([\d.]+)/.exec(lock)?.[1];
  for (const registry of Deno.readDirSync(npmCache)) {
    const file =
      `${npmCache}/${registry.name}/@aws-sdk/core/${version}/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js`;
    try {
      const text = await Deno.readTextFile(file);
      return JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)).partitions;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  throw new Error(`no partition data of @aws-sdk/core ${version} under ${npmCache}`);
}

/** Regions proper: `aws-global` and its like are names for an endpoint, not places. */
function regionsOf(partition: PartitionData): string[] {
  return Object.keys(partition.regions).filter((region) => !region.endsWith("-global")).toSorted();
}

function partitionsModule(partitions: readonly PartitionData[]): string {
  const rows = partitions.map((partition) =>
    JSON.stringify({
      id: partition.id,
      regionPattern: partition.regionRegex,
      dnsSuffix: partition.outputs.dnsSuffix,
      dualStackDnsSuffix: partition.outputs.dualStackDnsSuffix,
      globalRegion: partition.outputs.implicitGlobalRegion,
      regions: regionsOf(partition),
    })
  );
  return `// AWS's partitions, their DNS suffixes and regions. Written by scripts/sts_hosts.ts from the AWS SDK's own data.
// Rule: not edited by hand.

export type Partition = {
  readonly id: string;
  /** A regular expression for regions that are newer than this table. */
  readonly regionPattern: string;
  readonly dnsSuffix: string;
  readonly dualStackDnsSuffix: string;
  /** The region that signs requests to the partition's global endpoints. */
  readonly globalRegion: string;
  readonly regions: readonly string[];
};

export const PARTITIONS: readonly Partition[] = [
  ${rows.join(",\n  ")},
];
`;
}

function awsHosts(partitions: readonly PartitionData[]): string[] {
  const hosts = new Set<string>(["sts.amazonaws.com:443"]);
  for (const partition of partitions) {
    for (const region of regionsOf(partition)) {
      for (const useFips of [false, true]) {
        for (const useDualStack of [false, true]) {
          const { url } = stsEndpoint({ region, useFips, useDualStack, useGlobalEndpoint: false });
          hosts.add(`${new URL(url).hostname}:443`);
          hosts.add(portalEndpoint({ region, useFips, useDualStack }).hostAndPort);
        }
      }
      // Interface VPC endpoints: the name under `sts.<region>.vpce` is AWS's to give.
      if (/^aws(-cn|-us-gov|-eusc)?$/.test(partition.id)) {
        hosts.add(`*.sts.${region}.vpce.${partition.outputs.dnsSuffix}:443`);
      }
    }
  }
  for (const { signin } of Object.values(SIGNIN_PLACES)) hosts.add(`${signin}:443`);
  return [...hosts].toSorted();
}

async function formatted(text: string): Promise<string> {
  const fmt = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", "ts", "-"],
    cwd: root,
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = fmt.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout } = await fmt.output();
  if (!success) throw new Error("deno fmt refuses the generated module");
  return new TextDecoder().decode(stdout);
}

/** deno.json with that list in the permission set `swr` and every other byte as it was. */
async function permissionSet(partitions: readonly PartitionData[]): Promise<string> {
  const text = await Deno.readTextFile(new URL("deno.json", root));
  const net = ["127.0.0.1", "localhost", "[::1]", ...awsHosts(partitions)];
  const wanted = JSON.parse(text);
  wanted.permissions.swr.net = net;
  const lines = net.map((host) => `        ${JSON.stringify(host)}`).join(",\n");
  const list = `"net": [\n${lines}\n      ]`;
  // Other permission sets may have a list of that name: the right one is the one that gives what is wanted.
  for (const { 0: found, index } of text.matchAll(/"net":\s*\[(?:\s*"[^"]*"\s*,?)*\s*\]/g)) {
    const changed = text.slice(0, index) + list + text.slice(index + found.length);
    if (JSON.stringify(JSON.parse(changed)) === JSON.stringify(wanted)) return changed;
  }
  throw new Error('deno.json has no list "net" in the permission set "swr"');
}

async function main(): Promise<void> {
  const partitions = await sdkPartitions();
  const wanted: [string, string][] = [
    ["src/role/partitions.ts", await formatted(partitionsModule(partitions))],
    ["deno.json", await permissionSet(partitions)],
  ];
  const check = Deno.args.includes("--check");
  const stale: string[] = [];
  for (const [name, text] of wanted) {
    if (await Deno.readTextFile(new URL(name, root)).catch(() => "") === text) continue;
    stale.push(name);
    if (!check) await Deno.writeTextFile(new URL(name, root), text);
  }
  if (!check || stale.length === 0) return;
  // deno-lint-ignore no-console
  console.error(`not what the SDK's data says: ${stale.join(", ")}; run \`deno task sts-hosts\``);
  Deno.exit(1);
}

await main();
