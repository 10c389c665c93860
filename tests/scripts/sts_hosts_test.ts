// The generated table and the permission set: complete, no wider than meant, and kept so by `--check`.

import assert from "node:assert/strict";
import deno from "../../deno.json" with { type: "json" };
import { portalEndpoint, stsEndpoint } from "../../src/role/endpoint.ts";
import { PARTITIONS } from "../../src/role/partitions.ts";
import { SIGNIN_PLACES } from "../../src/console/signin.ts";

const ROOT = new URL("../../", import.meta.url);
const NET: readonly string[] = deno.permissions.swr.net;
const REGIONS = PARTITIONS.flatMap(({ regions }) => regions);

/** A copy of what the script reads, in a folder of its own; `edit` changes its deno.json. */
async function inCopy(
  edit: (text: string) => string,
  test: (folder: string, run: (...args: string[]) => Promise<Outcome>) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const directory of ["scripts", "src/text", "src/role", "src/config", "src/console"]) {
      await Deno.mkdir(`${folder}/${directory}`, { recursive: true });
      for await (const { name, isFile } of Deno.readDir(new URL(directory, ROOT))) {
        if (!isFile) continue;
        await Deno.copyFile(
          new URL(`${directory}/${name}`, ROOT),
          `${folder}/${directory}/${name}`,
        );
      }
    }
    await Deno.copyFile(new URL("deno.lock", ROOT), `${folder}/deno.lock`);
    const text = await Deno.readTextFile(new URL("deno.json", ROOT));
    await Deno.writeTextFile(`${folder}/deno.json`, edit(text));
    await test(folder, (...args) => script(folder, args));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

type Outcome = { code: number; stderr: string };

async function script(folder: string, args: readonly string[]): Promise<Outcome> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--node-modules-dir=none", "scripts/sts_hosts.ts", ...args],
    cwd: folder,
  }).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

Deno.test("the permission set names every host of STS and of IAM Identity Center's portal that the rules build", () => {
  const missing: string[] = [];
  for (const region of REGIONS) {
    for (const useFips of [false, true]) {
      for (const useDualStack of [false, true]) {
        const query = { region, useFips, useDualStack, useGlobalEndpoint: false };
        const host = stsEndpoint(query).hostAndPort;
        const portal = portalEndpoint(query).hostAndPort;
        for (const each of [host, portal]) if (!NET.includes(each)) missing.push(each);
      }
    }
  }
  assert.deepEqual(missing, []);
  assert.ok(NET.includes("sts.amazonaws.com:443"));
});

Deno.test("the permission set names the sign-in host of every partition whose console swr knows", () => {
  const hosts = NET.filter((entry) => /\bsignin\b/.test(entry));
  assert.deepEqual(
    hosts.toSorted(),
    Object.values(SIGNIN_PLACES).map(({ signin }) => `${signin}:443`).toSorted(),
  );
});

Deno.test("the permission set admits nothing but STS, portal, sign-in and loopback, and wildcards only for VPC endpoints", () => {
  const signin = new Set(Object.values(SIGNIN_PLACES).map((place) => `${place.signin}:443`));
  const suffixes = new Set(
    PARTITIONS.flatMap((each) => [each.dnsSuffix, each.dualStackDnsSuffix]),
  );
  for (const entry of NET) {
    if (["127.0.0.1", "localhost", "[::1]"].includes(entry)) continue;
    if (signin.has(entry)) continue;
    const vpce = /^\*\.sts\.([a-z0-9-]+)\.vpce\.([a-z0-9.]+):443$/.exec(entry);
    const plain = /^(?:sts|portal\.sso)(?:-fips)?\.([a-z0-9-]+)\.([a-z0-9.-]+):443$/.exec(entry);
    const [, region, suffix] = vpce ?? plain ?? [];
    if (entry === "sts.amazonaws.com:443") continue;
    assert.ok(region !== undefined && REGIONS.includes(region), entry);
    assert.ok(suffix !== undefined && suffixes.has(suffix), entry);
  }
  assert.equal(new Set(NET).size, NET.length);
});

