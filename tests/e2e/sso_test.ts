// IAM Identity Center: as the base of a chain, and as what the chosen profile is.

import assert from "node:assert/strict";
import {
  runSwr,
  runWithoutTerminal,
  shellWords,
  swrCommand,
  swrInTerminal,
} from "../support/program.ts";
import { startSignin } from "../support/signin_double.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { PortalDouble, refused, SIGN_IN, writeSignIn } from "../support/sso_portal.ts";
import { KEYS } from "../support/sts_world.ts";

const CONFIG = `[sso-session corp]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-central-1
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = corp
sso_account_id = 333344445555
sso_role_name = Developer
region = eu-west-1

[profile old]
sso_start_url = https://example.awsapps.com/start/#/
sso_region = eu-central-1
sso_account_id = 333344445555
sso_role_name = Developer

[profile reader]
role_arn = arn:aws:iam::222233334444:role/reader
source_profile = dev
mfa_serial = arn:aws:iam::111122223333:mfa/me

[profile chained]
role_arn = arn:aws:iam::222233334444:role/chained
source_profile = mid

[profile mid]
role_arn = arn:aws:iam::222233334444:role/reader
source_profile = dev
`;
const ROLE = "AWSReservedSSO_Developer_0123456789abcdef";

type SsoScene = Scene & { readonly portal: PortalDouble };

async function scene(config = CONFIG): Promise<SsoScene> {
  const scene = await openScene(config, { keys: {} });
  const portal = new PortalDouble(scene.sts);
  portal.assign("333344445555", "Developer");
  const reader = scene.sts.world.roles.find(({ name }) => name === "reader")!;
  reader.trusts.push(`arn:aws:iam::333344445555:role/${ROLE}`);
  await writeSignIn(scene.box, "corp");
  return {
    ...scene,
    portal,
    env: { ...scene.env, AWS_ENDPOINT_URL_SSO: portal.url },
    async [Symbol.asyncDispose]() {
      await portal[Symbol.asyncDispose]();
      await scene[Symbol.asyncDispose]();
    },
  };
}

/** The doubles' endpoints are named always. */
function withoutEndpoints(stderr: string): string {
  return stderr.replaceAll(/^swr: the endpoint of .*\n/gm, "");
}

const actions = ({ sts }: Scene) => sts.requests.flatMap(({ action }) => action ?? []);

Deno.test("a profile of IAM Identity Center opens a session, with the sign-in that the AWS CLI has cached", async () => {
  await using s = await scene();
  await using terminal = swrInTerminal(["dev"], { env: s.env });
  await terminal.waitFor(
    new RegExp(`dev \\(333344445555, role ${ROLE}\\) until \\S+ \\((1 h|59 min)\\)`),
  );
  terminal.write('echo "$SWR_KIND=$AWS_ACCOUNT_ID=$SWR_ROLE_ARN=$AWS_PROFILE=$AWS_REGION"\r');
  await terminal.waitFor(
    `role-session=333344445555=arn:aws:iam::333344445555:role/aws-reserved/sso.amazonaws.com/eu-central-1/${ROLE}=dev=eu-west-1`,
  );
  terminal.write("exit\r");
  assert.deepEqual(s.portal.requests, [{
    method: "GET",
    path: "/federation/credentials",
    account: "333344445555",
    role: "Developer",
    token: SIGN_IN.accessToken,
  }]);
  assert.deepEqual(actions(s), ["GetCallerIdentity"]);
});

Deno.test("the older settings, without an sso-session, use the sign-in of their start URL", async () => {
  await using s = await scene();
  await writeSignIn(s.box, "https://example.awsapps.com/start/#/");
  const result = await runSwr(["-q", "old", "sh", "-c", "echo $AWS_ACCOUNT_ID"], s);
  assert.equal(result.stdout, "333344445555\n", result.stderr);
});

