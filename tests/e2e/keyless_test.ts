// Keyless sessions: the keys are in the kernel, only the session's own programs can read them, and they go with it.

import assert from "node:assert/strict";
import { clients } from "../support/clients.ts";
import { hasOwnSessions, KEYCTL, keyctl, keyringTurn, needsKeyrings } from "../support/keyrings.ts";
import { type PlainUser, plainUser } from "../support/plain_user.ts";
import { runSwr, runWithoutTerminal, shellWords, swrCommand } from "../support/program.ts";
import { Sandbox } from "../support/sandbox.ts";
import { canInject } from "../support/trace.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { KEYS, SERIAL } from "../support/sts_world.ts";

const ROLE = "role_arn = arn:aws:iam::222233334444:role";
const CONFIG = `[profile p]
${ROLE}/reader
region = eu-central-1

[profile admin]
${ROLE}/admin
mfa_serial = ${SERIAL}
`;
const LABEL = "swr:1:role-session:222233334444:p";

/** Runs a script in a session; `swr` and `kctl` are functions in it. */
async function inside(scene: Scene, script: string, args = ["-q", "--keyless", "p"]) {
  const functions = [["swr", swrCommand()], ["kctl", KEYCTL]].map(([name, words]) =>
    `${name}() { ${shellWords(words as string[])} "$@"; }`
  ).join("\n");
  const result = await runSwr([...args, "sh", "-c", `${functions}\n${script}`], {
    env: scene.env,
  });
  return { ...result, stderr: withoutEndpoint(result.stderr) };
}

/** The double's endpoint is named always. */
function withoutEndpoint(stderr: string): string {
  return stderr.replaceAll(/^swr: the endpoint of STS is .*\n/gm, "");
}

function assumed({ sts }: Scene): number {
  return sts.seen.filter(({ action }) => action === "AssumeRole").length;
}

Deno.test({
  ...needsKeyrings("a keyless session has its keys in the kernel, and in no environment"),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(CONFIG);
    const { stdout, stderr, status } = await inside(
      scene,
      `env | sed 's/=.*//' | sort; echo --; swr --session-keys p; echo; echo --
cat /proc/self/environ /proc/$$/environ /proc/$PPID/environ 2>/dev/null | tr '\\0' '\\n'`,
    );
    assert.equal(status, 0, stderr);
    const [names = "", json = "", environs = ""] = stdout.split("--\n");
    const variables = names.trim().split("\n");
    for (const name of ["ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN"]) {
      assert.ok(!variables.includes(`AWS_${name}`), name);
    }
    assert.ok(!variables.includes("AWS_CREDENTIAL_EXPIRATION"));
    assert.ok(!variables.includes("SWR_ACCESS_KEY_ID") && !variables.includes("SWR_DIGEST"));
    assert.ok(variables.includes("AWS_SDK_LOAD_CONFIG"));
    const issued = scene.sts.world.sessions.at(-1)!;
    assert.deepEqual(JSON.parse(json), {
      Version: 1,
      AccessKeyId: issued.accessKeyId,
      SecretAccessKey: issued.secretAccessKey,
      SessionToken: issued.sessionToken,
      AccountId: "222233334444",
    });
    assert.match(environs, /SWR_PROFILE=p/);
    assert.ok(
      !environs.includes(issued.secretAccessKey) && !environs.includes(issued.sessionToken),
    );
  },
});

Deno.test({
  ...needsKeyrings("no program beside the session, and none that mfa_process leaves, gets the key"),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(CONFIG);
    const { box, sts } = scene;
    const later = box.path("later");
    const code = await box.writeScript(
      "code",
      `#!/bin/sh
(until [ -e ${box.path("open")} ]; do sleep 0.1; done; ${shellWords(KEYCTL)} list -3 >${later}.list
for key in $(cat ${later}.list); do ${shellWords(KEYCTL)} describe $key; done >${later}.part
mv ${later}.part ${later}) >/dev/null 2>&1 </dev/null &
echo ${sts.code()}
`,
    );
    const env = { ...scene.env, SWR_MFA_PROCESS: code };
    const script = `>${box.path("open")}; until [ -e ${later} ]; do sleep 0.1; done; ${
      shellWords(KEYCTL)
    } search -3 ${LABEL.replace(/:p$/, ":admin")}`;
    const { stdout, stderr } = await runSwr(["-q", "--keyless", "admin", "sh", "-c", script], {
      env,
    });
    assert.ok(Number(stdout) > 0, stdout + stderr);
    assert.doesNotMatch(await box.read("later"), /swr:/);
  },
});

