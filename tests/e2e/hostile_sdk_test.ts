// A hostile module in the SDK's place: nothing but its one host is within its reach, and the command still
// gets the arguments and the environment it should. What cannot be stopped stands in .github/SECURITY.md.

import assert from "node:assert/strict";
import { bundle } from "../../scripts/bundle.ts";
import { compile } from "../../scripts/compile.ts";
import { isBinary, runWithoutTerminal, sourceWords } from "../support/program.ts";
import { Sandbox } from "../support/sandbox.ts";
import { openScene } from "../support/scene.ts";
import { startSts } from "../support/sts_double.ts";
import { KEYS } from "../support/sts_world.ts";
import { walk } from "../support/walk.ts";

const ROOT = new URL("../../", import.meta.url);

type Scene = { url: string; otherPort: number; marker: string; sources: string };

/** The words that start swr with the hostile module in the SDK's place. */
async function hostileSwr(box: Sandbox, scene: Scene): Promise<string[]> {
  const file = new URL("tests/support/hostile/client_sts.js", ROOT);
  const code = `const SCENE = ${JSON.stringify(scene)};\n${await Deno.readTextFile(file)}`;
  return await swrWith(box, code);
}

/** The words that start swr with that code in the SDK's place: as a data: URL, or in a binary of its own. */
async function swrWith(box: Sandbox, code: string): Promise<string[]> {
  if (isBinary) {
    const sdk = await box.write("hostile.js", code);
    const binary = box.path("swr");
    await compile(await bundle(box.path("bundle"), sdk), binary);
    return [binary];
  }
  const config = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const bytes = Array.from(new TextEncoder().encode(code), (byte) => String.fromCharCode(byte));
  config.imports["@aws-sdk/client-sts"] = `data:application/javascript;base64,${
    btoa(bytes.join(""))
  }`;
  const path = await box.write("deno.json", JSON.stringify(config));
  return [...sourceWords(), "--no-lock", "--config", path, new URL("src/main.ts", ROOT).pathname];
}

/** A compiled Deno falls back to the disk for modules that are not embedded: known, and the same code without rights. */
const KNOWN_IN_BINARY = new Set(["import a file as JSON", "import a file as code"]);

Deno.test({
  name:
    "a hostile module in the SDK's place reaches nothing but STS, and changes nothing of the session",
  // A binary with the hostile module needs a base runtime to be compiled with.
  ignore: isBinary && !Deno.env.get("DENORT_BIN"),
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
    const swr = await hostileSwr(box, {
      url: sts.url,
      otherPort: other.addr.port,
      marker,
      sources: new URL("src", ROOT).href,
    });
    const before = walk(new URL(`file://${box.dir}/`));
    const registry = `http://127.0.0.1:${other.addr.port}/`;
    const env = {
      ...box.env,
      ...KEYS,
      UNTOUCHED: "yes",
      AWS_ENDPOINT_URL_STS: sts.url,
      // Where Deno itself would look for a package that is imported.
      NPM_CONFIG_REGISTRY: registry,
      JSR_URL: registry,
    };
    const result = await runWithoutTerminal(
      [...swr, "-q", "p", "sh", "-c", 'printf "%s|" "$@"; cat; env', "x", "one", "two"],
      { env, stdin: "for the command\n" },
    );
    const report = sts.seen.find(({ method }) => method === "PUT")?.parameters ?? {};
    assert.ok(Object.keys(report).length > 20, result.stderr);
    for (const [attempt, outcome] of Object.entries(report)) {
      const known = isBinary && KNOWN_IN_BINARY.has(attempt);
      assert.match(outcome, known ? /^succeeded: / : /^blocked: /, attempt);
    }
    const [argv, ...lines] = result.stdout.trimEnd().split("\n");
    const session = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s)));
    assert.equal(argv, "one|two|for the command", result.stderr);
    assert.match(result.stderr, /^swr: the endpoint of STS is [^\n]*\n$/);
    assert.doesNotMatch(result.stdout, /^hostile/m);
    assert.equal(session.PATH, box.env.PATH);
    assert.equal(session.UNTOUCHED, "yes");
    assert.equal(session.AWS_PROFILE, "p");
    assert.equal(session.LD_PRELOAD, undefined);
    assert.equal(visits, 0, "another port was reached");
    assert.deepEqual(walk(new URL(`file://${box.dir}/`)), before, "a file was written");
  },
});

Deno.test({
  name: "a hostile module in the SDK's place adds nothing to what --export has a shell run",
  ignore: isBinary && !Deno.env.get("DENORT_BIN"),
  async fn() {
    await using sts = await startSts();
    await using box = await Sandbox.create();
    await box.writeConfig("[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n");
    const swr = await hostileSwr(box, {
      url: sts.url,
      otherPort: 1,
      marker: box.path("planted"),
      sources: new URL("src", ROOT).href,
    });
    const env = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: sts.url };
    const result = await runWithoutTerminal([...swr, "-q", "--export", "sh", "p"], { env });
    assert.equal(result.status, 0, result.stderr);
    for (const line of result.stdout.trimEnd().split("\n")) {
      assert.match(line, /^(unset [A-Z_ ]+|export [A-Z_]+='[^']*');$/);
    }
    assert.match(result.stderr, /^swr: the endpoint of STS is [^\n]*\n$/);
  },
});

Deno.test({
  name: "beside a hostile SDK the sign-in of --console has a host that the SDK does not reach",
  ignore: isBinary && !Deno.env.get("DENORT_BIN"),
  async fn() {
    await using sts = await startSts();
    await using box = await Sandbox.create();
    const visits: string[] = [];
    await using signin = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      async (request) => {
        visits.push(`${request.method} ${new URL(request.url).pathname}`);
        const form = new URLSearchParams(await request.text());
        return Response.json({
          SigninToken: `${JSON.parse(form.get("Session")!).sessionToken}${"x".repeat(99)}`,
        });
      },
    );
    await box.writeConfig("[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n");
    const { port } = signin.addr;
    const sources = new URL("src", ROOT).href;
    const swr = await hostileSwr(box, {
      url: sts.url,
      otherPort: port,
      marker: box.path("planted"),
      sources,
    });
    const origin = `http://127.0.0.1:${port}`;
    const result = await runWithoutTerminal([...swr, "-q", "--console", "p"], {
      env: {
        ...box.env,
        ...KEYS,
        AWS_ENDPOINT_URL_STS: sts.url,
        AWS_ENDPOINT_URL_SIGNIN: origin,
      },
    });
    assert.equal(result.status, 0, result.stderr);
    assert.ok(result.stdout.startsWith(`${origin}/federation?Action=login&Destination=https`));
    assert.deepEqual(visits, ["POST /federation"]);
    const report = sts.seen.find(({ method }) => method === "PUT")?.parameters ?? {};
    assert.match(report["fetch another port of this machine"] ?? "", /^blocked: /);
  },
});

for (const code of ['throw new Error("out of order");', "export class STSClient {}"]) {
  Deno.test({
    name: `an SDK that fails by itself is named, not the network: ${code}`,
    ignore: isBinary && !Deno.env.get("DENORT_BIN"),
    async fn() {
      await using scene = await openScene(
        "[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n",
      );
      const swr = await swrWith(scene.box, code);
      const result = await runWithoutTerminal([...swr, "p", "true"], { env: scene.env });
      assert.equal(result.status, 1, result.stderr);
      assert.match(result.stderr, /\nswr: the part that talks to STS failed: .*\n.*please report/);
      assert.doesNotMatch(result.stderr, /network/);
    },
  });
}
