// --console through the program: the URL, how the token is asked for, where it leads, and what is refused before a
// code is asked for. --switch-url needs neither keys nor network.

import assert from "node:assert/strict";
import { makeCertificates } from "../support/certificates.ts";
import { runSwr, shellWords, swrCommand, swrInTerminal } from "../support/program.ts";
import { startProxy } from "../support/proxy.ts";
import { openScene } from "../support/scene.ts";
import { startSignin, TROUBLE } from "../support/signin_double.ts";
import { defaultWorld, KEYS, SERIAL } from "../support/sts_world.ts";

const role = (name: string, partition = "aws") =>
  `role_arn = arn:${partition}:iam::222233334444:role/${name}\n`;

const CONFIG = `[profile p]
${role("admin")}mfa_serial = ${SERIAL}
region = eu-central-1
[profile reader]
${role("reader")}
[profile long]
${role("long")}duration_seconds = 7200
[profile chained]
${role("chained")}source_profile = reader
duration_seconds = 900
[profile cn]
${role("reader", "aws-cn")}region = cn-northwest-1
[profile gov]
${role("reader", "aws-us-gov")}region = us-gov-west-1
[profile iso]
${role("iso", "aws-iso")}region = us-iso-east-1
[profile team]
${role("team/ops")}external_id = open:sesame/1
source_profile = reader
[profile keys]
region = eu-west-1
`;

async function scene() {
  const s = await openScene(CONFIG);
  const signin = startSignin(s.sts);
  const env = { ...s.env, AWS_ENDPOINT_URL_SIGNIN: signin.url };
  return {
    ...s,
    signin,
    env,
    /** Runs swr without MFA. */
    run: (args: string[], more: Record<string, string> = {}) =>
      runSwr(args, { env: { ...env, ...more } }),
    async [Symbol.asyncDispose]() {
      await signin[Symbol.asyncDispose]();
      await s[Symbol.asyncDispose]();
    },
  };
}

/** No secret of the session may be in what the user is shown. */
function assertNoSecret(text: string, s: Awaited<ReturnType<typeof scene>>): void {
  const sessions = s.sts.world.sessions.flatMap(({ secretAccessKey, sessionToken }) => [
    secretAccessKey,
    sessionToken,
  ]);
  const secrets = [
    KEYS.AWS_SECRET_ACCESS_KEY,
    ...sessions,
    ...s.signin.issued.map(({ token }) => token),
  ];
  for (const secret of secrets) {
    assert.ok(!text.includes(secret) && !text.includes(encodeURIComponent(secret)), text);
  }
}

Deno.test("the URL signs in with the session's own token, and is all there is on stdout", async () => {
  await using s = await scene();
  const result = await s.run(["--console=s3", "p"], { SWR_MFA_TOKEN: s.sts.code() });
  assert.equal(result.status, 0, result.stderr);
  const [{ token, accessKeyId }] = s.signin.issued as [typeof s.signin.issued[number]];
  const url = new URL(result.stdout.trimEnd());
  assert.equal(result.stdout, `${url.href}\n`);
  assert.equal(url.origin + url.pathname, `${s.signin.url}/federation`);
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    Action: "login",
    Destination: "https://eu-central-1.console.aws.amazon.com/s3/home?region=eu-central-1",
    SigninToken: token,
  });
  assert.equal(accessKeyId, s.sts.world.sessions[0]!.accessKeyId);
  assert.match(result.stderr, /^swr: the endpoint of the sign-in is .*AWS_ENDPOINT_URL_SIGNIN/m);
  assertNoSecret(result.stderr, s);
});

Deno.test("the credentials travel in the body of a POST, and in the address only where that is refused", async () => {
  await using s = await scene();
  await s.run(["--console", "reader"]);
  assert.deepEqual(s.signin.seen.map(({ method, target }) => [method, target]), [
    ["POST", "/federation"],
  ]);
  for (const status of [405, 400]) {
    s.signin.seen.length = 0;
    s.signin.behave = TROUBLE.noPost(status);
    const result = await s.run(["-q", "--console", "reader"]);
    assert.match(result.stdout, /SigninToken=/, result.stderr);
    assert.deepEqual(s.signin.seen.map(({ method }) => method), ["POST", "GET"]);
  }
});

