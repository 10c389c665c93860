// The guard of the speed: what is loaded before the question for the code, and what crosses the network after Enter,
// counted against tests/support/limits.ts. Rule: no clock; how long it takes is `deno task bench`'s business.

import assert from "node:assert/strict";
import { LOADED, ON_THE_WIRE, OPENED_BEFORE_QUESTION } from "../support/limits.ts";
import { isBinary, swrCommand } from "../support/program.ts";
import { openTerminal } from "../support/pty.ts";
import { openScene } from "../support/scene.ts";
import { SERIAL } from "../support/sts_world.ts";
import { withoutSight } from "../support/trace.ts";

const SRC = new URL("../../src/", import.meta.url);

const CONFIG = `[profile p]
role_arn = arn:aws:iam::222233334444:role/admin
mfa_serial = ${SERIAL}
region = eu-central-1
`;

/** What reads the arguments of every mode but the one that programs of a session run. */
const ARGUMENTS = "options/request_of.ts";

/**
 * The modules that each of these ways through swr evaluates: main.ts, the command that run.ts loads for it, and the C
 * library.
 */
const ENTRIES: Readonly<Record<string, readonly string[]>> = {
  "--version": ["main.ts", ARGUMENTS],
  "--status": ["main.ts", ARGUMENTS, "cli/secrets.ts", "cli/status.ts", "os/libc.ts"],
  "--session-keys": ["main.ts", "cli/secrets.ts", "cli/session_keys.ts", "os/libc_process.ts"],
  "--list": ["main.ts", ARGUMENTS, "cli/secrets.ts", "cli/list.ts", "os/libc_process.ts"],
  "the question for the code": [
    "main.ts",
    ARGUMENTS,
    "cli/secrets.ts",
    "cli/switch.ts",
    "os/libc.ts",
  ],
  "the Worker before the SDK": ["sts/worker/sts_worker.ts"],
};

/** The modules that are evaluated with these, without what they import when it is wanted. */
function loadedWith(entries: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (path: string) => {
    if (found.has(path)) return;
    const code = Deno.readTextFileSync(new URL(path, SRC))
      .replaceAll(/^\s*\/\/.*$|\/\*\*[\s\S]*?\*\//gm, "");
    found.set(path, code);
    for (
      const [, names, target] of code.matchAll(
        /^(?:import|export) ([^;"]*?) from "(\.[^"]+\.ts)"/gm,
      )
    ) {
      if (!isTypeOnly(names!)) {
        visit(new URL(target!, new URL(path, SRC)).href.slice(SRC.href.length));
      }
    }
  };
  entries.forEach(visit);
  return found;
}

/** `type { A }`, and `{ type A, type B }`, which vanish from the code. */
function isTypeOnly(names: string): boolean {
  if (names.startsWith("type ")) return true;
  const single = names.match(/[\w ]*\w(?=\s*[,}])/g) ?? [];
  return single.length > 0 && single.every((name) => name.trim().startsWith("type "));
}

for (const [way, limit] of Object.entries(LOADED)) {
  Deno.test(`${way} loads no more than its limit`, () => {
    const modules = loadedWith(ENTRIES[way]!);
    const size = [...modules.values()].reduce((sum, code) => sum + code.length, 0);
    const list = [...modules.keys()].toSorted().join("\n");
    assert.ok(modules.size <= limit.modules, `${modules.size} modules:\n${list}`);
    assert.ok(size <= limit.characters, `${size} characters in ${modules.size} modules:\n${list}`);
    // So that the limit stays near what is there.
    assert.ok(size >= limit.characters / 2, `only ${size} characters: lower the limit`);
  });
}

const noTrace = await withoutSight();

Deno.test({
  name: `before the question only so many files are opened${
    noTrace ? ` (skipped: ${noTrace})` : ""
  }`,
  ignore: noTrace !== undefined,
  async fn() {
    await using scene = await openScene(CONFIG);
    const start = async (trace: string) => {
      const args = ["-f", "-s", "40", "-e", "trace=openat,open,write", "-o", trace];
      await using terminal = openTerminal({
        command: "strace",
        args: [...args, ...swrCommand(), "-q", "p", "true"],
        env: scene.env,
      });
      await terminal.waitFor("Enter MFA code");
      terminal.write(`${scene.sts.code()}\r`);
      await terminal.end();
      return await Deno.readTextFile(trace);
    };
    // A first run from source compiles, which opens more.
    await start(scene.box.path("first"));
    const [before] = (await start(scene.box.path("second"))).split("Enter MFA code");
    const opened = [...before!.matchAll(/open(?:at)?\([^"]*"([^"]*)".* = \d+$/gm)].map(([, path]) =>
      path!
    );
    const most = OPENED_BEFORE_QUESTION[isBinary ? "binary" : "source"];
    assert.ok(opened.length <= most, `${opened.length} files:\n${opened.join("\n")}`);
    assert.ok(opened.length >= most / 2, `only ${opened.length} files: lower the limit`);
  },
});

Deno.test({
  name: "after Enter one request goes out, on the connection that is open, and nothing else",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using scene = await openScene(CONFIG, { https: true });
    const { sts, box } = scene;
    const env = { ...scene.env, AWS_CA_BUNDLE: await box.write("ca.pem", sts.caPem!) };
    const [command = "", ...args] = swrCommand();
    await using terminal = openTerminal({ command, args: [...args, "-q", "p", "true"], env });
    await terminal.waitFor("Enter MFA code");
    await terminal.until(() => sts.requests.length > 0);
    const before = sts.requests.length;
    assert.equal(before, ON_THE_WIRE.requestsBeforeEnter);
    terminal.write(`${sts.code()}\r`);
    assert.deepEqual(await terminal.end(), { code: 0, signal: null });
    const after = sts.requests.slice(before);
    assert.equal(after.length, ON_THE_WIRE.requestsAfterEnter, JSON.stringify(after));
    assert.equal(after[0]!.action, "AssumeRole");
    // Each connection is a handshake of TLS too.
    const connections = new Set(sts.requests.map(({ connection }) => connection));
    assert.equal(connections.size, ON_THE_WIRE.connections);
  },
});
