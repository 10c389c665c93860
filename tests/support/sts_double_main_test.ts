// The double as a program: what it prints, what its control port does, and that a signal ends it.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { assume, forRole, whoAmI, withMfa } from "./sts_client.ts";
import { openControl } from "./sts_control.ts";
import { startSts } from "./sts_double.ts";

Deno.test("the program prints where it listens and serves until it is told to end", async () => {
  const main = fileURLToPath(new URL("sts_double_main.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "-q", "--no-lock", "--node-modules-dir=none", main, "--https"],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream());
  const reader = lines.getReader();
  let text = "";
  while (!text.includes("\n")) text += (await reader.read()).value!;
  const { url, caPem, controlUrl, users, devices } = JSON.parse(text);
  assert.match(url, /^https:/);
  assert.deepEqual(users.map(({ name }: { name: string }) => name), [
    "me",
    "gone",
    "root",
    "alice",
  ]);
  const control = `${controlUrl}/code?serial=${encodeURIComponent(devices[0].serial)}`;
  assert.match(await (await fetch(control)).text(), /^\d{6}\n$/);
  using http = Deno.createHttpClient({ caCerts: [caPem] });
  const page = await fetch(url, { client: http, redirect: "manual" });
  await page.body?.cancel();
  assert.equal(page.status, 302);
  child.kill("SIGTERM");
  await reader.cancel();
  assert.equal((await child.status).code, 0);
});

Deno.test("the control port gives codes and the log, sets the clock and queues faults", async () => {
  await using sts = await startSts();
  const control = openControl(sts);
  const ask = async (path: string, method = "GET") =>
    (await (await fetch(control.url + path, { method })).text()).trim();
  await assume(sts, forRole("admin", withMfa(await ask("/code"))));
  const [seen] = JSON.parse(await ask("/requests"));
  assert.equal(seen.action, "AssumeRole");
  await ask("/next?fault=throttled", "POST");
  await assert.rejects(whoAmI(sts), { name: "Throttling" });
  await ask("/clock?ms=-3600000", "POST");
  await assert.rejects(whoAmI(sts), /Signature not yet current/);
  assert.match(await ask("/"), /GET {2}\/code/);
  await control.close();
});