for (
  const [call, errno, why] of [
    ["add_key", "ENOSYS", /does not let swr use keyrings \(add_key: ENOSYS\)/],
    ["add_key", "EDQUOT", /quota for your keys is used up[^]*swr --sessions/],
    ["keyctl,add_key", "EPERM", /\(add_key: EPERM\)/],
    ["keyctl", "EACCES", /\(UPDATE: EACCES\)/],
  ] as const
) {
  Deno.test({
    ...needsKeyrings(
      `if the kernel refuses ${call} (${errno}), --keyless is an error before any call, a default gives way`,
      await canInject() ? undefined : "strace cannot make a call fail here",
    ),
    async fn() {
      using _turn = await keyringTurn();
      await using scene = await openScene(CONFIG);
      const run = (args: string[], env: Record<string, string> = {}) =>
        runWithoutTerminal([
          ...["strace", "-f", "-o", "/dev/null", "-e", `inject=${call}:error=${errno}`],
          ...[
            ...swrCommand(),
            ...args,
            "sh",
            "-c",
            "echo ${AWS_ACCESS_KEY_ID-none} ${SWR_KEYLESS-no}",
          ],
        ], { env: { ...scene.env, ...env } });
      const refused = await run(["--keyless", "p"]);
      assert.equal(refused.status, 2);
      assert.match(refused.stderr, /a keyless session is not possible: /);
      assert.match(refused.stderr, why);
      assert.equal(assumed(scene), 0);
      const ordinary = await run(["p"], { SWR_OPTIONS: "--keyless" });
      assert.match(ordinary.stdout, /^ASIA\w+ no\n$/, ordinary.stderr);
      assert.match(ordinary.stderr, /it is not keyless\n/);
      assert.match(ordinary.stderr, why);
    },
  });
}

async function plainUserMissing(): Promise<string | undefined> {
  await using box = await Sandbox.create();
  const user = await plainUser(box);
  return "missing" in user ? user.missing : undefined;
}

