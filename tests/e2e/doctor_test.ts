// --doctor on homes that are well, messy and hostile; for people, in pipes and for scripts.

import assert from "node:assert/strict";
import { localTime } from "../../src/text/times.ts";
import {
  runSwr,
  runWithoutTerminal,
  shellWords,
  swrCommand,
  swrInTerminal,
} from "../support/program.ts";
import { Sandbox } from "../support/sandbox.ts";
import { startSts } from "../support/sts_double.ts";
import { KEYS } from "../support/sts_world.ts";
import { walk } from "../support/walk.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const GOOD = `[profile p]
role_arn = arn:aws:iam::222233334444:role/admin
mfa_serial = arn:aws:iam::111122223333:mfa/me
region = eu-central-1
`;

type Report = {
  version: string;
  findings: { id: string; level: string; group: string; message: string; place?: string }[];
  problems: number;
  warnings: number;
};

async function reportOf(box: Sandbox, env: Record<string, string> = {}) {
  const result = await runSwr(["--doctor", "--json"], { env: { ...box.env, ...env } });
  const report: Report = JSON.parse(result.stdout);
  assert.equal(result.stderr, "");
  assert.equal(result.status, report.problems > 0 ? 1 : 0);
  const found = (id: string) => report.findings.find((each) => each.id === id);
  return { report, found, text: result.stdout };
}

/** A home with all that is right. */
async function well(): Promise<Sandbox> {
  const box = await Sandbox.create();
  await box.writeConfig(GOOD);
  await box.writeScript(
    "envchain",
    `#!/bin/sh\nenv > '${box.path("seen")}'\necho "$@" >> '${box.path("seen")}'\necho aws-main\n`,
  );
  await box.write("home/.zshrc", 'eval "$(swr --init zsh)"\n');
  return box;
}

Deno.test("--doctor where all is well: status 0, and -q says nothing", async () => {
  await using box = await well();
  const env = { ...box.env, SHELL: "/bin/zsh" };
  const page = await runSwr(["--doctor"], { env });
  assert.deepEqual([page.status, page.stderr], [0, ""], page.stdout);
  assert.match(
    page.stdout,
    /^Configuration\n {2}ok {7}swr can switch to the only role\n/,
  );
  assert.match(page.stdout, /ok {7}zsh is set up\n {11}~\/\.zshrc\n/);
  assert.match(page.stdout, /envchain, with aws-main\n/);
  assert.ok(page.stdout.endsWith("\nall is well\n"));
  const quiet = await runSwr(["--doctor", "-q"], { env });
  assert.deepEqual([quiet.status, quiet.stdout, quiet.stderr], [0, "", ""]);
});

Deno.test("--doctor on a messy home: places, remedies, status 1, and no secret", async () => {
  await using box = await well();
  await box.writeConfig(GOOD.replace("mfa/me", "user/me") + "[q]\n");
  const keys = `aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${SECRET}\n`;
  await box.writeCredentials(`[main]\n${keys}`);
  const role = { AccessKeyId: "ASIACACHE", SecretAccessKey: SECRET, SessionToken: SECRET };
  const cached = (Expiration: string) => JSON.stringify({ Credentials: { ...role, Expiration } });
  await box.write("home/.aws/cli/cache/a.json", cached("2099-01-01T00:00:00+00:00"));
  await box.write("home/.aws/cli/cache/b.json", cached("2020-01-01T00:00:00+00:00"));
  const token = { accessToken: SECRET, refreshToken: SECRET, expiresAt: "2020-01-01T00:00:00Z" };
  await box.write("home/.aws/sso/cache/t.json", JSON.stringify(token));
  await box.write("home/.bashrc", `export AWS_SECRET_ACCESS_KEY=${SECRET}\n`);
  const before = walk(new URL(`file://${box.home}/`));
  const env = { ...box.env, SHELL: "/bin/bash", ...KEYS, AWS_PROFILE: "p" };
  const page = await runSwr(["--doctor"], { env });
  assert.deepEqual([page.status, page.stderr], [1, ""]);
  for (
    const line of [
      '           profile "p", ~/.aws/config:3',
      "  warning  [q] is ignored: in the config file a profile is written [profile q]",
      "  warning  a long-lived key, …MPLE, is in plain text under [main]",
      `  warning  1 set of credentials in ~/.aws/cli/cache, until ${
        localTime("2099-01-01T00:00:00Z")
      }`,
      "           rm -r ~/.aws/cli/cache",
      "  ok       1 set of credentials in ~/.aws/sso/cache, no longer valid",
      "  problem  the shell sets a secret key in plain text",
      '  warning  AWS_PROFILE is "p"',
      "2 problems, 7 warnings",
    ]
  ) assert.ok(page.stdout.split("\n").includes(line), `${line}\n\n${page.stdout}`);
  const { text } = await reportOf(box, env);
  for (
    const secret of [SECRET, SECRET.slice(0, 10), "AKIA", "ASIACACHE", KEYS.AWS_SECRET_ACCESS_KEY!]
  ) {
    assert.ok(!(page.stdout + text).includes(secret), secret);
  }
  assert.deepEqual(walk(new URL(`file://${box.home}/`)), before, "nothing was written");
  const seen = await box.read("seen");
  assert.match(seen, /^--list$/m);
  assert.doesNotMatch(seen, /^(AWS_(ACCESS|SECRET|SESSION|PROFILE)|SWR_)/m);
});

