// A role session that renews itself: programs that ask get new keys as long as the user session lasts, and one call is
// made for each renewal. The double's role sessions last some seconds here.

import assert from "node:assert/strict";
import { clients } from "../support/clients.ts";
import { hasOwnSessions, KEYCTL, keyringTurn, needsKeyrings } from "../support/keyrings.ts";
import { runSwr, shellWords, swrCommand } from "../support/program.ts";
import { canInject } from "../support/trace.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { SERIAL } from "../support/sts_world.ts";

const ROLE = "role_arn = arn:aws:iam::222233334444:role";
const CONFIG = `[profile admin]
${ROLE}/admin
mfa_serial = ${SERIAL}
region = eu-central-1
external_id = abc
role_session_name = deploy
duration_seconds = 1800

[profile reader]
${ROLE}/reader
`;

/** Runs a script in a keyless user session; `swr` and `kctl` are commands in it. */
async function inUserSession(
  scene: Scene,
  script: string,
  { args = ["--keyless"], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
) {
  for (const [name, words] of [["swr", swrCommand()], ["kctl", KEYCTL]] as const) {
    await scene.box.writeScript(name, `#!/bin/sh\nexec ${shellWords(words)} "$@"\n`);
  }
  const result = await runSwr(
    ["-q", ...args, "--mfa-serial", SERIAL, "--user", "sh", "-c", script],
    {
      env: {
        ...scene.env,
        PATH: `${scene.box.bin}:${Deno.env.get("PATH")}`,
        ...env,
        SWR_MFA_TOKEN: scene.sts.code(),
      },
    },
  );
  return { ...result, stderr: result.stderr.replaceAll(/^swr: the endpoint of STS is .*\n/gm, "") };
}

function calls({ sts }: Scene) {
  return sts.seen.filter(({ action }) => action === "AssumeRole");
}

/** The ids of the keys that programs were given, in their order. */
function idsIn(stdout: string): string[] {
  return [...stdout.matchAll(/"AccessKeyId":"(\w+)"/g)].map((match) => match[1]!);
}

const KEYS = "swr --session-keys admin; echo";

Deno.test({
  ...needsKeyrings("eight programs that ask at once get one new key, each time that it is due"),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(CONFIG);
    scene.sts.world.roleSeconds = 9;
    const ask = `(for i in 1 2 3 4 5 6 7 8; do (${KEYS}) & done; wait)`;
    const { stdout, stderr, status } = await inUserSession(
      scene,
      `swr -q --renew admin sh -c '${KEYS}; for round in 1 2 3; do sleep 7; ${ask}; done'`,
    );
    assert.equal(status, 0, stderr);
    assert.equal(stderr, "");
    const ids = idsIn(stdout);
    assert.equal(ids.length, 25, stdout);
    const rounds = [ids.slice(0, 1), ids.slice(1, 9), ids.slice(9, 17), ids.slice(17, 25)];
    for (const round of rounds) assert.equal(new Set(round).size, 1, round.join(" "));
    assert.equal(new Set(ids).size, 4);
    assert.equal(calls(scene).length, 4);
    // Every parameter of the call is that of the first one.
    const [first, ...later] = calls(scene).map(({ parameters }) => parameters);
    for (const parameters of later) assert.deepEqual(parameters, first);
    assert.equal(first!.ExternalId, "abc");
    assert.equal(first!.RoleSessionName, "deploy");
    assert.equal(first!.DurationSeconds, "1800");
    // Only the user session took a code.
    assert.equal(scene.sts.seen.filter(({ parameters }) => parameters.TokenCode).length, 1);
    // SDKs are told when to ask again.
    assert.match(stdout, /"Expiration":"20/);
  },
});

Deno.test({
  ...needsKeyrings("nothing is read for a renewal: the config may be gone, the role key too"),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(CONFIG);
    scene.sts.world.roleSeconds = 2;
    const { stdout, stderr } = await inUserSession(
      scene,
      `swr -q --renew admin sh -c 'rm ${scene.box.home}/.aws/config; sleep 4
unset AWS_ENDPOINT_URL_STS AWS_REGION; ${KEYS}; swr --status; swr --expose sh -c "echo exposed \\$AWS_ACCESS_KEY_ID"'`,
    );
    assert.equal(idsIn(stdout).length, 1, stderr);
    assert.match(stdout, /^renews +by itself, as long as the user session lasts$/m);
    assert.match(stdout, /^exposed ASIA/m);
    assert.ok(calls(scene).length >= 2);
  },
});

