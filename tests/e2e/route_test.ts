// Company networks: authorities of one's own, and a proxy that CONNECTs.

import assert from "node:assert/strict";
import { isBinary, runSwr, swrInTerminal } from "../support/program.ts";
import { startProxy } from "../support/proxy.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { cut } from "../support/sts_faults.ts";
import { SERIAL } from "../support/sts_world.ts";

const CONFIG = `[profile mfa]
role_arn = arn:aws:iam::222233334444:role/admin
mfa_serial = ${SERIAL}

[profile p]
role_arn = arn:aws:iam::222233334444:role/reader
`;

async function scene(): Promise<Scene & { ca: string }> {
  const scene = await openScene(CONFIG, { https: true });
  return { ...scene, ca: await scene.box.write("ca.pem", `# a comment\n${scene.sts.caPem!}`) };
}

/** The environment for a switch at AWS's own endpoint, which the proxy leads to the double. */
function throughProxy(s: Scene & { ca: string }, proxy: string): Record<string, string> {
  const { AWS_ENDPOINT_URL_STS: _, ...env } = s.env;
  return { ...env, AWS_CA_BUNDLE: s.ca, HTTPS_PROXY: proxy };
}

Deno.test("AWS_CA_BUNDLE and ca_bundle are honoured", async () => {
  await using s = await scene();
  const variable = await runSwr(["-q", "p", "echo", "arrived"], {
    env: { ...s.env, AWS_CA_BUNDLE: s.ca },
  });
  assert.equal(variable.stdout, "arrived\n", variable.stderr);
  await s.box.writeConfig(`${CONFIG}ca_bundle = ${s.ca}\n`);
  const profile = await runSwr(["-q", "p", "echo", "arrived"], { env: s.env });
  assert.equal(profile.stdout, "arrived\n", profile.stderr);
});

Deno.test("a CA bundle that cannot be used is named before anything is sent", async () => {
  await using s = await scene();
  const empty = await s.box.write("empty.pem", "nothing");
  for (const path of ["/no/such/file", s.box.dir, empty]) {
    const result = await runSwr(["p", "true"], { env: { ...s.env, AWS_CA_BUNDLE: path } });
    assert.equal(result.status, 2);
    assert.match(result.stderr, /cannot use the CA bundle/);
  }
  assert.equal(s.sts.seen.length, 0);
});

Deno.test("HTTPS_PROXY is obeyed, with a private authority", async () => {
  await using s = await scene();
  await using proxy = startProxy(s.sts.url);
  const env = throughProxy(s, proxy.url);
  const through = await runSwr(["-q", "-r", "eu-central-1", "p", "echo", "arrived"], { env });
  assert.equal(through.stdout, "arrived\n", through.stderr);
  assert.deepEqual(new Set(proxy.targets), new Set(["sts.eu-central-1.amazonaws.com:443"]));
});

Deno.test("a VPC endpoint is reached through a proxy, under its own name", async () => {
  await using s = await scene();
  await using proxy = startProxy(s.sts.url);
  const host = "vpce-0a-b.sts.eu-central-1.vpce.amazonaws.com";
  const env = { ...throughProxy(s, proxy.url), AWS_ENDPOINT_URL_STS: `https://${host}` };
  const result = await runSwr(["-q", "-r", "eu-central-1", "p", "echo", "arrived"], { env });
  assert.equal(result.stdout, "arrived\n", result.stderr);
  assert.deepEqual(new Set(proxy.targets), new Set([`${host}:443`]));
});

Deno.test("whose keys were refused is asked of AWS's own STS only, and with no other time than this clock's", async () => {
  await using s = await scene();
  await using proxy = startProxy(s.sts.url);
  const actions = async (env: Record<string, string>) => {
    s.sts.seen.length = 0;
    const { status } = await runSwr(["-q", "-r", "eu-central-1", "denied", "true"], { env });
    assert.equal(status, 1);
    return s.sts.seen.flatMap(({ action }) => action ?? []);
  };
  await s.box.writeConfig(`[profile denied]
role_arn = arn:aws:iam::222233334444:role/nobody
`);
  const aws = throughProxy(s, proxy.url);
  assert.deepEqual(await actions(aws), ["AssumeRole", "GetCallerIdentity"]);
  assert.deepEqual(await actions({ ...s.env, AWS_CA_BUNDLE: s.ca }), ["AssumeRole"]);
  s.sts.clock = 3600_000;
  assert.deepEqual(await actions(aws), ["AssumeRole"]);
});

