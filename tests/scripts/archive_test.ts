// The archives: their bytes depend on the files alone, and other people's tools unpack them.

import assert from "node:assert/strict";
import { strFromU8, unzipSync } from "fflate";
import { type ArchiveFile, tarGz, zip } from "../../scripts/archive.ts";
import { pathInRoot, ROOT } from "../../scripts/project.ts";
import { sha256 } from "../../scripts/sums.ts";
import { needs } from "../support/programs.ts";
import { Sandbox } from "../support/sandbox.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const FILES: readonly ArchiveFile[] = [
  { path: "swr", bytes: bytes("#!/bin/sh\necho hello\n"), executable: true },
  { path: "LICENSE", bytes: bytes("MIT\n") },
  { path: "man/swr.1", bytes: bytes(".TH SWR 1\n") },
  { path: "completions/swr.bash", bytes: bytes("complete\n") },
];
const EPOCH = 1_700_000_000;

/** Makes both archives in another process; their sums. */
async function madeElsewhere(env: Record<string, string>): Promise<string> {
  const code = `
    import { tarGz, zip } from ${JSON.stringify(new URL("scripts/archive.ts", ROOT).href)};
    import { sha256 } from ${JSON.stringify(new URL("scripts/sums.ts", ROOT).href)};
    const files = ${JSON.stringify(FILES.map((each) => ({ ...each, bytes: [...each.bytes] })))}
      .map((each) => ({ ...each, bytes: new Uint8Array(each.bytes) }));
    console.log(await sha256(await tarGz("f", files, ${EPOCH})), await sha256(zip("f", files, ${EPOCH})));
  `;
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      "--no-lock",
      "--node-modules-dir=none",
      "--config",
      pathInRoot("deno.json"),
      code,
    ],
    env,
  }).output();
  const text = new TextDecoder().decode(stdout).trim();
  assert.match(text, /^[0-9a-f]{64} [0-9a-f]{64}$/, new TextDecoder().decode(stderr));
  return text;
}

Deno.test("the same files make the same bytes, in every time zone and for every user", async () => {
  const here = [
    await sha256(await tarGz("f", FILES, EPOCH)),
    await sha256(zip("f", FILES, EPOCH)),
  ].join(" ");
  assert.equal(await madeElsewhere({ TZ: "Pacific/Kiritimati", USER: "one" }), here);
  assert.equal(await madeElsewhere({ TZ: "America/Los_Angeles", USER: "two" }), here);
});

Deno.test("other files, another time, another mode make other bytes", async () => {
  const made = [
    await tarGz("f", FILES, EPOCH),
    await tarGz("f", FILES, EPOCH + 1),
    await tarGz("f", FILES.slice(1), EPOCH),
    await tarGz("f", FILES.map((each) => ({ ...each, executable: true })), EPOCH),
  ];
  assert.equal(new Set(await Promise.all(made.map(sha256))).size, made.length);
});

Deno.test({
  ...needs("tar", "tar lists owner, modes, times and folders as they were given"),
  async fn() {
    await using box = await Sandbox.create();
    const archive = await box.write("a.tar.gz", await tarGz("swr-1", FILES, EPOCH));
    const unpacked = box.path("out");
    await Deno.mkdir(unpacked);
    const tar = (args: string[]) =>
      new Deno.Command("tar", { args, env: { TZ: "UTC", LC_ALL: "C" } }).output();
    const { success } = await tar(["-xzpf", archive, "-C", unpacked]);
    assert.ok(success);
    const mode = (path: string) => Deno.statSync(`${unpacked}/swr-1/${path}`).mode! & 0o777;
    assert.deepEqual([mode("."), mode("man"), mode("swr"), mode("LICENSE")], [
      0o755,
      0o755,
      0o755,
      0o644,
    ]);
    assert.equal(await Deno.readTextFile(`${unpacked}/swr-1/man/swr.1`), ".TH SWR 1\n");
    assert.equal(Deno.statSync(`${unpacked}/swr-1/swr`).mtime!.getTime(), EPOCH * 1000);
    const listed = new TextDecoder().decode((await tar(["-tvzf", archive])).stdout);
    const names = listed.trim().split("\n").map((line) => line.split(" ").at(-1));
    assert.deepEqual(names.slice(0, 4), [
      "swr-1/",
      "swr-1/man/",
      "swr-1/completions/",
      "swr-1/swr",
    ]);
    assert.ok(listed.split("\n").slice(0, -1).every((line) => /root[ /]+root/.test(line)), listed);
  },
});

Deno.test("the head of the gzip stream holds neither a time nor a name", async () => {
  const head = (await tarGz("f", FILES, EPOCH)).subarray(0, 10);
  assert.deepEqual([...head.subarray(0, 8)], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
});

Deno.test("the zip unpacks, at the day of the commit", () => {
  const archive = zip("swr-1", FILES, EPOCH);
  const unpacked = unzipSync(archive);
  assert.deepEqual(Object.keys(unpacked), FILES.map(({ path }) => `swr-1/${path}`));
  assert.equal(strFromU8(unpacked["swr-1/LICENSE"]!), "MIT\n");
  // 2023-11-14 12:00 as MS-DOS counts it.
  const view = new DataView(archive.buffer, archive.byteOffset);
  assert.equal(view.getUint16(12, true), (2023 - 1980) << 9 | 11 << 5 | 14);
  assert.equal(view.getUint16(10, true), 12 << 11);
});
