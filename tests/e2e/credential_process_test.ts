// credential_process: as the base of a chain, and as what the chosen profile is.

import assert from "node:assert/strict";
import { runSwr, shellWords, swrCommand, swrInTerminal } from "../support/program.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { issueRoleSession, processJson } from "../support/sources.ts";
import { KEYS, newRole, SERIAL } from "../support/sts_world.ts";

const CONFIG = `[profile p]
role_arn = arn:aws:iam::222233334444:role/admin
source_profile = base
mfa_serial = ${SERIAL}
region = eu-central-1

[profile reader]
role_arn = arn:aws:iam::222233334444:role/reader
source_profile = base

[profile base]
credential_process = print-keys 'a  b'
region = eu-central-1

[profile user]
credential_process = print-keys
mfa_serial = ${SERIAL}
`;
const LONG_TERM = JSON.stringify({
  Version: 1,
  AccessKeyId: KEYS.AWS_ACCESS_KEY_ID,
  SecretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY,
});

/** A scene without keys in the environment, whose process prints that after it has run that script. */
async function scene(json: string | ((scene: Scene) => string), script = ""): Promise<Scene> {
  const scene = await openScene(CONFIG, { keys: {} });
  await scene.box.write("home/keys.json", typeof json === "string" ? json : json(scene));
  await scene.box.writeScript(
    "print-keys",
    `#!/bin/sh\necho run >> "$HOME/runs"\n${script}\ncat "$HOME/keys.json"\n`,
  );
  return scene;
}

/** Another role's session, in account 333344445555. */
function served(scene: Scene, more: Record<string, unknown> = {}): string {
  const role = newRole({ name: "sso-like", account: "333344445555" });
  return processJson(issueRoleSession(scene.sts, role), more);
}

function withoutEndpoint(stderr: string): string {
  return stderr.replaceAll(/^swr: the endpoint of STS is .*\n/gm, "");
}

Deno.test("long-lived keys of a process begin a chain, with MFA; the process sees no credential and the user's files", async () => {
  await using s = await scene(LONG_TERM, 'env > "$HOME/seen"; echo "$1" >> "$HOME/seen"');
  const env = {
    ...s.env,
    SWR_MFA_TOKEN: s.sts.code(),
    AWS_SESSION_TOKEN: "left-over",
    UNTOUCHED: "yes",
  };
  const result = await runSwr(["-q", "p", "sh", "-c", "echo $SWR_ROLE_ARN $AWS_ACCOUNT_ID"], {
    env,
  });
  assert.equal(result.stdout, "arn:aws:iam::222233334444:role/admin 222233334444\n", result.stderr);
  const seen = await s.box.read("home/seen");
  assert.match(seen, /UNTOUCHED=yes/);
  assert.match(seen, /\na {2}b\n$/);
  assert.doesNotMatch(seen, /AWS_(ACCESS|SECRET|SESSION)|SWR_MFA|double\/only/);
  assert.equal(await s.box.read("home/runs"), "run\n");
  assert.deepEqual(
    s.sts.requests.filter(({ action }) => action).map(({ action, accessKeyId }) =>
      `${action} ${accessKeyId}`
    ),
    [`AssumeRole ${KEYS.AWS_ACCESS_KEY_ID}`],
  );
});

Deno.test("the code is asked for after the process has run, and only for long-lived keys", async () => {
  await using s = await scene(LONG_TERM, 'echo "sign in?" >&2; read answer');
  await using terminal = swrInTerminal(["-q", "p", "echo", "arrived"], { env: s.env });
  await terminal.waitFor("sign in?");
  terminal.write("yes\r");
  await terminal.waitFor(`Enter MFA code for ${SERIAL}: `);
  terminal.write(`${s.sts.code()}\r`);
  await terminal.waitFor("arrived");
});

Deno.test("session keys of a process begin a chain without a code, and their account is checked", async () => {
  await using s = await scene((scene) => {
    const role = newRole({ name: "start", account: "333344445555" });
    const session = issueRoleSession(scene.sts, role);
    scene.sts.world.roles.find(({ name }) => name === "reader")!.trusts.push(
      "arn:aws:iam::333344445555:role/start",
    );
    return processJson(session, { AccountId: "333344445555" });
  });
  const result = await runSwr(["-q", "reader", "echo", "arrived"], s);
  assert.equal(result.stdout, "arrived\n", result.stderr);
  assert.deepEqual(s.sts.requests.flatMap(({ action }) => action ?? []), [
    "GetCallerIdentity",
    "AssumeRole",
  ]);
});