Deno.test({
  ...needsKeyrings(
    "a program of the same user outside can end the session, and nothing else; its helper explains",
    await plainUserMissing(),
  ),
  async fn(t) {
    using _turn = await keyringTurn("alone");
    if (await hasOwnSessions(t)) return;
    await using scene = await openScene(CONFIG);
    const { box } = scene;
    const { words } = await plainUser(box) as PlainUser & { words: string[] };
    const script = `${shellWords(KEYCTL)} search -3 ${LABEL} >key; ${
      shellWords(KEYCTL)
    } id -3 >ring; env >env; echo ready >ready; while [ ! -e go ]; do sleep 0.1; done
${shellWords([...swrCommand(), "--session-keys", "p"])}`;
    const session = runWithoutTerminal(
      [...words, ...swrCommand(), "-q", "--keyless", "p", "sh", "-c", script],
      { env: scene.env, cwd: box.home },
    );
    await exists(box, "home/ready");
    const [key, ring] = [(await box.read("home/key")).trim(), (await box.read("home/ring")).trim()];
    const outside = (...args: string[]) => keyctl(args, words);
    const EACCES = "-13";
    for (
      const call of [
        ["read", key],
        ["link", key, "-4"],
        ["link", key, "-3"],
        ["setperm", key, "1061093376"],
        ["timeout", key, "1"],
        ["update", key, "x"],
        ["revoke", key],
        ["move", key, ring, "-4", "0"],
        ["list", ring],
        ["link", ring, "-3"],
        ["setperm", ring, "1061093376"],
        ["describe", ring],
      ]
    ) {
      assert.equal(await outside(...call), EACCES, call.join(" "));
    }
    assert.equal(await outside("search", "-3", LABEL), "-126");
    assert.match(await outside("describe", key), new RegExp(`;0b090000;${LABEL}$`));
    // The session's variables without its keyring, as a daemon that was started elsewhere has them.
    const env = Object.fromEntries(
      (await box.read("home/env")).split("\n").filter((line) => /^(AWS|SWR)_/.test(line))
        .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
    const run = (...args: string[]) =>
      runWithoutTerminal([...words, ...swrCommand(), ...args], {
        env: { ...box.env, ...env },
        cwd: box.home,
      });
    const stranger = await run("--session-keys", "p");
    assert.equal(stranger.status, 1);
    assert.equal(stranger.stdout, "");
    assert.match(stranger.stderr, /^swr: this program is not part of the session\n/);
    const listed = await run("--sessions");
    assert.match(listed.stdout, /^p\trole-session\t222233334444\t\d+\t\n/m);
    const ended = await run("--end-sessions");
    assert.match(ended.stderr, /^swr: \d+ keyless sessions? ended\n/);
    await box.write("home/go", "");
    const { status, stderr, stdout } = await session;
    assert.equal(stdout, "");
    assert.match(stderr, /the keys of the session in "p" are gone\n.*swr --end-sessions/);
    assert.equal(status, 1);
  },
});

Deno.test({
  ...needsKeyrings("what a profile's own source gives can be a keyless session too"),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(
      `${CONFIG}
[profile proc]
credential_process = cat ${"${HOME}"}/printed
region = eu-central-1
`,
      { keys: {} },
    );
    const { box, sts } = scene;
    const first = await runSwr(["-q", "--export", "json", "p"], { env: { ...scene.env, ...KEYS } });
    assert.equal(first.status, 0, first.stderr);
    await box.write("home/printed", first.stdout);
    const { stdout, stderr } = await inside(
      scene,
      "swr --session-keys proc | cut -d'\"' -f6; swr --sessions | grep here; echo ${AWS_SECRET_ACCESS_KEY-none}",
      ["-q", "--keyless", "proc"],
    );
    const [id, session, secret] = stdout.split("\n");
    assert.equal(id, sts.world.sessions[0]!.accessKeyId, stderr);
    assert.match(session!, /^proc\trole-session\t222233334444\t\d+\there$/);
    assert.equal(secret, "none");
  },
});

for (const client of await clients()) {
  Deno.test({
    ...needsKeyrings(
      `${client.name} in a keyless session, with and without AWS_PROFILE`,
      client.missing,
    ),
    async fn() {
      using _turn = await keyringTurn();
      await using scene = await openScene(CONFIG);
      const bare = shellWords(client.command());
      const { stdout, stderr } = await runSwr(
        ["-q", "--keyless", "p", "sh", "-c", `${bare}; env -u AWS_PROFILE ${bare}`],
        { env: { ...scene.env, PATH: `${scene.box.bin}:${Deno.env.get("PATH")}` } },
      );
      const arn = "arn:aws:sts::222233334444:assumed-role/reader/swr-test\n";
      assert.equal(stdout, arn + arn, stderr);
      assert.equal(assumed(scene), 1);
    },
  });
}

async function exists(box: Sandbox, name: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    try {
      await Deno.stat(box.path(name));
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`${name} does not come`);
}