Deno.test("--doctor says nothing of what it could not look at, and calls /dev/null empty", async () => {
  await using box = await well();
  const homeless = await reportOf(box, { HOME: "" });
  assert.equal(homeless.found("config-missing")?.message.slice(0, 23), "cannot look for .aws/co");
  assert.equal(homeless.found("no-stored-keys"), undefined);
  assert.equal(homeless.found("no-caches"), undefined);
  const nothing = await reportOf(box, {
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  });
  assert.equal(
    nothing.found("config-missing")?.message,
    "the configuration file /dev/null is empty",
  );
  assert.ok(nothing.found("no-stored-keys") && nothing.found("no-caches"));
});

Deno.test("--doctor is coloured on a terminal, and not under NO_COLOR", async () => {
  await using box = await well();
  for (const [more, coloured] of [[{}, true], [{ NO_COLOR: "1" }, false]] as const) {
    await using terminal = swrInTerminal(["--doctor"], { env: { ...box.env, ...more } });
    await terminal.waitFor("all is well");
    assert.deepEqual(await terminal.exited, { code: 0, signal: null });
    assert.equal(terminal.output.includes("\x1b[32mok"), coloured);
  }
});

Deno.test("--doctor: who else can read and change the files, with the folders above them", async () => {
  await using box = await well();
  const keys = `[main]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n`;
  const credentials = await box.writeCredentials(keys);
  const closed = await reportOf(box);
  assert.equal(closed.found("file-exposed"), undefined, "the folder of the sandbox is closed");
  for (const path of [box.dir, box.home, `${box.home}/.aws`]) await Deno.chmod(path, 0o755);
  await Deno.chmod(credentials, 0o644);
  const open = (await reportOf(box)).found("file-exposed");
  assert.deepEqual([open?.level, open?.place], ["problem", credentials]);
  await Deno.chmod(credentials, 0o600);
  assert.equal((await reportOf(box)).found("file-exposed"), undefined);
  await Deno.chmod(`${box.home}/.aws`, 0o777);
  assert.equal((await reportOf(box)).found("file-writable")?.place, `${box.home}/.aws`);
});

Deno.test("--doctor without a config file says what to write, and checks the rest", async () => {
  await using box = await Sandbox.create();
  const { found } = await reportOf(box);
  assert.deepEqual(found("config-missing")?.level, "problem");
  assert.equal(found("envchain-missing")?.level, "warning");
  assert.ok(found("environment") && found("version") && found("no-stored-keys"));
  const elsewhere = await reportOf(box, { AWS_CONFIG_FILE: "/nowhere/config" });
  assert.match(elsewhere.found("config-missing")!.message, /\/nowhere\/config/);
  const { status, stdout } = await runWithoutTerminal(
    ["env", "-u", "HOME", ...swrCommand(), "--doctor", "-q"],
    { env: box.env },
  );
  assert.equal(status, 1);
  assert.match(stdout, /there is no home folder/);
});