Deno.test("the chosen profile's process gives the session, named after what STS says", async () => {
  await using s = await scene(served);
  await using terminal = swrInTerminal(["base"], { env: s.env });
  await terminal.waitFor(/base \(333344445555, role sso-like\) until \S+ \((1 h|59 min)\)/);
  terminal.write(
    'echo "$SWR_KIND=$AWS_ACCOUNT_ID=$SWR_ROLE_ARN=$AWS_PROFILE=${SWR_USER_ARN-none}=${SWR_HELPS-none}"\r',
  );
  await terminal.waitFor(
    "role-session=333344445555=arn:aws:iam::333344445555:role/sso-like=base=none=none",
  );
  terminal.write("exit\r");
});

Deno.test("in a session of a process --status is content, and the process is run again with the user's own files", async () => {
  await using s = await scene(served, 'echo "$AWS_CONFIG_FILE" > "$HOME/files"');
  const swr = `swr() { ${shellWords(swrCommand())} "$@"; }`;
  const script =
    `${swr}; swr --status || exit; unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN SWR_PROFILE; swr -q base echo again`;
  const result = await runSwr(["-q", "base", "sh", "-c", script], s);
  assert.match(result.stdout, /role +arn:aws:iam::333344445555:role\/sso-like/, result.stderr);
  assert.match(result.stdout, /again\n$/, result.stderr);
  assert.equal(await s.box.read("home/files"), `${s.box.home}/.aws/config\n`);
});

Deno.test("long-lived keys of the chosen profile's process become a user session, or are refused", async () => {
  await using s = await scene(LONG_TERM);
  const env = { ...s.env, SWR_MFA_TOKEN: s.sts.code() };
  const show = ["sh", "-c", "echo $SWR_KIND $SWR_USER_ARN ${AWS_ACCESS_KEY_ID%%[!A-Z]*}"];
  const result = await runSwr(["-q", "-d", "2h", "user", ...show], { env });
  assert.match(
    result.stdout,
    /^user-session arn:aws:iam::111122223333:user\/me ASIA/,
    result.stderr,
  );
  const refused = await runSwr(["base", "true"], s);
  assert.equal(refused.status, 2);
  assert.match(
    withoutEndpoint(refused.stderr),
    /^swr: credential_process of profile "base" prints long-lived keys.*\n {2}add mfa_serial/,
  );
  assert.doesNotMatch(refused.stderr, /double\/only/);
});

Deno.test("keys of another account than the process says are refused", async () => {
  await using s = await scene((scene) => served(scene, { AccountId: "444455556666" }));
  const result = await runSwr(["-q", "base", "true"], s);
  assert.equal(result.status, 1);
  assert.match(
    withoutEndpoint(result.stderr),
    /^swr: profile "base" gave credentials of another account: arn:aws:sts::333344445555:assumed-role\/sso-like\/someone\n {2}the source says that they are of account 444455556666\n/,
  );
});

Deno.test("long-lived keys of another account than the process says are refused, and no code is spent", async () => {
  const json = { ...JSON.parse(LONG_TERM), AccountId: "444455556666" };
  await using s = await scene(JSON.stringify(json));
  const env = { ...s.env, SWR_MFA_TOKEN: s.sts.code() };
  for (const profile of ["user", "p"]) {
    const result = await runSwr(["-q", profile, "true"], { env });
    assert.equal(result.status, 1);
    assert.match(
      withoutEndpoint(result.stderr),
      /gave credentials of another account: arn:aws:iam::111122223333:user\/me\n/,
    );
  }
  assert.deepEqual(
    s.sts.requests.flatMap(({ action }) => action ?? []),
    ["GetCallerIdentity", "GetCallerIdentity"],
  );
});

Deno.test("keys in the environment stand in for a base's process, which is said and not run; beside the chosen profile's they are refused", async () => {
  await using s = await scene(served);
  const env = { ...s.env, ...KEYS };
  const result = await runSwr(["reader", "true"], { env });
  assert.match(
    withoutEndpoint(result.stderr),
    /^swr: the environment's keys are used, not credential_process of profile "base"\n$/,
  );
  const refused = await runSwr(["base", "true"], { env });
  assert.equal(refused.status, 2);
  assert.match(
    refused.stderr,
    /^swr: profile "base" uses credential_process, and the environment holds other keys\n.*AWS_ACCESS_KEY_ID, the profile's source is at \S+config:\d+\n {2}unset /,
  );
  assert.equal(await s.box.read("home/runs").catch(() => ""), "");
});

Deno.test("--dry-run shows the process, and does not run it", async () => {
  await using s = await scene(served);
  const page = await runSwr(["--dry-run", "p"], s);
  assert.match(
    page.stdout,
    /keys +known when the source is asked +\(credential_process of profile "base", \S+:\d+\)/,
  );
  assert.match(page.stdout, /code +the terminal, if the process prints long-lived keys/);
  const own = await runSwr(["--dry-run", "base"], s);
  assert.match(own.stdout, /opens +a session with these keys/, own.stderr);
  const { source, opens } = JSON.parse((await runSwr(["--dry-run", "--json", "base"], s)).stdout);
  assert.deepEqual([source.kind, source.profile, source.accessKeyId, opens], [
    "process",
    "base",
    null,
    "source-session",
  ]);
  assert.equal(await s.box.read("home/runs").catch(() => ""), "");
});