Deno.test("a time is asked for where AWS allows it: not in a chain of roles, nor unasked", async () => {
  await using s = await scene();
  const asked: [string[], string | undefined][] = [
    [["--console", "reader"], undefined],
    [["--console", "-d", "30m", "reader"], "1800"],
    [["--console", "long"], "7200"],
    [["--console", "chained"], undefined],
  ];
  for (const [args, seconds] of asked) {
    const result = await s.run(["-q", ...args]);
    assert.match(result.stdout, /SigninToken=/, result.stderr);
    assert.equal(s.signin.issued.at(-1)!.seconds, seconds, args.join(" "));
  }
});

Deno.test("China and GovCloud have consoles of their own", async () => {
  await using s = await scene();
  const destination = async (profile: string, partition: string) => {
    Object.assign(s.sts.world, defaultWorld({ partition }));
    const { stdout, stderr } = await s.run(["-q", "--console=iam", profile]);
    assert.match(stdout, /^http/, stderr);
    return new URL(stdout).searchParams.get("Destination");
  };
  assert.equal(await destination("cn", "aws-cn"), "https://console.amazonaws.cn/iam/home");
  assert.equal(
    await destination("gov", "aws-us-gov"),
    "https://console.amazonaws-us-gov.com/iam/home",
  );
});

Deno.test("what cannot succeed is refused before anything is asked or sent", async () => {
  await using s = await scene();
  const cases: [string[], Record<string, string>, RegExp][] = [
    [
      ["--console=//evil.example", "p"],
      {},
      /is not a page of the console: it would lead to another host/,
    ],
    [
      ["--console=https://evil.example/", "p"],
      {},
      /the role's console is on console\.aws\.amazon\.com/,
    ],
    [["--console", "iso"], {}, /does not know the console sign-in of the partition "aws-iso"/],
    [
      ["--console", "p"],
      { AWS_ENDPOINT_URL_SIGNIN: "https://evil.example" },
      /"https:\/\/evil\.example" cannot be .*credentials go to signin\.aws/,
    ],
    [
      ["--console", "p"],
      { AWS_ENDPOINT_URL_SIGNIN: "http://evil.example" },
      /http is allowed on this machine only/,
    ],
    [
      ["--console", "p"],
      {
        AWS_ENDPOINT_URL_SIGNIN: "",
        AWS_ENDPOINT_URL: "https://vpce-0.sts.eu-west-1.vpce.amazonaws.com",
      },
      /credentials go to signin\.aws.* only \(from \$AWS_ENDPOINT_URL\)\n.*AWS_ENDPOINT_URL_STS/,
    ],
    [["--console", "p"], { AWS_ENDPOINT_URL_SIGNIN: "http://127.9.9.9" }, /may not connect to 127/],
    [["--console", "--open", "p"], { PATH: s.box.bin }, /no command to open a browser was found/],
    [["--console", "s3", "p"], {}, /takes a profile and no command\n.*--console=s3 p/],
    [["--open", "p"], {}, /--open goes with --console/],
    [["--console", "keys"], {}, /has no role_arn/],
  ];
  for (const [args, env, why] of cases) {
    const result = await s.run(args, { SWR_MFA_TOKEN: "000000", ...env });
    assert.deepEqual([result.status, result.stdout], [2, ""], args.join(" "));
    assert.match(result.stderr, why);
  }
  assert.deepEqual([s.sts.seen.length, s.signin.seen.length], [0, 0]);
});

