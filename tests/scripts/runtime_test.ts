// The base runtime: one of a known sum is unpacked, any other is refused. Deno's releases are a server on loopback.

import assert from "node:assert/strict";
import { zipSync } from "fflate";
import { DENO_VERSION, ROOT } from "../../scripts/project.ts";
import { checkedRuntime, knownRuntimes, renewedSums, runtimeName } from "../../scripts/runtime.ts";
import { parseSums, sha256 } from "../../scripts/sums.ts";
import { type Target, TARGETS } from "../../scripts/targets.ts";
import { Sandbox } from "../support/sandbox.ts";
import { walk } from "../support/walk.ts";

const TARGET: Target = "x86_64-unknown-linux-gnu";
const RUNTIME = new TextEncoder().encode("a base runtime");

function serve(files: ReadonlyMap<string, Uint8Array<ArrayBuffer> | string>) {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const found = files.get(new URL(request.url).pathname.slice(1));
    return new Response(found ?? null, { status: found === undefined ? 404 : 200 });
  });
  return {
    releases: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("a runtime of the known sum is unpacked and may be run", async () => {
  await using box = await Sandbox.create();
  for (const [target, file] of [[TARGET, "denort"], ["x86_64-pc-windows-msvc", "denort.exe"]]) {
    const archive = zipSync({ [file!]: RUNTIME });
    const name = runtimeName(target as Target);
    await using server = serve(new Map([[name, archive]]));
    const sums = new Map([[name, await sha256(archive)]]);
    const { releases } = server;
    const path = await checkedRuntime(target as Target, { sums, releases, folder: box.dir });
    assert.deepEqual(await Deno.readFile(path), RUNTIME);
    if (Deno.build.os !== "windows") assert.equal(Deno.statSync(path).mode! & 0o111, 0o111);
  }
});

Deno.test("a runtime of another sum, of none, or that is not there is refused, and nothing is unpacked", async () => {
  await using box = await Sandbox.create();
  const name = runtimeName(TARGET);
  await using server = serve(new Map([[name, zipSync({ denort: RUNTIME })]]));
  const { releases } = server;
  const check = (sums: Map<string, string>, from = releases) =>
    checkedRuntime(TARGET, { sums, releases: from, folder: box.path("runtime") });
  await assert.rejects(check(new Map()), /the sum of .*denort.* is not in scripts\/denort\.sha256/);
  const wrong = new Map([[name, "0".repeat(64)]]);
  await assert.rejects(check(wrong), /has the sum .* not the 0+ .* not what Deno published/);
  await assert.rejects(check(wrong, `${releases}/elsewhere`), /answers 404/);
  assert.throws(() => Deno.statSync(box.path("runtime")), Deno.errors.NotFound);
});

Deno.test("an archive of the known sum without a runtime in it is refused", async () => {
  await using box = await Sandbox.create();
  const archive = zipSync({ other: RUNTIME });
  const name = runtimeName(TARGET);
  await using server = serve(new Map([[name, archive]]));
  const sums = new Map([[name, await sha256(archive)]]);
  const { releases } = server;
  await assert.rejects(
    checkedRuntime(TARGET, { sums, releases, folder: box.dir }),
    /holds no denort/,
  );
});

Deno.test("renewing takes the sums that Deno publishes, in either of its forms", async () => {
  const files = new Map(TARGETS.map((target, index) => {
    const sum = `${index}`.repeat(64);
    const windows = `\r\nAlgorithm : SHA256\r\nHash      : ${"ABCDEF01".repeat(8)}\r\n`;
    const text = target.includes("windows") ? windows : `${sum}  denort-${target}.zip\n`;
    return [`${runtimeName(target)}.sha256sum`, text] as const;
  }));
  await using server = serve(files);
  const before = await Deno.readTextFile(new URL("scripts/denort.sha256", ROOT));
  const after = await renewedSums(before, server.releases);
  const sums = parseSums(after);
  assert.equal(sums.size, TARGETS.length);
  assert.equal(sums.get(runtimeName("aarch64-unknown-linux-gnu")), "1".repeat(64));
  assert.equal(sums.get(runtimeName("x86_64-pc-windows-msvc")), "abcdef01".repeat(8));
  assert.match(after, /^# The sums of the base runtimes/);
  assert.doesNotMatch(after, /not been fetched/);
  assert.equal(await renewedSums(after, server.releases), after);
});

Deno.test("denort.sha256 holds the sums of the pinned Deno for all targets, or none and says so", async () => {
  const known = [...(await knownRuntimes()).keys()];
  const text = await Deno.readTextFile(new URL("scripts/denort.sha256", ROOT));
  if (known.length === 0) assert.match(text, /not been fetched yet/);
  else assert.deepEqual(known.toSorted(), TARGETS.map(runtimeName).toSorted());
  assert.ok(known.every((name) => name.startsWith(`v${DENO_VERSION}/`)));
});

function below(folder: string): string[] {
  return walk(new URL(folder, ROOT)).map((path) => `${folder}${path}`);
}

/** `deno task build --release` in a copy of the sources with these sums; what it ends with. */
async function releaseBuild(box: Sandbox, sums: string, env: Record<string, string>) {
  for (const path of ["deno.json", "deno.lock", ...below("src/"), ...below("scripts/")]) {
    await box.write(`copy/${path}`, await Deno.readFile(new URL(path, ROOT)));
  }
  await box.write("copy/scripts/denort.sha256", sums);
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-q",
      "-A",
      "--no-lock",
      "--node-modules-dir=none",
      "scripts/build.ts",
      "--release",
    ],
    cwd: box.path("copy"),
    env: { DENORT_BIN: "", SWR_COMMIT: "0123456789ab", ...env },
  }).output();
  assert.equal(success, false);
  assert.throws(() => Deno.statSync(box.path("copy/dist/swr")), Deno.errors.NotFound);
  return new TextDecoder().decode(stderr);
}

const pinned = Deno.version.deno === DENO_VERSION;
Deno.test({
  name: `a release is refused for what is not pinned${
    pinned ? "" : ` (skipped: not ${DENO_VERSION})`
  }`,
  ignore: !pinned || !TARGETS.some((target) => target === Deno.build.target),
  async fn() {
    await using box = await Sandbox.create();
    const name = runtimeName(Deno.build.target as Target);
    await using server = serve(new Map([[name, zipSync({ denort: RUNTIME })]]));
    const from = { DENO_RELEASES: server.releases };
    const wrong = `${"0".repeat(64)}  ${name}\n`;
    assert.match(await releaseBuild(box, wrong, from), /not what Deno published/);
    assert.match(await releaseBuild(box, "", from), /is not in scripts\/denort\.sha256/);
    const elsewhere = { DENORT_BIN: "/nowhere/denort" };
    assert.match(await releaseBuild(box, wrong, elsewhere), /DENORT_BIN is set, a release takes/);
    const dirty = { SWR_COMMIT: "0123456789ab-dirty" };
    assert.match(await releaseBuild(box, wrong, dirty), /the commit is 0123456789ab-dirty/);
  },
});