Deno.test({
  ...needsKeyrings(
    "if a renewal fails, the old key is given out as long as it lasts, and then it is an error",
  ),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(CONFIG);
    scene.sts.world.roleSeconds = 9;
    scene.sts.world.roles.find(({ name }) => name === "admin")!.externalId = "abc";
    const script = `swr -q --renew admin sh -c '${KEYS}; >${scene.box.path("opened")}
while [ ! -e ${
      scene.box.path("closed")
    } ]; do sleep 0.1; done; sleep 6.5; ${KEYS}; sleep 3; ${KEYS}'`;
    const running = inUserSession(scene, script);
    // Not as soon as the call arrives, which may be answered later.
    while (await Deno.stat(scene.box.path("opened")).then(() => false, () => true)) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    scene.sts.world.roles.find(({ name }) => name === "admin")!.externalId = "other";
    await scene.box.write("closed", "");
    const { stdout, stderr } = await running;
    const ids = idsIn(stdout);
    assert.equal(ids.length, 2, stdout + stderr);
    assert.equal(ids[0], ids[1]);
    const lines = stderr.split("\n");
    assert.match(lines[0]!, /^swr: the role session was not renewed: .*admin may not be assumed/);
    assert.match(lines[1]!, /^swr: arn:aws:iam::222233334444:role\/admin may not be assumed/);
  },
});

for (
  const [call, step] of [["add_key", "add_key: EDQUOT"], ["keyctl", "SET_TIMEOUT: EACCES"]] as const
) {
  Deno.test({
    ...needsKeyrings(
      `if the kernel refuses ${call} in a renewal, STS is not asked, and the old key is given out`,
      await canInject() ? undefined : "strace cannot make a call fail here",
    ),
    async fn() {
      using _turn = await keyringTurn();
      await using scene = await openScene(CONFIG);
      scene.sts.world.roleSeconds = 15;
      // The helper looks at the keyring twice, each time a call for it, one for each of its keys, and two to read; the
      // next call is the first that changes something.
      const fault = call === "add_key"
        ? `add_key:error=${step.split(" ")[1]}`
        : `keyctl:error=EACCES:when=$((2 * ($(kctl list -3 | wc -w) + 3) + 1))+`;
      const helper = `strace -f -o /dev/null -e inject=${fault} ${
        shellWords(swrCommand()).replaceAll("'", "")
      } --session-keys admin`;
      const { stdout, stderr } = await inUserSession(
        scene,
        `swr -q --renew admin sh -c 'sleep 10.5; ${helper}; echo; ${KEYS}'`,
      );
      const ids = idsIn(stdout);
      assert.equal(ids.length, 2, stdout + stderr);
      assert.match(stderr, new RegExp(`^swr: the role session was not renewed: ${step}\n`));
      // The next one renews.
      assert.notEqual(ids[0], ids[1]);
      assert.equal(calls(scene).length, 2);
    },
  });
}

Deno.test({
  ...needsKeyrings("when the user session has ended, the helper says so and what to do"),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(CONFIG);
    scene.sts.world.roleSeconds = 2;
    const { stdout, stderr } = await inUserSession(
      scene,
      // As it is then: the keys have expired, and the time has passed.
      `swr -q --renew admin sh -c 'for k in $(kctl list -3); do case $(kctl describe $k) in
*:renewal:*) kctl unlink $k -3 >/dev/null ;; esac; done; sleep 3
SWR_EXPIRATION=2020-01-01T00:00:00Z; export SWR_EXPIRATION; ${KEYS}; swr --status'`,
    );
    assert.equal(idsIn(stdout).length, 0);
    assert.match(stderr, /^swr: the user session that renewed "admin" ended at 2020-01-01/);
    assert.match(stderr, /open another: `envchain NAMESPACE swr --keyless --user`/);
    assert.match(stdout, /^until .*ended$/m);
  },
});