Deno.test({
  ...needsKeyrings("a key that another program plants under the same name is not taken"),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(CONFIG);
    const planted =
      '{"accessKeyId":"ASIAPLANTED","secretAccessKey":"s","sessionToken":"t","expiration":"2999-01-01T00:00:00Z"}';
    // In a keyring that the session takes along, where a search by name finds it.
    const script = `kctl add ${LABEL} '${planted}' -4 >/dev/null
key=$(kctl search -3 ${LABEL}); swr --session-keys p; echo
kctl unlink $key -3 >/dev/null; swr --session-keys p; kctl search -4 ${LABEL}; kctl unlink $(kctl search -4 ${LABEL}) -4`;
    const { stdout, stderr } = await inside(scene, script);
    assert.doesNotMatch(stdout, /PLANTED/);
    assert.match(stdout.split("\n")[0]!, /"AccessKeyId":"ASIA/, stderr);
    // The session's own is gone, and the other one is there to be found.
    assert.match(stderr, /this program is not part of the session|keys of the session .* are gone/);
    assert.ok(Number(stdout.split("\n")[2]) > 0, stdout);
  },
});

Deno.test({
  ...needsKeyrings("a second after the session's last process its key is gone"),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(CONFIG);
    const { stdout } = await inside(scene, `kctl search -3 ${LABEL}`);
    const key = stdout.trim();
    assert.ok(Number(key) > 0, stdout);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal(await keyctl(["describe", key]), "-126");
  },
});

Deno.test({
  ...needsKeyrings(
    "--expose and --export give the keys to programs that read nothing but variables",
  ),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(CONFIG);
    const { stdout, stderr } = await inside(
      scene,
      `swr --expose sh -c 'echo $AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_PROFILE'
eval "$(swr --export sh)"; echo $AWS_ACCESS_KEY_ID
swr --export json | cut -d'"' -f6
swr --status | tail -1
swr --expose -- false || echo $?`,
    );
    const { accessKeyId, secretAccessKey } = scene.sts.world.sessions.at(-1)!;
    const [exposed, evaluated, json, until, status] = stdout.split("\n");
    assert.equal(exposed, `${accessKeyId} ${secretAccessKey} p`, stderr);
    assert.equal(evaluated, accessKeyId);
    assert.equal(json, accessKeyId);
    assert.match(until!, /^until .* left$/);
    assert.equal(status, "1");
    assert.equal(assumed(scene), 1);
  },
});

Deno.test({
  ...needsKeyrings("a program that loses AWS_PROFILE gets the session's keys, or none"),
  async fn() {
    using _turn = await keyringTurn();
    const show = "cat $AWS_CONFIG_FILE";
    for (
      const [own, expected] of [
        ["", /\[default\]\ncredential_process = .* --session-keys -- p\n/],
        ["[default]\nregion = x\n", /\[default\]\ncredential_process = .*\nregion = x\n/],
        [
          "[default]\nregion = x\nrole_arn = y\nsource_profile = z\n",
          /\[default\]\nregion = x\n\n?$/,
        ],
        ["[default]\naws_access_key_id = x\naws_secret_access_key = y\n", /^(?![^]*\[default\])/],
        ["[default]\ncredential_process = other\n", /\[default\]\n$/],
      ] as const
    ) {
      await using scene = await openScene(`${CONFIG}\n${own}`);
      const { stdout, stderr } = await inside(scene, show);
      assert.match(stdout, expected, stderr);
      assert.match(stdout, /\[profile p\]\ncredential_process = .* --session-keys -- p\n/);
    }
    await using scene = await openScene(CONFIG);
    const credentials = await scene.box.writeCredentials(
      "[default]\naws_access_key_id = x\naws_secret_access_key = y\n",
    );
    const { status, stderr } = await inside(scene, show);
    assert.equal(status, 2);
    assert.ok(stderr.includes(`the keys of [default] at ${credentials}:2`), stderr);
    assert.equal(assumed(scene), 0);
  },
});

Deno.test({
  ...needsKeyrings("without a view there is no keyless session"),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(CONFIG);
    await scene.box.writeCredentials("[p]\nregion = x\n");
    const refused = await inside(scene, "true");
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /not possible: \[p\] at .*credentials:1 would take precedence/);
    const profile = await inside(scene, "true", ["--no-aws-profile", "--keyless", "admin"]);
    assert.match(profile.stderr, /not possible: without AWS_PROFILE/);
    assert.equal(assumed(scene), 0);
  },
});