Deno.test("a proxy is obeyed in the AWS CLI's spellings, and https's own comes first", async () => {
  await using s = await scene();
  await using proxy = startProxy(s.sts.url);
  const address = proxy.url.slice("http://".length);
  const { HTTPS_PROXY: _, ...env } = throughProxy(s, "");
  for (
    const named of [
      { HTTPS_PROXY: `${address}/` },
      { https_proxy: `//${address}` },
      { all_proxy: `user@${address}` },
      { HTTPS_PROXY: address, ALL_PROXY: "http://127.0.0.1:1" },
    ]
  ) {
    const args = [
      "-q",
      "-r",
      "eu-central-1",
      "p",
      "sh",
      "-c",
      "echo $HTTPS_PROXY$https_proxy$all_proxy",
    ];
    const { stdout, stderr } = await runSwr(args, { env: { ...env, ...named } });
    assert.equal(stdout, `${Object.values(named)[0]}\n`, stderr);
  }
  assert.ok(proxy.targets.length >= 4);
});

Deno.test("a proxy that cannot be read is refused before the code, also by the dry run", async () => {
  await using s = await scene();
  for (const args of [["mfa", "true"], ["-n", "mfa"]]) {
    const env = { ...throughProxy(s, '"http://127.0.0.1:1"'), SWR_MFA_TOKEN: "123456" };
    const { status, stderr } = await runSwr(["-r", "eu-central-1", ...args], { env });
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^swr: HTTPS_PROXY is not the address of a proxy\n {2}write it without quotation/,
    );
  }
});

Deno.test("a proxy that never answers ends the switch in seconds, and the code was not sent", async () => {
  await using s = await scene();
  await using proxy = startProxy(undefined, { silent: true });
  const env = { ...throughProxy(s, proxy.url), SWR_MFA_TOKEN: s.sts.code() };
  const begun = Date.now();
  const { status, stderr } = await runSwr(["-r", "eu-central-1", "mfa", "true"], { env });
  assert.equal(status, 1);
  assert.match(
    stderr,
    /cannot be reached\n {2}no answer through the proxy within 10 seconds: nothing was sent to STS/,
  );
  assert.doesNotMatch(stderr, /used the code/);
  assert.ok(Date.now() - begun < 20_000);
  assert.equal(proxy.targets.length, 1);
});

Deno.test("an endpoint on this machine is asked without a proxy", async () => {
  await using s = await scene();
  await using proxy = startProxy();
  const env = { ...s.env, AWS_CA_BUNDLE: s.ca, HTTPS_PROXY: proxy.url, ALL_PROXY: proxy.url };
  const result = await runSwr(["-q", "p", "echo", "arrived"], { env });
  assert.equal(result.stdout, "arrived\n", result.stderr);
  assert.deepEqual(proxy.targets, []);
});

Deno.test("a proxy that is not there is a network failure", async () => {
  await using s = await scene();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${listener.addr.port}`;
  listener.close();
  const result = await runSwr(["-r", "eu-central-1", "p", "true"], { env: throughProxy(s, url) });
  assert.equal(result.status, 1);
  assert.match(result.stderr, /cannot be reached[\s\S]*HTTPS_PROXY/);
});

Deno.test("behind a proxy too, a code whose answer did not come may be used up, and the next one is asked for", async () => {
  await using s = await scene();
  await using proxy = startProxy(s.sts.url);
  const env = throughProxy(s, proxy.url);
  await using terminal = swrInTerminal(["-q", "-r", "eu-central-1", "mfa", "true"], { env });
  await terminal.waitFor("Enter MFA code");
  await terminal.until(() => s.sts.seen.length > 0);
  s.sts.next(cut("after"));
  terminal.write(`${s.sts.code()}\r`);
  // The fetch of Deno 2.7, which a binary made for trying may be built on, has sent the request twice by then.
  await terminal.waitFor(isBinary ? /take the next one|was refused/ : "take the next one");
  await terminal.waitFor("Enter MFA code");
  if (!isBinary) assert.equal(s.sts.seen.filter(({ method }) => method === "POST").length, 1);
});
