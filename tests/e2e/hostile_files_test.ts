// Configuration files that are none, or too much: an answer soon, or a clear error.

import assert from "node:assert/strict";
import { type RunResult, runSwr } from "../support/program.ts";
import { Sandbox } from "../support/sandbox.ts";
import { KEYS } from "../support/sts_world.ts";

const PROFILE = "[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n";

async function dryRun(
  prepare: (box: Sandbox) => Promise<unknown>,
  args = ["-n", "p"],
): Promise<RunResult> {
  await using box = await Sandbox.create();
  await prepare(box);
  return await runSwr(args, { env: { ...box.env, ...KEYS } });
}

const path = (box: Sandbox) => `${box.home}/.aws/config`;

const REFUSED: readonly [string, (box: Sandbox) => Promise<unknown>, RegExp][] = [
  ["a directory", (box) => Deno.mkdir(path(box)), /cannot read .*config: it is a directory/],
  [
    "a FIFO without a writer",
    (box) => new Deno.Command("mkfifo", { args: [path(box)] }).output(),
    /not a regular file/,
  ],
  ["a loop of symbolic links", (box) => Deno.symlink(path(box), path(box)), /cannot read .*config/],
  [
    "fifty megabytes",
    (box) => box.writeConfig(`${PROFILE}${"# padding\n".repeat(5_000_000)}`),
    /larger than 16 MiB/,
  ],
  ["NUL in the profile", (box) => box.writeConfig(`${PROFILE}region = a\0b\n`), /config:3/],
  [
    "bytes that are not UTF-8 in the profile",
    (box) =>
      box.write(
        "home/.aws/config",
        new Uint8Array([...new TextEncoder().encode(`${PROFILE}region = `), 0xff, 0xfe, 0x0a]),
      ),
    /config:3/,
  ],
  [
    "a file in UTF-16",
    (box) =>
      box.write(
        "home/.aws/config",
        new Uint8Array(
          new Uint16Array([...`\ufeff${PROFILE}`].map((each) => each.charCodeAt(0))).buffer,
        ),
      ),
    /config/,
  ],
];

for (const [what, prepare, says] of REFUSED) {
  Deno.test({
    name: `refused with its reason: ${what}`,
    ignore: Deno.build.os === "windows",
    async fn() {
      const result = await dryRun(prepare);
      assert.equal(result.status, 2, result.stderr);
      assert.match(result.stderr, says);
      assert.doesNotMatch(result.stderr, /bug in swr/);
    },
  });
}

const READ: readonly [string, string][] = [
  [
    "ten thousand profiles",
    `${
      Array.from({ length: 10_000 }, (_, n) => `[profile x${n}]\nregion = eu-west-1\n`).join("")
    }${PROFILE}`,
  ],
  ["a million lines", `${"# a line\n".repeat(1_000_000)}${PROFILE}`],
  ["CRLF and a byte order mark", `\ufeff${PROFILE.replaceAll("\n", "\r\n")}`],
  ["trouble in another profile", `[profile q]\nnonsense\nregion = a\0b\n${PROFILE}`],
];

for (const [what, text] of READ) {
  Deno.test(`read all the same: ${what}`, async () => {
    const result = await dryRun((box) => box.writeConfig(text));
    assert.equal(result.status, 0, result.stderr);
    assert.match(result.stdout, /role\/reader/);
  });
}

Deno.test("-v tells of trouble in other profiles, with file and line", async () => {
  await using box = await Sandbox.create();
  await box.writeConfig(`[profile q]\nnonsense\n${PROFILE}`);
  const env = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: "http://127.0.0.1:9" };
  const result = await runSwr(["-v", "p", "true"], { env });
  assert.match(result.stderr, /config:2: /);
});