Deno.test({
  ...needsKeyrings(
    "a role that is opened inside a keyless user session is keyless and has its own key only",
  ),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(CONFIG);
    const env = { ...scene.env, SWR_MFA_TOKEN: scene.sts.code() };
    const script = `swr=${shellWords([shellWords(swrCommand())])}
eval "$swr --session-keys 111122223333-me" | cut -d'"' -f6
eval "$swr -q admin sh -c '$swr --session-keys admin; echo; for k in \\$(${
      shellWords(KEYCTL).replaceAll("'", "")
    } list -3); do ${
      shellWords(KEYCTL).replaceAll("'", "")
    } describe \\$k; done; echo \\$SWR_KEYLESS \\\${AWS_ACCESS_KEY_ID-none}'"
eval "$swr -q --no-keyless admin sh -c 'echo \\\${SWR_KEYLESS-ordinary} \\$AWS_ACCESS_KEY_ID'"`;
    const { stdout, stderr } = await runSwr(
      ["-q", "--keyless", "--user", "sh", "-c", script],
      { env },
    );
    const lines = stdout.split("\n");
    const [user, role, ordinary] = scene.sts.world.sessions.map(({ accessKeyId }) => accessKeyId);
    assert.equal(lines[0], user, stderr);
    assert.equal(JSON.parse(lines[1]!).AccessKeyId, role);
    const labels = lines.filter((line) => line.includes(";swr:"));
    assert.equal(labels.length, 1, stdout);
    assert.match(labels[0]!, /swr:1:role-session:222233334444:admin$/);
    assert.ok(lines.includes("1 none"), stdout);
    assert.ok(lines.includes(`ordinary ${ordinary}`), stdout);
  },
});

Deno.test({
  ...needsKeyrings("inside a keyless role session the rules of an ordinary one hold"),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(
      `${CONFIG}\n[profile chained]\n${ROLE}/chained\n`,
    );
    const keys = Object.entries(KEYS).map(([name, value]) => `${name}=${value}`).join(" ");
    const { stdout, stderr } = await inside(
      scene,
      `swr p true; echo $?
swr --from-session p true; echo $?
${keys} swr p sh -c 'echo $SWR_KEYLESS'`,
    );
    assert.equal(stdout, "1\n1\n1\n", stderr);
    assert.match(stderr, /^swr: you are already in a session\n.*leave it with exit/);
    // The role does not trust itself: STS was asked with the session's keys.
    assert.match(stderr, /assumed-role\/reader\/\S+ is not authorized/);
  },
});

Deno.test({
  ...needsKeyrings(
    "--status, --doctor and --dry-run know a keyless session, and when its keys are gone",
  ),
  async fn(t) {
    using _turn = await keyringTurn("alone");
    if (await hasOwnSessions(t)) return;
    await using scene = await openScene(CONFIG);
    const { stdout, stderr } = await inside(
      scene,
      `swr --status --json; echo --; swr --status; echo --; swr --doctor -q; echo --
swr --from-session -n --json p; echo --; AWS_ACCESS_KEY_ID=x swr --status | grep problem; echo --
swr --end-sessions -q; swr --status; echo $?; swr --doctor | grep gone`,
    );
    const [json, page, doctor, decision, foreign, ended] = stdout.split("--\n");
    const status = JSON.parse(json!);
    assert.equal(status.keyless, true, stderr);
    assert.deepEqual(status.problems, []);
    assert.match(page!, /^keys +in the kernel \(keyless\)$/m);
    assert.doesNotMatch(doctor!, /session/);
    const { keyless, environment } = JSON.parse(decision!);
    assert.equal(keyless, true);
    assert.ok(environment.unset.includes("AWS_SECRET_ACCESS_KEY"));
    assert.equal(environment.set.AWS_SDK_LOAD_CONFIG, "1");
    assert.match(foreign!, /AWS_ACCESS_KEY_ID is not the session's/);
    assert.match(ended!, /problem +the keys of the session in "p" are gone\n[^]*\n1\n/);
    assert.match(ended!.split("\n1\n")[1]!, /are gone/);
  },
});