Deno.test("Deno grants the listed hosts on their port, VPC endpoints by any name, and no neighbour", async () => {
  const hosts = [
    ...["sts.eu-west-1.amazonaws.com:443", "sts-fips.us-gov-west-1.api.aws:443"],
    ...["vpce-0a-b.sts.eu-west-1.vpce.amazonaws.com:443", "127.0.0.1:4566", "[::1]:8443"],
    ...["vpce-0a-b.sts.cn-north-1.vpce.amazonaws.com.cn:443", "signin.aws.amazon.com:443"],
    ...["portal.sso.eu-west-1.amazonaws.com:443", "portal.sso-fips.us-gov-west-1.api.aws:443"],
    ...[
      "portal.sso.eu-west-1.amazonaws.com:80",
      "oidc.eu-west-1.amazonaws.com:443",
      "sts.eu-west-1.amazonaws.com:80",
      "sts.eu-west-1.amazonaws.com",
      "sts.eu-west-1.evil.example:443",
    ],
    ...[
      "bucket.s3.amazonaws.com:443",
      "x.execute-api.eu-west-1.amazonaws.com:443",
      "amazonaws.com:443",
      "aws.amazon.com:443",
      "x.signin.aws.amazon.com:443",
    ],
    ...["vpce-svc-0a.eu-west-1.vpce.amazonaws.com:443", "sts.us-east-99.amazonaws.com:443"],
    "xsts.eu-west-1.vpce.amazonaws.com:443",
  ];
  const ask = `for (const host of ${JSON.stringify(hosts)})
    console.log(Deno.permissions.querySync({ name: "net", host }).state === "granted", host);`;
  const file = await Deno.makeTempFile({ suffix: ".js" });
  try {
    await Deno.writeTextFile(file, ask);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "-P=swr", "--no-prompt", "--config", "deno.json", file],
      cwd: ROOT,
    }).output();
    const granted = hosts.map((host, index) => `${index < 9} ${host}`);
    assert.deepEqual(new TextDecoder().decode(stdout).trimEnd().split("\n"), granted);
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("sts_hosts.ts tells a table that lacks a region of the SDK, and corrects it", async () => {
  await inCopy((text) => text, async (folder, run) => {
    const table = `${folder}/src/role/partitions.ts`;
    const text = await Deno.readTextFile(table);
    await Deno.writeTextFile(table, text.replace(/\n *"eu-west-1",/, ""));
    const stale = await run("--check");
    assert.equal(stale.code, 1);
    assert.match(stale.stderr, /src\/role\/partitions\.ts/);
    assert.equal((await run()).code, 0);
    assert.equal(await Deno.readTextFile(table), text);
  });
});

Deno.test("sts_hosts.ts corrects the list and leaves the rest of deno.json as it is written", async () => {
  const loose = (text: string) =>
    text.replace(/"unstable": \[\s*("[^"]*")\s*\]/, '"unstable": [$1]');
  const without = (text: string) => text.replace(/\n *"sts\.eu-west-1\.amazonaws\.com:443",/, "");
  await inCopy((text) => without(loose(text)), async (folder, run) => {
    const file = `${folder}/deno.json`;
    const before = await Deno.readTextFile(file);
    const stale = await run("--check");
    assert.deepEqual(stale, {
      code: 1,
      stderr: "not what the SDK's data says: deno.json; run `deno task sts-hosts`\n",
    });
    assert.equal(await Deno.readTextFile(file), before);
    assert.equal((await run()).code, 0);
    const original = await Deno.readTextFile(new URL("deno.json", ROOT));
    assert.equal(await Deno.readTextFile(file), loose(original));
    assert.deepEqual(await run("--check"), { code: 0, stderr: "" });
  });
});
