// Hostile and odd values in the variables that Deno or Node honour neither widen what swr may do, nor leak, nor break it.

import assert from "node:assert/strict";
import { isBinary, runSwr } from "../support/program.ts";
import { Sandbox } from "../support/sandbox.ts";
import { startSts } from "../support/sts_double.ts";
import { KEYS } from "../support/sts_world.ts";
import { walk } from "../support/walk.ts";

async function overTls() {
  const sts = await startSts({ https: true });
  const box = await Sandbox.create();
  await box.writeConfig("[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n");
  const ca = await box.write("ca.pem", sts.caPem!);
  const env: Record<string, string> = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: sts.url };
  return {
    sts,
    box,
    env,
    trusting: { ...env, DENO_CERT: ca } as Record<string, string>,
    async [Symbol.asyncDispose]() {
      await box[Symbol.asyncDispose]();
      await sts.close();
    },
  };
}

Deno.test("an authority that is not trusted is refused, whatever NODE_TLS_REJECT_UNAUTHORIZED says", async () => {
  await using s = await overTls();
  const result = await runSwr(["p", "echo", "started"], {
    env: { ...s.env, NODE_TLS_REJECT_UNAUTHORIZED: "0" },
  });
  assert.deepEqual([result.status, result.stdout], [1, ""]);
  assert.match(result.stderr, /certificate of .* is not trusted\n.*certificate[^]*AWS_CA_BUNDLE/);
  assert.equal(s.sts.seen.length, 0);
});

Deno.test("an authority added by DENO_CERT is trusted, as SECURITY.md says", async () => {
  await using s = await overTls();
  const result = await runSwr(["-q", "p", "echo", "started"], { env: s.trusting });
  assert.equal(result.stdout, "started\n", result.stderr);
});

Deno.test("with SSLKEYLOGFILE swr refuses to switch, and no TLS secret lands in the file", async () => {
  await using s = await overTls();
  const file = s.box.path("keys.log");
  const result = await runSwr(["p", "echo", "started"], {
    env: { ...s.trusting, SSLKEYLOGFILE: file },
  });
  assert.deepEqual([result.status, result.stdout], [2, ""]);
  assert.match(result.stderr, /SSLKEYLOGFILE is set[\s\S]*env -u SSLKEYLOGFILE/);
  // Deno itself makes the file, empty, before swr runs.
  assert.equal((await Deno.stat(file)).size, 0);
  assert.equal(s.sts.seen.length, 0);
});

Deno.test("variables that load code or turn Deno's switches have no effect on swr and pass through", async () => {
  await using s = await overTls();
  const planted = await s.box.write(
    "planted.cjs",
    `require("fs").writeFileSync(${JSON.stringify(s.box.path("ran"))}, "x")`,
  );
  const harmless = {
    // `deno run` obeys NODE_OPTIONS before swr's own code; a compiled program does not.
    ...(isBinary && { NODE_OPTIONS: `--require ${planted}` }),
    DENO_NO_PROMPT: "",
    NODE_DEBUG: "http",
    LD_LIBRARY_PATH: s.box.dir,
    AWS_LAMBDA_FUNCTION_NAME: "x",
    AWS_SDK_LOAD_CONFIG: "1",
  };
  const before = walk(new URL(`file://${s.box.dir}/`));
  const result = await runSwr(
    ["-q", "p", "sh", "-c", "echo $LD_LIBRARY_PATH $AWS_SDK_LOAD_CONFIG"],
    {
      env: { ...s.trusting, ...harmless },
    },
  );
  assert.equal(result.stdout, `${s.box.dir} 1\n`, result.stderr);
  assert.deepEqual(walk(new URL(`file://${s.box.dir}/`)), before);
});

Deno.test("without HOME the configuration is found by AWS_CONFIG_FILE, or its absence is explained", async () => {
  await using s = await overTls();
  const { HOME: home, ...env } = s.trusting;
  const given = { ...env, AWS_CONFIG_FILE: `${home}/.aws/config` };
  assert.equal((await runSwr(["-q", "p", "echo", "started"], { env: given })).stdout, "started\n");
  const none = await runSwr(["p"], { env });
  assert.equal(none.status, 2);
  assert.match(none.stderr, /no home folder/);
});

Deno.test({
  name: "files planted in the temporary folder under the binary's name are neither run nor touched",
  ignore: !isBinary,
  async fn() {
    await using s = await overTls();
    const code = `Deno.stdout.writeSync(new TextEncoder().encode("planted"));`;
    for (const name of ["main.js", "bundle/main.js", "sts_worker.js", "bundle/sts_worker.js"]) {
      await s.box.write(`tmp/deno-compile-swr/${name}`, code);
      await s.box.write(`tmp/deno-compile-swr/dist/${name}`, code);
    }
    await s.box.write("tmp/deno-compile-swr.cache", "planted");
    const before = walk(new URL(`file://${s.box.dir}/`));
    const env = { ...s.trusting, TMPDIR: s.box.path("tmp") };
    const result = await runSwr(["-q", "p", "echo", "started"], { env });
    assert.equal(result.stdout, "started\n", result.stderr);
    assert.deepEqual(walk(new URL(`file://${s.box.dir}/`)), before);
    assert.equal(await s.box.read("tmp/deno-compile-swr.cache"), "planted");
  },
});
