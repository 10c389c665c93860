// What is given up, tried in a process of its own: nothing that swr calls afterwards has to be opened any more.

import assert from "node:assert/strict";

const url = (path: string) => JSON.stringify(new URL(`../../src/${path}`, import.meta.url).href);

/** Every way that leads from there: another question, Ctrl-C, the session's config, exec that fails. */
const CODE = `
import { openLibc } from ${url("os/libc.ts")};
import { giveUpPermissions } from ${url("os/permissions.ts")};
import { placeView } from ${url("session/view_file.ts")};
const libc = openLibc();
const view = await placeView("[profile p]", libc, () => undefined, 0);
const hidden = await libc.hideStreams();
libc.environment();
giveUpPermissions(libc, true);
const bytes = new TextEncoder().encode("hidden, ");
libc.write(hidden.stdout, bytes);
hidden.show();
libc.discardInput(0);
const read = await libc.read(0, 8);
libc.ignore(libc.ignoredSignals());
view.lastUntil?.(0);
libc.takeParentsFileLimit(Deno.ppid);
const errno = libc.exec("/nowhere/to/be/found", ["x"], []);
console.log(errno, read, Deno.build.os !== "linux" || view.path.startsWith("/proc/"));
let opens = "opens";
try { libc.mayExecute("/"); } catch { opens = "opens nothing"; }
console.log(opens);
libc.dieBySignal(15);
`;

Deno.test({
  name: "after permissions have been given up, the way into the session opens no function any more",
  ignore: Deno.build.os === "windows",
  async fn() {
    const { stdout, stderr, signal } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-config", CODE],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).output();
    const decoder = new TextDecoder();
    assert.equal(decoder.decode(stdout), "hidden, 2 undefined true\nopens nothing\n");
    assert.equal(decoder.decode(stderr), "");
    assert.equal(signal, "SIGTERM");
  },
});