Deno.test("on a terminal the URL is printed with --force only, and no code is asked for without", async () => {
  await using s = await scene();
  await using refused = swrInTerminal(["--console", "p"], { env: s.env });
  await refused.waitFor(/scrollback of the terminal[\s\S]*--open[\s\S]*--force/);
  assert.equal((await refused.exited).code, 2);
  assert.equal(s.sts.seen.length, 0);
  await using forced = swrInTerminal(["--console", "--force", "p"], { env: s.env, cols: 4000 });
  await forced.waitFor("Enter MFA code");
  forced.write(`${s.sts.code()}\r`);
  await forced.waitFor(/http:\/\/127\.0\.0\.1:\d+\/federation\?Action=login/);
  assert.equal((await forced.exited).code, 0);
});

Deno.test("each failure of the sign-in has its message, and none shows a secret", async () => {
  await using s = await scene();
  const cases: [typeof s.signin.behave, RegExp][] = [
    [TROUBLE.html(), /does not come from the sign-in service: it contains no sign-in token/],
    [TROUBLE.status(400, "Invalid credentials parameter"), /rejects the role's credentials/],
    [TROUBLE.echo(400), /rejects the role's credentials \(status 400\)/],
    [TROUBLE.echo(200), /it contains no sign-in token/],
    [TROUBLE.status(503), /busy or failing \(status 503\)/],
    [TROUBLE.token("x y"), /it contains no sign-in token/],
    [TROUBLE.token("ok".repeat(20) + "\u001b[2J"), /it contains no sign-in token/],
    [TROUBLE.token({ a: 1 }), /it contains no sign-in token/],
    [TROUBLE.redirect(`${s.sts.url}/x`), /redirects \(status 302\)/],
    [TROUBLE.hangUp(), /cannot be reached/],
    [
      (seen, cut) => TROUBLE[seen.method === "POST" ? "noPost" : "hangUp"](405)(seen, cut),
      /cannot be reached/,
    ],
  ];
  for (const [behave, why] of cases) {
    s.signin.behave = behave;
    const result = await s.run(["--console", "reader"]);
    assert.deepEqual([result.status, result.stdout], [1, ""], result.stderr);
    assert.match(result.stderr, why);
    assertNoSecret(result.stderr, s);
    assert.doesNotMatch(result.stderr, /sessionKey|%22/);
  }
  assert.ok(s.sts.seen.every(({ method }) => method !== "GET"), "a redirect was followed");
});

Deno.test("if the sign-in host does not answer, the network failure names it", async () => {
  await using s = await scene();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${listener.addr.port}`;
  listener.close();
  const result = await s.run(["--console", "reader"], { AWS_ENDPOINT_URL_SIGNIN: url });
  assert.deepEqual([result.status, result.stdout], [1, ""]);
  assert.match(result.stderr, /127\.0\.0\.1:\d+ cannot be reached/);
});

Deno.test("over HTTPS a private authority counts, and no other; a proxy is gone through, but not for this machine", async () => {
  await using s = await scene();
  const certificates = await makeCertificates(["127.0.0.1", "signin.aws.amazon.com"]);
  await using signin = startSignin(s.sts, certificates);
  const ca = await s.box.write("ca.pem", certificates.caPem);
  const env = { AWS_ENDPOINT_URL_SIGNIN: signin.url };
  const trusted = await s.run(["-q", "--console", "reader"], { ...env, AWS_CA_BUNDLE: ca });
  assert.match(trusted.stdout, /^https:\/\/127/, trusted.stderr);
  const stranger = await s.run(["-q", "--console", "reader"], env);
  assert.deepEqual([stranger.status, stranger.stdout], [1, ""]);
  assert.match(stranger.stderr, /cannot be reached/);
  await using proxy = startProxy(signin.url);
  const behind = { AWS_CA_BUNDLE: ca, HTTPS_PROXY: proxy.url, ALL_PROXY: proxy.url };
  const local = await s.run(["-q", "--console", "reader"], { ...env, ...behind });
  assert.match(local.stdout, /SigninToken=/, local.stderr);
  assert.deepEqual(proxy.targets, []);
  const { AWS_ENDPOINT_URL_SIGNIN: _, ...others } = s.env;
  const words = ["-q", "--console", "reader"];
  const through = await runSwr(words, { env: { ...others, ...behind } });
  assert.match(through.stdout, /^https:\/\/signin\.aws[^ ]*SigninToken=/, through.stderr);
  assert.deepEqual(proxy.targets, ["signin.aws.amazon.com:443"]);
});

Deno.test("the endpoint can stand in the profile, and AWS_ENDPOINT_URL counts for the sign-in too", async () => {
  await using s = await scene();
  const { AWS_ENDPOINT_URL_SIGNIN, ...env } = s.env;
  await s.box.writeConfig(`[profile p]
${role("reader")}services = mine
[services mine]
signin =
  endpoint_url = ${AWS_ENDPOINT_URL_SIGNIN}
[profile q]
${role("reader")}`);
  const inFile = await runSwr(["--console", "p"], { env });
  assert.match(inFile.stdout, /SigninToken=/, inFile.stderr);
  assert.match(inFile.stderr, /the endpoint of the sign-in is .*config:5\)/);
  const general = { ...env, AWS_ENDPOINT_URL: AWS_ENDPOINT_URL_SIGNIN! };
  const all = await runSwr(["-q", "--console", "q"], { env: general });
  assert.match(all.stdout, /SigninToken=/, all.stderr);
});

Deno.test("--switch-url is the console's own link: no keys, no network, also on a terminal", async () => {
  await using s = await scene();
  const env = s.box.env;
  const plain = await runSwr(["--switch-url", "p"], { env });
  assert.deepEqual([plain.status, plain.stderr, plain.stdout], [
    0,
    "",
    "https://signin.aws.amazon.com/switchrole?account=222233334444&roleName=admin&displayName=p\n",
  ]);
  const limits = await runSwr(["--switch-url", "team"], { env });
  assert.match(limits.stdout, /roleName=team%2Fops&displayName=team\n$/);
  assert.match(
    limits.stderr,
    /the profile needs several: reader → team[\s\S]*cannot send an external id.*config:\d+/,
  );
  const quiet = await runSwr(["-q", "--switch-url", "team"], { env });
  assert.deepEqual([quiet.stderr, quiet.stdout], ["", limits.stdout]);
  const cn = await runSwr(["--switch-url", "cn"], { env });
  assert.match(cn.stdout, /^https:\/\/signin\.amazonaws\.cn\/switchrole\?/);
  await using terminal = swrInTerminal(["--switch-url", "p"], { env, cols: 200 });
  await terminal.waitFor(plain.stdout.trimEnd());
  for (
    const [profile, why] of [["keys", /no role_arn/], ["nobody", /there is no profile/]] as const
  ) {
    const result = await runSwr(["--switch-url", profile], { env });
    assert.deepEqual([result.status, result.stdout], [2, ""]);
    assert.match(result.stderr, why);
  }
});

Deno.test("inside a session --console and --switch-url need no profile and no code", async () => {
  await using s = await scene();
  const swr = shellWords(swrCommand());
  const inside = (script: string) => s.run(["-q", "reader", "sh", "-c", script]);
  const { stdout, stderr } = await inside(`${swr} --console=s3; echo :$?; ${swr} --switch-url`);
  const [url = "", status, link = ""] = stdout.trim().split("\n");
  assert.equal(status, ":0", stderr);
  assert.match(url, /SigninToken=/);
  assert.match(link, /switchrole\?account=222233334444&roleName=reader&displayName=reader/);
  // The role was assumed once, for the session.
  assert.equal(s.sts.seen.filter(({ action }) => action === "AssumeRole").length, 1);
  const other = await inside(`AWS_SESSION_TOKEN= ${swr} --console; echo :$?`);
  assert.match(other.stderr, /the keys in the environment are no longer the session's/);
  assert.equal(other.stdout, ":1\n");
  const ended = await inside(`SWR_EXPIRATION=2001-01-01T00:00:00Z ${swr} --console; echo :$?`);
  assert.match(ended.stderr, /the session ended/);
  const outside = await s.run(["--switch-url"]);
  assert.match(outside.stderr, /no profile given/);
});
