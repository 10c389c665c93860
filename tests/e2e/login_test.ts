// `aws login`: as the base of a chain, and as what the chosen profile is; with an `aws` on PATH and without.

import assert from "node:assert/strict";
import { runSwr } from "../support/program.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { issueRoleSession, processJson } from "../support/sources.ts";
import { newRole, type RoleSession } from "../support/sts_world.ts";

const WHO = "arn:aws:sts::333344445555:assumed-role/signed-in/someone";
const CONFIG = `[profile me]
login_session = ${WHO}
region = eu-west-1

[profile reader]
role_arn = arn:aws:iam::222233334444:role/reader
source_profile = me
`;

type LoginScene = Scene & { readonly session: RoleSession };

async function scene({ account = "333344445555", lasts = 900 } = {}): Promise<LoginScene> {
  const scene = await openScene(CONFIG, { keys: {} });
  const role = newRole({ name: "signed-in", account });
  const session = issueRoleSession(scene.sts, role, { lasts });
  const reader = scene.sts.world.roles.find(({ name }) => name === "reader")!;
  reader.trusts.push(`arn:aws:iam::${account}:role/signed-in`);
  // A CLI of this machine is none of the test's.
  const env = { ...scene.env, PATH: scene.box.bin };
  return { ...scene, env, session };
}

/** An AWS CLI that exports the session, and writes down how it was called. */
async function withCli(s: LoginScene, script = "cat $HOME/keys.json"): Promise<void> {
  await s.box.write("home/keys.json", processJson(s.session));
  await s.box.writeScript(
    "aws",
    `#!/bin/sh\nPATH=/usr/bin:/bin\necho "$*" >> "$HOME/calls"\nenv > "$HOME/seen"\n${script}\n`,
  );
}

/** The cache that `aws login` keeps. */
async function withCache(s: LoginScene, more: Record<string, unknown> = {}, mode = 0o600) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(WHO));
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = s.session;
  const accessToken = {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    accountId: s.session.role.account,
    expiresAt: new Date(expiresAt).toISOString(),
    ...more,
  };
  const content = { accessToken, refreshToken: "refresh-token-of-the-double", clientId: "c" };
  const path = await s.box.write(
    `home/.aws/login/cache/${new Uint8Array(digest).toHex()}.json`,
    JSON.stringify(content),
  );
  await Deno.chmod(path, mode);
  return path;
}

function withoutEndpoint(stderr: string): string {
  return stderr.replaceAll(/^swr: the endpoint of STS is .*\n/gm, "");
}

const SHOW = ["/bin/sh", "-c", "echo $SWR_KIND $AWS_ACCOUNT_ID $SWR_ROLE_ARN"];

Deno.test("a profile of aws login opens a session with what the AWS CLI exports", async () => {
  await using s = await scene();
  await withCli(s);
  const result = await runSwr(["-q", "me", ...SHOW], s);
  assert.equal(
    result.stdout,
    "role-session 333344445555 arn:aws:iam::333344445555:role/signed-in\n",
    result.stderr,
  );
  assert.equal(
    await s.box.read("home/calls"),
    "configure export-credentials --profile me --format process\n",
  );
  const seen = await s.box.read("home/seen");
  assert.match(seen, /^AWS_EC2_METADATA_DISABLED=true$/m);
  assert.doesNotMatch(seen, /AWS_(ACCESS|SECRET|SESSION)/);
});

Deno.test("a role is opened from it without a code", async () => {
  await using s = await scene();
  await withCli(s);
  const result = await runSwr(["-q", "reader", ...SHOW], s);
  assert.match(result.stdout, /^role-session 222233334444 .*role\/reader\n$/, result.stderr);
});

