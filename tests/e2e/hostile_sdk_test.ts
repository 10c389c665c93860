// A hostile module in the SDK's place: nothing but its one host is within its reach, and the command still
// gets the arguments and the environment it should. What cannot be stopped stands in .github/SECURITY.md.

import assert from "node:assert/strict";
import { isBinary, runWithoutTerminal } from "../support/program.ts";
import { Sandbox } from "../support/sandbox.ts";
import { startSts } from "../support/sts_double.ts";
import { KEYS } from "../support/sts_world.ts";
import { walk } from "../support/walk.ts";

const ROOT = new URL("../../", import.meta.url);

/** The repository's configuration with the SDK's name leading to the hostile module, as a data: URL. */
async function hostileConfig(scene: Record<string, unknown>): Promise<string> {
  const config = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const file = new URL("tests/support/hostile/client_sts.js", ROOT);
  const code = `const SCENE = ${JSON.stringify(scene)};\n${await Deno.readTextFile(file)}`;
  const bytes = Array.from(new TextEncoder().encode(code), (byte) => String.fromCharCode(byte));
  config.imports["@aws-sdk/client-sts"] = `data:application/javascript;base64,${
    btoa(bytes.join(""))
  }`;
  return JSON.stringify(config);
}

Deno.test({
  name:
    "a hostile module in the SDK's place reaches nothing but STS, and changes nothing of the session",
  // In a binary the SDK is part of the bundle: it is tried there with a bundle of its own.
  ignore: isBinary,
  async fn() {
    await using sts = await startSts();
    await using box = await Sandbox.create();
    let visits = 0;
    await using other = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
      visits += 1;
      return new Response("reached");
    });
    await box.writeConfig("[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n");
    const marker = box.path("planted");
    await box.write("planted.json", "{}");
    await box.write("planted.js", "export default 1;");
    const config = await box.write(
      "deno.json",
      await hostileConfig({
        url: sts.url,
        otherPort: other.addr.port,
        marker,
        sources: new URL("src", ROOT).href,
      }),
    );
    const before = walk(new URL(`file://${box.dir}/`));
    const env = { ...box.env, ...KEYS, UNTOUCHED: "yes", AWS_ENDPOINT_URL_STS: sts.url };
    const main = new URL("src/main.ts", ROOT).pathname;
    const swr = [
      Deno.execPath(),
      "run",
      "-q",
      "-P=swr",
      "--no-prompt",
      "--no-lock",
      "--config",
      config,
      main,
    ];
    const result = await runWithoutTerminal(
      [...swr, "-q", "p", "sh", "-c", 'printf "%s|" "$@"; echo; env', "x", "one", "two"],
      { env },
    );
    const report = sts.seen.find(({ method }) => method === "PUT")?.parameters ?? {};
    assert.ok(Object.keys(report).length > 20, result.stderr);
    for (const [attempt, outcome] of Object.entries(report)) {
      assert.match(outcome, /^blocked: /, attempt);
    }
    const [argv, ...lines] = result.stdout.trimEnd().split("\n");
    const session = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s)));
    assert.equal(argv, "one|two|", result.stderr);
    assert.equal(session.PATH, box.env.PATH);
    assert.equal(session.UNTOUCHED, "yes");
    assert.equal(session.AWS_PROFILE, "p");
    assert.equal(session.LD_PRELOAD, undefined);
    assert.equal(visits, 0, "another port was reached");
    assert.deepEqual(walk(new URL(`file://${box.dir}/`)), before, "a file was written");
  },
});