Deno.test("a process that runs swr for its own profile again ends in one clear sentence", async () => {
  const loop = `exec ${shellWords(swrCommand())} --export json reader`;
  await using s = await scene("", loop);
  const result = await runSwr(["-q", "p", "true"], s);
  assert.equal(result.status, 1);
  assert.match(
    withoutEndpoint(result.stderr),
    /^swr: credential_process of profile "base" runs swr for that profile again .*\n {2}the way is base → base\n/,
  );
  assert.equal(await s.box.read("home/runs"), "run\n");
});

Deno.test("options for calls are refused where the process decides", async () => {
  await using s = await scene(served);
  const refused = await runSwr(["-q", "-d", "1h", "base", "true"], s);
  assert.equal(refused.status, 2);
  assert.match(
    withoutEndpoint(refused.stderr),
    /--duration has no meaning .*\n {2}the program of credential_process decides/,
  );
  const external = await runSwr(["-q", "--external-id", "x2", "base", "true"], s);
  assert.match(external.stderr, /--external-id has no meaning for this session/);
});

const BAD: readonly [name: string, json: string, script: string, says: RegExp][] = [
  ["that prints nothing", "", "", /failed: it printed nothing/],
  [
    "that prints text before the JSON",
    `Welcome!\n${LONG_TERM}`,
    "",
    /other text before the JSON .*\n {2}its messages belong on stderr/,
  ],
  ["that prints no JSON", "AKIA secret", "", /what it printed is not JSON/],
  [
    "that prints expired keys",
    JSON.stringify({ ...JSON.parse(LONG_TERM), Expiration: "2020-01-01T00:00:00Z" }),
    "",
    /the credentials have expired .*\n {2}sign in again/,
  ],
  [
    "that ends with 1",
    "",
    "echo oops >&2; exit 1",
    /oops\nswr: .*it ended with status 1 .*\n {2}there is no terminal here/,
  ],
  [
    "that asks where there is no terminal",
    "",
    'read answer || { echo "no answer" >&2; exit 3; }',
    /status 3 .*\n {2}there is no terminal here: if it has to ask something/,
  ],
  ["that is not there", "", "exec no-such-program", /status 127 .*\n {2}sh did not find a command/],
  [
    "without an end, for a session",
    JSON.stringify({
      Version: 1,
      AccessKeyId: "ASIAEXAMPLEEXAMPLE00",
      SecretAccessKey: "s".repeat(40),
      SessionToken: "t".repeat(40),
    }),
    "",
    /it does not say when its keys end/,
  ],
];

for (const [name, json, script, says] of BAD) {
  Deno.test(`a process ${name} ends the switch before a code is asked for`, async () => {
    await using s = await scene(json, script);
    const result = await runSwr(["-q", name.includes("session") ? "base" : "p", "true"], s);
    assert.ok(result.status === 1, `${result.status}: ${result.stderr}`);
    assert.match(withoutEndpoint(result.stderr), says);
    assert.doesNotMatch(result.stderr, /double\/only|ssss|tttt/);
    assert.equal(s.sts.requests.length, 0);
  });
}

Deno.test("a profile with two sources, or a role that has one itself, is refused with both lines", async () => {
  await using s = await scene(served);
  await s.box.writeConfig(`[profile two]
credential_process = print-keys
sso_start_url = https://example.awsapps.com/start
[profile pair]
credential_process = print-keys
aws_access_key_id = AKIAEXAMPLEEXAMPLE00
aws_secret_access_key = ssssssssssssssssssssssssssssssssssssssss
[profile role]
role_arn = arn:aws:iam::222233334444:role/reader
credential_process = print-keys
`);
  const says = async (name: string) => (await runSwr(["-q", name, "true"], s)).stderr;
  assert.match(
    await says("pair"),
    /^swr: profile "pair" has more than one source of credentials\n {2}credential_process at \S+:5, keys at \S+:6\n/,
  );
  assert.match(
    await says("role"),
    /^swr: profile "role" has both role_arn and credential_process\n {2}the role needs a source_profile: move credential_process at \S+:10 /,
  );
});

Deno.test("what the process says on stderr arrives, also if a code is given and swr's own streams are hidden early", async () => {
  await using s = await scene(LONG_TERM, "echo 'touch your key' >&2");
  const env = { ...s.env, SWR_MFA_TOKEN: s.sts.code() };
  const result = await runSwr(["-q", "p", "sh", "-c", "cat; echo arrived"], {
    env,
    stdin: "for the command\n",
  });
  assert.equal(result.stdout, "for the command\narrived\n", result.stderr);
  assert.match(result.stderr, /^touch your key$/m);
});