Deno.test("a chain from IAM Identity Center over two roles asks for no code", async () => {
  await using s = await scene();
  s.sts.world.roles.find(({ name }) => name === "chained")!.trusts.push(
    "arn:aws:iam::222233334444:role/reader",
  );
  const result = await runSwr(["-q", "chained", "sh", "-c", "echo $SWR_ROLE_ARN"], s);
  assert.equal(result.stdout, "arn:aws:iam::222233334444:role/chained\n", result.stderr);
  assert.deepEqual(actions(s), ["GetCallerIdentity", "AssumeRole", "AssumeRole"]);
  const mfa = await runSwr(["-q", "reader", "echo", "arrived"], s);
  assert.equal(mfa.stdout, "arrived\n", mfa.stderr);
});

Deno.test("credentials of another account or permission set than the profile names are refused", async () => {
  await using s = await scene();
  s.portal.assign("444455556666", "Admin");
  const other = (account: string, set: string): () => Response => () =>
    Response.json({ roleCredentials: credentials(s, account, set) });
  s.portal.faults.push(other("444455556666", "Admin"));
  const account = await runSwr(["-q", "dev", "true"], s);
  assert.equal(account.status, 1);
  assert.match(
    withoutEndpoints(account.stderr),
    /^swr: profile "dev" gave credentials of another account: arn:aws:sts::444455556666:.*\n {2}the source says that they are of account 333344445555\n/,
  );
  s.portal.assign("333344445555", "Admin");
  s.portal.faults.push(other("333344445555", "Admin"));
  const set = await runSwr(["-q", "reader", "true"], s);
  assert.equal(set.status, 1);
  assert.match(
    withoutEndpoints(set.stderr),
    /^swr: STS answered for another identity: .*AWSReservedSSO_Admin_.*\n {2}asked for was the permission set Developer in account 333344445555\n/,
  );
});

Deno.test("-d is refused with the reason, and keys in the environment beside the chosen profile with both names", async () => {
  await using s = await scene();
  const duration = await runSwr(["-d", "8h", "dev", "true"], s);
  assert.equal(duration.status, 2);
  assert.match(
    duration.stderr,
    /^swr: --duration has no meaning for this session\n {2}the permission set of IAM Identity Center decides/,
  );
  const both = await runSwr(["dev", "true"], { env: { ...s.env, ...KEYS } });
  assert.match(
    both.stderr,
    /^swr: profile "dev" uses IAM Identity Center \(SSO\), and the environment holds other keys\n/,
  );
  const base = await runSwr(["mid", "true"], { env: { ...s.env, ...KEYS } });
  assert.match(
    withoutEndpoints(base.stderr),
    /^swr: the environment's keys are used, not IAM Identity Center \(SSO\) of profile "dev"\n$/,
  );
  assert.deepEqual(s.portal.requests, []);
});

Deno.test("--dry-run shows the permission set and the portal, and asks neither", async () => {
  await using s = await scene();
  const { AWS_ENDPOINT_URL_SSO: _, ...env } = s.env;
  const page = await runSwr(["--dry-run", "dev"], { env });
  assert.match(page.stdout, /keys +known when .* \(IAM Identity Center, profile "dev", \S+:7\)/);
  assert.match(page.stdout, /opens +the permission set Developer in account 333344445555/);
  assert.match(page.stdout, /portal +https:\/\/portal\.sso\.eu-central-1\.amazonaws\.com\n/);
  assert.match(page.stdout, /code +none is needed/);
  assert.deepEqual(s.portal.requests, []);
});

Deno.test("the general endpoint and that of a services section count for the portal too", async () => {
  await using s = await scene();
  const { AWS_ENDPOINT_URL_SSO, AWS_ENDPOINT_URL_STS, ...env } = s.env;
  await s.box.writeConfig(
    CONFIG.replace("[profile dev]", "[profile dev]\nservices = own") +
      `[services own]\nsso =\n  endpoint_url = ${AWS_ENDPOINT_URL_SSO}\nsts =\n  endpoint_url = ${AWS_ENDPOINT_URL_STS}\n`,
  );
  const result = await runSwr(["dev", "echo", "arrived"], { env });
  assert.equal(result.stdout, "arrived\n", result.stderr);
  assert.match(
    result.stderr,
    /^swr: the endpoint of IAM Identity Center is http:\S+ \(set in \S+config:\d+\)\nswr: the endpoint of STS is /,
  );
  const foreign = await runSwr(["dev", "true"], {
    env: { ...env, AWS_ENDPOINT_URL_SSO: "https://portal.example.org" },
  });
  assert.equal(foreign.status, 2);
  assert.match(foreign.stderr, /swr may not connect to portal\.example\.org:443/);
});