Deno.test("without a CLI, or with one that knows no aws login, the cached credentials are used while they last", async () => {
  await using s = await scene();
  await withCache(s);
  const none = await runSwr(["me", ...SHOW], s);
  assert.match(none.stdout, /^role-session 333344445555/, none.stderr);
  assert.match(
    withoutEndpoint(none.stderr),
    /^swr: there is no `aws` on PATH: the cached credentials of `aws login` are used, until \d\d:\d\d\n/,
  );
  await withCli(s, "echo old >&2; exit 253");
  const old = await runSwr(["me", ...SHOW], s);
  assert.match(old.stdout, /^role-session 333344445555/, old.stderr);
  assert.match(
    withoutEndpoint(old.stderr),
    /^old\nswr: `aws` printed no credentials: the cached credentials/,
  );
});

Deno.test("if neither way gives credentials, both are named", async () => {
  await using s = await scene();
  const none = await runSwr(["me", "/bin/true"], s);
  assert.equal(none.status, 1);
  assert.match(
    withoutEndpoint(none.stderr),
    /^swr: no credentials of `aws login` for profile "me": there is no `aws` on PATH \(from \S+config:2\)\n {2}sign in: `aws login --profile me`, with the AWS CLI 2\.32 or later\n {2}without that CLI swr uses its cache, but there is no \S+\/\.aws\/login\/cache\/[0-9a-f]{64}\.json\n$/,
  );
  const cases: readonly [more: Record<string, unknown>, mode: number, says: RegExp][] = [
    [{ expiresAt: new Date(Date.now() + 240_000).toISOString() }, 0o600, /in less than 5 minutes/],
    [{ expiresAt: "2020-01-01T00:00:00Z" }, 0o600, /the credentials have expired/],
    [{ secretAccessKey: "" }, 0o600, /secretAccessKey is missing/],
    [{}, 0o644, /other users can read it\n {2}`chmod 600 /],
  ];
  for (const [more, mode, says] of cases) {
    await withCache(s, more, mode);
    const result = await runSwr(["me", "/bin/true"], s);
    assert.equal(result.status, 1);
    assert.match(result.stderr, says);
    assert.doesNotMatch(result.stderr, /served\/only|served-token|refresh-token/);
  }
  const path = await withCache(s);
  await Deno.writeTextFile(path, "{");
  assert.match((await runSwr(["me", "/bin/true"], s)).stderr, /there are no credentials in /);
});

Deno.test("what the CLI gives is checked: its form, its end, and the account that has signed in", async () => {
  await using s = await scene({ account: "444455556666" });
  await withCli(s);
  const other = await runSwr(["-q", "me", "/bin/true"], s);
  assert.equal(other.status, 1);
  assert.match(
    withoutEndpoint(other.stderr),
    /^swr: profile "me" gave credentials of another account: arn:aws:sts::444455556666:/,
  );
  await withCli(s, "echo hello");
  assert.match(
    (await runSwr(["me", "/bin/true"], s)).stderr,
    /`aws` printed no usable credentials: what it printed is not JSON/,
  );
  const keys = JSON.stringify({
    Version: 1,
    AccessKeyId: "AKIAEXAMPLEEXAMPLE00",
    SecretAccessKey: "double/only+not=a/real+secret/key0000001",
  });
  await withCli(s, `echo '${keys}'`);
  assert.match(
    (await runSwr(["me", "/bin/true"], s)).stderr,
    /the credentials that `aws` printed have no expiration/,
  );
});

Deno.test("-d is refused with the reason, and --dry-run starts no CLI", async () => {
  await using s = await scene();
  await withCli(s);
  const duration = await runSwr(["-d", "1h", "me", "/bin/true"], s);
  assert.match(duration.stderr, /--duration has no meaning .*\n {2}`aws login` decides how long/);
  const page = await runSwr(["--dry-run", "me"], s);
  assert.match(page.stdout, /keys +known when .* \(`aws login`, profile "me", \S+:2\)/);
  assert.match(page.stdout, /opens +a session of arn:aws:sts::333344445555:assumed-role/);
  assert.equal(await s.box.read("home/calls").catch(() => ""), "");
});