Deno.test({
  ...needsKeyrings(
    "inside a session that renews itself other roles open; it is listed, and can be ended",
  ),
  async fn(t) {
    using _turn = await keyringTurn("alone");
    if (await hasOwnSessions(t)) return;
    await using scene = await openScene(CONFIG);
    const { stdout, stderr } = await inUserSession(
      scene,
      `swr -v --renew admin sh -c 'echo $SWR_RENEW $SWR_KIND; swr --sessions; swr --status --json
swr -q reader sh -c "echo \\$SWR_PROFILE \\\${SWR_RENEW-ends} \\$SWR_KEYLESS; for k in \\$(kctl list -3); do kctl describe \\$k; done"
swr --end-sessions; ${KEYS}'`,
    );
    const lines = stdout.split("\n");
    assert.equal(lines[0], "1 role-session", stderr);
    assert.match(stdout, /^admin\trole-session\t222233334444\t\d+\trenews here$/m);
    assert.match(stdout, /^111122223333-me\tuser-session\t111122223333\t\d+\t$/m);
    assert.match(stdout, /"renews": true/);
    assert.ok(lines.includes("reader ends 1"), stdout);
    // It has its own key and no other.
    const labels = lines.filter((line) => line.includes(";swr:"));
    assert.deepEqual(labels.map((line) => line.split(";").at(-1)), [
      "swr:1:role-session:222233334444:reader",
    ]);
    assert.match(
      stderr,
      /admin \(222233334444, role admin, keyless, renews itself\) until .*\n {2}programs in it can open your other roles, too\n/,
    );
    assert.match(stderr, /swr: \d+ keyless sessions ended\n/);
    assert.match(stderr, /the keys of the session in "admin" are gone/);
    assert.equal(idsIn(stdout).length, 0);
  },
});

Deno.test({
  ...needsKeyrings(
    "--renew is refused where it cannot be, with the reason; as a default it is left out",
  ),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(CONFIG);
    const outside = await runSwr(["--keyless", "--renew", "reader", "true"], { env: scene.env });
    assert.equal(outside.status, 2);
    assert.match(
      outside.stderr,
      /the session cannot renew itself: it needs a keyless user session/,
    );
    const inside = await inUserSession(
      scene,
      `swr --renew --read-only reader true; swr --renew --no-keyless reader true
SWR_OPTIONS=--renew swr --read-only reader sh -c 'echo \${SWR_RENEW-ends}'
SWR_OPTIONS=--renew swr reader sh -c 'echo \${SWR_RENEW-ends}'
SWR_OPTIONS=--renew swr --no-renew reader sh -c 'echo \${SWR_RENEW-ends}'`,
    );
    assert.equal(inside.stdout, "ends\n1\nends\n", inside.stderr);
    assert.match(
      inside.stderr,
      /cannot renew itself: a session with fewer rights holds its own keys/,
    );
    assert.match(inside.stderr, /cannot renew itself: it needs a keyless session/);
    const ordinary = await inUserSession(scene, "swr --keyless --renew reader true", { args: [] });
    assert.match(ordinary.stderr, /the user session that you are in is not keyless/);
    const user = await inUserSession(scene, "echo ${SWR_RENEW-ends}", {
      env: { SWR_OPTIONS: "--renew" },
    });
    assert.equal(user.stdout, "ends\n", user.stderr);
  },
});

const present = (await clients()).filter(({ missing }) => missing === undefined);

Deno.test({
  ...needsKeyrings(
    `${present.map(({ name }) => name).join("; ")} go on after the keys that they began with`,
  ),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(CONFIG);
    scene.sts.world.roleSeconds = 3;
    const who = present.map((client) => shellWords(client.command())).join("\n");
    const file = await scene.box.write("who", `${who}\nsleep 2.5\n${who}\n`);
    const { stdout, stderr } = await inUserSession(scene, `swr -q --renew admin sh ${file}`);
    const arn = "arn:aws:sts::222233334444:assumed-role/admin/deploy\n";
    assert.equal(stdout, arn.repeat(2 * present.length), stderr);
  },
});