Deno.test("--doctor copes with hostile files", async () => {
  await using box = await well();
  const cache = box.path("home/.aws/cli/cache");
  await box.write("home/.aws/cli/cache/broken.json", "{");
  await box.write("home/.aws/cli/cache/large.json", `"${"x".repeat(300_000)}"`);
  await box.write("home/.aws/cli/cache/\x1b[2J.json", "[");
  await Deno.symlink("loop.json", `${cache}/loop.json`);
  await Deno.mkdir(`${cache}/folder.json`);
  await new Deno.Command("mkfifo", {
    args: [`${cache}/fifo.json`, box.path("home/.aws/credentials")],
  })
    .output();
  await Deno.mkdir(box.path("home/.aws/sso"));
  await Deno.symlink("cache", box.path("home/.aws/sso/cache"));
  await box.write("home/.aws/login/cache", "a file");
  await Promise.all(
    Array.from({ length: 1100 }, (_, i) => box.write(`home/.aws/boto/cache/${i}.json`, "{}")),
  );
  await new Deno.Command("mkfifo", { args: [box.path("home/.bashrc")] }).output();
  const { report, found, text } = await reportOf(box, { SHELL: "/bin/bash" });
  assert.match(found("file-unreadable")!.message, /credentials: it is not a regular file/);
  const caches = report.findings.filter(({ id }) => id === "cache-unreadable").map(({ message }) =>
    message.replaceAll(box.home, "~")
  );
  assert.equal(caches[0], "5 files in ~/.aws/cli/cache could not be read");
  assert.match(caches[1]!, /^cannot read ~\/\.aws\/sso\/cache: /);
  assert.match(caches[2]!, /^cannot read ~\/\.aws\/login\/cache: /);
  assert.equal(caches[3], "~/.aws/boto/cache has more files than swr reads");
  assert.ok(!text.includes("\x1b"));
  await Deno.remove(box.path("home/.aws/config"));
  await Deno.mkdir(box.path("home/.aws/config"));
  assert.equal((await reportOf(box)).report.findings[0]!.id, "file-unreadable");
});

for (
  const [name, script, says] of [
    ["fails", "exit 3", /status 3/],
    [
      "prints for ever",
      "while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done",
      /more than a list/,
    ],
    ["hangs and leaves a child behind", "trap '' TERM; sleep 20 & wait; sleep 20", /5 seconds/],
    ["is no program", undefined, /cannot be executed/],
  ] as const
) {
  Deno.test(`--doctor goes on when envchain ${name}`, async () => {
    await using box = await well();
    const path = await box.writeScript("envchain", `#!/bin/sh\n${script}\n`);
    if (script === undefined) await Deno.chmod(path, 0o644);
    const { found } = await reportOf(box);
    assert.match(found("envchain-failed")!.message, says);
    assert.ok(found("version"));
  });
}

Deno.test("--doctor shows what envchain prints as text", async () => {
  await using box = await well();
  await box.writeScript("envchain", "#!/bin/sh\nprintf 'a\\033[2Jb\\n\\n c \\n'\n");
  assert.match((await reportOf(box)).found("envchain")!.message, /with a\\x1b\[2Jb, c$/);
});

Deno.test("--doctor names the variables that are not UTF-8", async () => {
  await using box = await well();
  const script = `export AWS_PROFILE=$(printf 'a\\377') AWS_ENDPOINT_URL=$(printf '\\377'); exec ${
    shellWords(swrCommand())
  } --doctor -q`;
  const { status, stdout } = await runWithoutTerminal(["sh", "-c", script], { env: box.env });
  assert.equal(status, 1);
  for (const name of ["AWS_PROFILE", "AWS_ENDPOINT_URL"]) {
    assert.match(stdout, new RegExp(`problem {2}the variable ${name} is not valid UTF-8`));
  }
});

Deno.test("--doctor inside a session reads the config from before it, and tells how long it lasts", async () => {
  await using sts = await startSts();
  await using box = await well();
  await box.writeConfig(GOOD.replace(/mfa_serial.*\n/, "").replace("admin", "reader"));
  const env = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: sts.url };
  const inner = `exec env -u AWS_ENDPOINT_URL_STS ${shellWords(swrCommand())} --doctor --json`;
  const { stdout, stderr } = await runSwr(["-q", "p", "sh", "-c", inner], { env });
  assert.notEqual(stdout, "", stderr);
  const report: Report = JSON.parse(stdout);
  assert.equal(report.problems + report.warnings, 0, stderr + stdout);
  assert.match(
    report.findings.find(({ id }) => id === "session")!.message,
    /this shell is in "p" until .*, 59m left/,
  );
});

Deno.test("--doctor takes no profile", async () => {
  await using box = await well();
  assert.equal((await runSwr(["--doctor", "p"], { env: box.env })).status, 2);
});