/** A session as the portal gives it. */
function credentials({ portal, sts }: SsoScene, account: string, set: string) {
  const role = sts.world.roles.find((each) =>
    each.account === account && each.name.startsWith(`AWSReservedSSO_${set}_`)
  )!;
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = portal.issue(role);
  return { accessKeyId, secretAccessKey, sessionToken, expiration: expiresAt };
}

const EXPIRED = { ...SIGN_IN, expiresAt: "2020-06-17T10:02:08UTC" };
const RENEW =
  /\n {2}`aws sts get-caller-identity --profile dev` renews it without a browser\n {2}only if that fails: `aws sso login --sso-session corp`\n/;

const BAD: readonly [name: string, content: unknown, says: readonly RegExp[], mode?: number][] = [
  ["that is not JSON", "{", [
    /^swr: the cached sign-in of IAM Identity Center \(sso-session "corp"\) is not JSON\n {2}sign in again: `aws sso login --sso-session corp`\n {2}it is in \S+\/\.aws\/sso\/cache\/[0-9a-f]{40}\.json\n/,
  ]],
  ["of another start URL", { ...SIGN_IN, startUrl: "https://other.awsapps.com/start" }, [
    /is for another start URL, https:\/\/other\.awsapps\.com\/start\n {2}sign in again/,
  ]],
  ["of another region", { ...SIGN_IN, region: "us-east-1" }, [
    /is for another region, us-east-1\n {2}sign in again/,
  ]],
  ["that others can read", SIGN_IN, [/can be read by other users\n {2}`chmod 600 /], 0o644],
  ["without a token", { ...SIGN_IN, accessToken: 5 }, [/has no access token/]],
  ["without an end", { ...SIGN_IN, expiresAt: "soon" }, [/does not say when it ends/]],
  ["that has ended and can be renewed", EXPIRED, [
    /^swr: the sign-in to IAM Identity Center \(sso-session "corp"\) ended at /,
    RENEW,
  ]],
  ["that has ended and cannot be renewed", { ...EXPIRED, refreshToken: undefined }, [
    /ended at .*\n {2}sign in again: `aws sso login --sso-session corp`\n$/,
  ]],
  ["whose registration has ended too", {
    ...EXPIRED,
    registrationExpiresAt: "2020-09-17T10:02:08Z",
  }, [/ended at .*\n {2}sign in again/]],
  ["that the portal no longer accepts", { ...SIGN_IN, accessToken: "another-access-token" }, [
    /^swr: IAM Identity Center does not accept the cached sign-in\n/,
    RENEW,
    /IAM Identity Center says: Session token not found or invalid \(UnauthorizedException\)/,
  ]],
];

for (const [name, content, says, mode] of BAD) {
  Deno.test(`a cached sign-in ${name} ends the switch in one clear sentence`, async () => {
    await using s = await scene();
    await writeSignIn(s.box, "corp", content, mode);
    const result = await runSwr(["-q", "dev", "true"], s);
    assert.equal(result.status, 1, result.stderr);
    for (const each of says) assert.match(withoutEndpoints(result.stderr), each);
    assert.doesNotMatch(result.stderr, /token-of-the-double|another-access|client-secret/);
    assert.deepEqual(actions(s), []);
  });
}

Deno.test("without any sign-in the command for it is named", async () => {
  await using s = await scene();
  await Deno.remove(await writeSignIn(s.box, "corp"));
  const result = await runSwr(["-q", "dev", "true"], s);
  assert.match(
    withoutEndpoints(result.stderr),
    /^swr: IAM Identity Center \(sso-session "corp"\) has not been signed in to\n {2}sign in: `aws sso login --sso-session corp`\n/,
  );
  const old = await runSwr(["-q", "old", "true"], s);
  assert.match(withoutEndpoints(old.stderr), /sign in: `aws sso login --profile old`\n/);
});

Deno.test("what else the portal may answer", async () => {
  await using s = await scene();
  const cases: readonly [answer: () => Response, says: RegExp][] = [
    [
      () => refused(403, "ForbiddenException", "No access"),
      /^swr: you have no access to the permission set Developer in account 333344445555 .*\n {2}check sso_account_id and sso_role_name/,
    ],
    [
      () => refused(404, "ResourceNotFoundException", "gone"),
      /^swr: you have no access to the permission set/,
    ],
    [() => refused(429, "TooManyRequestsException", "slow"), /cannot answer now\n {2}try again\n/],
    [
      () => refused(400, "InvalidRequestException", "odd \u001b[31m"),
      /refused the request\n {2}IAM Identity Center says: odd [^\p{Cc}]+\[31m \(Inv/u,
    ],
    [() => new Response("<html>", { status: 502 }), /cannot be used: its status is 502/],
    [() => new Response("<html>"), /cannot be used: it holds no credentials/],
    [() => Response.json({ roleCredentials: {} }), /cannot be used: accessKeyId is missing/],
    [
      () => Response.redirect("https://example.org/", 302),
      /no answer from IAM Identity Center at 127\.0\.0\.1:\d+\n.*redirected/,
    ],
  ];
  for (const [answer, says] of cases) {
    s.portal.faults.push(answer);
    const result = await runSwr(["-q", "dev", "true"], s);
    assert.equal(result.status, 1);
    assert.match(withoutEndpoints(result.stderr), says);
  }
  assert.equal(s.portal.requests.length, cases.length);
  assert.deepEqual(actions(s), []);
});

Deno.test("settings that cannot be, or contradict the session's, are refused before the portal is asked", async () => {
  await using s = await scene();
  const cases: readonly [edit: (text: string) => string, says: RegExp][] = [
    [
      (text) => text.replace("sso_session = corp", "sso_session = crop"),
      /^swr: profile "dev" cannot get credentials: sso-session named `crop` .* was not found .*config:7\)\n/,
    ],
    [
      (text) => text.replace("sso_session = corp", "sso_session = corp\nsso_region = us-east-1"),
      /`sso_region` can only be specified in the \[sso-session\]/,
    ],
    [
      (text) => text.replace("sso_account_id = 333344445555\n", ""),
      /if `sso_role_name` is set, then `sso_account_id` must also be set/,
    ],
    [
      (text) => text.replace(/sso_account_id = \d+\nsso_role_name = \w+\n/, ""),
      /^swr: profile "dev" has no sso_account_id/,
    ],
    [
      (text) => text.replace("333344445555", "33334444555"),
      /^swr: "33334444555" cannot be sso_account_id .*config:8\)\n {2}it has twelve digits/,
    ],
    [
      (text) => text.replace("sso_region = eu-central-1", "sso_region = eu-centrall-1"),
      /^swr: there is no region eu-centrall-1/,
    ],
    [
      (text) => text.replace("https://example.awsapps.com/start\n", "example\n"),
      /^swr: "example" cannot be sso_start_url/,
    ],
    [
      (text) => text.replace("[profile dev]", "[profile dev]\ncredential_process = x"),
      /^swr: profile "dev" has more than one source of credentials\n {2}sso_session at \S+, credential_process at /,
    ],
    [
      (text) => text.replace("[sso-session corp]", "[sso-session corp]\nsso_region = us-east-1"),
      /^swr: the section \[sso-session corp\] cannot be read: .*sso_region/,
    ],
  ];
  const { AWS_ENDPOINT_URL_SSO: _, ...env } = s.env;
  for (const [edit, says] of cases) {
    await s.box.writeConfig(edit(CONFIG));
    const result = await runSwr(["-q", "dev", "true"], { env });
    assert.equal(result.status, 2, result.stderr);
    assert.match(withoutEndpoints(result.stderr), says);
  }
});

Deno.test("the console is signed in to as the permission set; a link for switching is not offered", async () => {
  await using s = await scene();
  await using signin = startSignin(s.sts);
  const env = { ...s.env, AWS_ENDPOINT_URL_SIGNIN: signin.url };
  const result = await runSwr(["-q", "--console", "dev"], { env });
  assert.match(result.stdout, /SigninToken=/, result.stderr);
  const inside = await runSwr(
    ["-q", "dev", "sh", "-c", `${shellWords(swrCommand())} --switch-url`],
    { env },
  );
  assert.match(inside.stderr, /the console cannot switch to the role of a permission set/);
  const named = await runSwr(["--switch-url", "dev"], { env });
  assert.match(
    named.stderr,
    /^swr: profile "dev" has no role_arn\n {2}it uses IAM Identity Center \(SSO\): `swr dev` opens a session with that\n$/,
  );
});

Deno.test("--doctor says whether IAM Identity Center is signed in to, and shows no token", async () => {
  await using s = await scene();
  const signedIn = await runSwr(["--doctor"], s);
  assert.match(signedIn.stdout, /ok +IAM Identity Center is signed in to \(corp\)/);
  assert.match(signedIn.stdout, /ok +swr can open a session in 2 profiles that have a source/);
  // The older profile needs a sign-in of its own.
  assert.match(signedIn.stdout, /IAM Identity Center \(profile "old"\) has not been signed in to/);
  await writeSignIn(s.box, "corp", { ...SIGN_IN, region: "us-east-1" });
  const { stdout } = await runSwr(["--doctor", "--json"], s);
  assert.match(stdout, /sso-signin-unusable/);
  assert.doesNotMatch(stdout + signedIn.stdout, /token-of-the-double/);
});

Deno.test("an exported session is renewed in place, and what is said of its end names its own source", async () => {
  await using s = await scene();
  const script = `swr() { ${shellWords(swrCommand())} "$@"; }
eval "$(swr -q --export sh dev)"; first=$AWS_ACCESS_KEY_ID
swr dev true
eval "$(swr -q --export sh dev)"; [ "$first" != "$AWS_ACCESS_KEY_ID" ] && echo renewed $SWR_SOURCE
SWR_EXPIRATION=2020-01-01T00:00:00Z swr --status`;
  const result = await runWithoutTerminal(["sh", "-c", script], s);
  assert.match(result.stdout, /^renewed sso\n/, result.stderr);
  assert.match(
    result.stdout,
    /remedy +.*new keys for this shell: `eval "\$\(swr --export sh dev\)"`/,
  );
  assert.doesNotMatch(result.stdout, /envchain/);
  assert.match(
    withoutEndpoints(result.stderr),
    /already belong to a session\n.*\n {2}then `swr dev` opens a session with the credentials of its own source/,
  );
});

for (
  const [how, given] of [["", {}], [", also if a code is given", {
    SWR_MFA_TOKEN: "123456",
  }]] as const
) {
  Deno.test(`the portal's connection is closed before STS is connected to, when the SDK is not evaluated yet${how}`, async () => {
    await using s = await scene();
    const session = s.portal.issue(s.sts.world.roles.find(({ name }) => name === ROLE)!);
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = session;
    const body = JSON.stringify({
      roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration: expiresAt },
    });
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const closed = (async () => {
      const conn = await listener.accept();
      const buffer = new Uint8Array(4096);
      await conn.read(buffer);
      const head = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`;
      await conn.write(new TextEncoder().encode(head + body));
      const end = await conn.read(buffer);
      conn.close();
      return { end, time: Date.now() };
    })();
    const env = {
      ...s.env,
      ...given,
      AWS_ENDPOINT_URL_SSO: `http://127.0.0.1:${listener.addr.port}`,
    };
    const result = await runSwr(["-q", "dev", "echo", "arrived"], { env });
    listener.close();
    assert.equal(result.stdout, "arrived\n", result.stderr);
    const { end, time } = await closed;
    assert.equal(end, null);
    assert.ok(time <= s.sts.requests[0]!.time, `${time} ${s.sts.requests[0]!.time}`);
  });
}
