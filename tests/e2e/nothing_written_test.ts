// The binary opens nothing for writing but terminals and /dev/null, in every mode, seen by strace.

import assert from "node:assert/strict";
import { ALL_OPTIONS, EXPORT_FORMATS } from "../../src/options/table.ts";
import { isBinary, runWithoutTerminal, swrCommand, swrInTerminal } from "../support/program.ts";
import { hasOwnSessions, keyringTurn, needsKeyrings } from "../support/keyrings.ts";
import { openTerminal } from "../support/pty.ts";
import { Sandbox } from "../support/sandbox.ts";
import { startSignin } from "../support/signin_double.ts";
import { startSts, type StsDouble } from "../support/sts_double.ts";
import { KEYS, SERIAL } from "../support/sts_world.ts";
import { programPath, skipped } from "../support/programs.ts";
import { needsTmpfs, tmpfsFolder } from "../support/tmpfs.ts";
import { withoutSight } from "../support/trace.ts";

const STRACE = programPath("strace");

/** What writes: an open for writing, or a call that makes, moves or removes a name. */
const WRITES =
  /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|\b(creat|mkdir|mkdirat|rename|renameat|renameat2|link|symlink|mknod|truncate|unlink|unlinkat)\(/;
const HARMLESS = /"\/dev\/(tty|null|pts\/\d+|ptmx)"|\) = -1 /;

function traced(log: string, args: readonly string[]): string[] {
  return [STRACE!, "-f", "-qq", "-e", "trace=%file", "-o", log, ...swrCommand(), ...args];
}

async function scene() {
  const sts: StsDouble = await startSts();
  const box = await Sandbox.create();
  await box.writeConfig(
    `[profile p]\nrole_arn = arn:aws:iam::222233334444:role/admin\nmfa_serial = ${SERIAL}\n`,
  );
  const config = `${box.home}/.aws/config`;
  const nowhere = {
    HOME: "/no/such/home",
    TMPDIR: "/no/such/tmp",
    XDG_RUNTIME_DIR: "/no/such/run",
  };
  return {
    sts,
    box,
    log: box.path("trace"),
    env: {
      ...box.env,
      ...KEYS,
      ...nowhere,
      AWS_CONFIG_FILE: config,
      AWS_ENDPOINT_URL_STS: sts.url,
    },
    async [Symbol.asyncDispose]() {
      await box[Symbol.asyncDispose]();
      await sts.close();
    },
  };
}

function assertNothingWritten(log: string): void {
  const lines = Deno.readTextFileSync(log).split("\n");
  assert.ok(lines.length > 20, "strace saw something");
  assert.deepEqual(lines.filter((line) => WRITES.test(line) && !HARMLESS.test(line)), []);
}

// In a source run Deno keeps its own caches; the promise is the binary's.
const reason = isBinary ? await withoutSight() : "the promise is the binary's";

/** A session, as its environment describes it. */
const SESSION = {
  AWS_ACCESS_KEY_ID: "ASIAEXAMPLEEXAMPLE00",
  AWS_SECRET_ACCESS_KEY: "s",
  AWS_SESSION_TOKEN: "t",
  SWR_ACCESS_KEY_ID: "ASIAEXAMPLEEXAMPLE00",
  SWR_PROFILE: "p",
  SWR_EXPIRATION: "2099-01-01T00:00:00Z",
};

type Way = {
  readonly args: readonly string[];
  readonly status?: number;
  /** A part of what is printed: it was not over before it began. */
  readonly prints?: RegExp;
  /** STS wants a code. */
  readonly code?: true;
  /** The kernel must let programs keep keys. */
  readonly keyrings?: true;
  readonly env?: Readonly<Record<string, string>>;
};

const WAYS: Readonly<Record<string, Way>> = {
  "the version": { args: ["--version"], prints: /^swr / },
  "the page of usage": { args: ["-h"], prints: /^usage/i },
  "the help": { args: ["--help"], prints: /--console/ },
  "a dry run": { args: ["-n", "p"], prints: /role\/admin/ },
  "an error": { args: ["nope"], status: 2 },
  "a switch": { args: ["-q", "p", "/bin/echo", "in"], code: true, prints: /^in$/m },
  "a switch with mfa_process": {
    args: ["-q", "--mfa-process", "echo $CODE", "p", "/bin/echo", "in"],
    code: true,
    prints: /^in$/m,
  },
  "the list": { args: ["--list"], prints: /^p\t/ },
  "the status outside a session": { args: ["--status"], status: 1, prints: /not in a session/ },
  "the status": { args: ["--status"], env: SESSION, prints: /profile +p/ },
  "the session's keys": { args: ["--session-keys", "p"], env: SESSION, prints: /ASIAEXAMPLE/ },
  "the keys for one command": {
    args: ["--expose", "/bin/echo", "in"],
    env: SESSION,
    prints: /^in$/m,
  },
  "a keyless session": {
    args: ["-q", "--keyless", "p", "/bin/echo", "in"],
    code: true,
    prints: /^in$/m,
    keyrings: true,
  },
  "the list of keyless sessions": { args: ["--sessions"], keyrings: true },
  "the end of keyless sessions": { args: ["--end-sessions"], keyrings: true },
  "the doctor": {
    args: ["--doctor", "--verbose"],
    prints: /swr can switch to the only role/,
  },
  "the doctor's JSON": { args: ["--doctor", "--json"], prints: /"findings"/ },
  ...Object.fromEntries(
    EXPORT_FORMATS.map((format): [string, Way] => [
      `the export for ${format}`,
      { args: ["--export", format, "p"], code: true, prints: /ASIA/ },
    ]),
  ),
  "the console's URL": { args: ["--console", "p"], code: true, prints: /SigninToken=/ },
  "the console in a browser": {
    args: ["--console", "--open", "p"],
    code: true,
    env: { BROWSER: "/bin/true" },
  },
  "the link for switching": { args: ["--switch-url", "p"], prints: /\/switchrole\?/ },
  ...Object.fromEntries(
    ["zsh", "bash", "fish", "powershell"].map((shell): [string, Way] => [
      `the set-up for ${shell}`,
      { args: ["--init", shell], prints: /swr/ },
    ]),
  ),
};

Deno.test("every mode is among those tried", () => {
  const chosen = Object.values(WAYS).flatMap(({ args }) => args);
  for (const { name, chooses } of ALL_OPTIONS) {
    const spelled = name === "dry-run" ? "-n" : `--${name}`;
    if (chooses !== undefined) assert.ok(chosen.includes(spelled), spelled);
  }
});

for (const [name, way] of Object.entries(WAYS)) {
  const { args, status = 0, prints = /^/, code, keyrings, env } = way;
  const title = `nothing is written by ${name}`;
  Deno.test({
    ...(keyrings ? needsKeyrings(title, reason) : skipped(title, reason)),
    async fn(t) {
      using _turn = keyrings ? await keyringTurn("alone") : undefined;
      if (keyrings && await hasOwnSessions(t)) return;
      await using s = await scene();
      await using signin = startSignin(s.sts);
      const given = args.includes("--mfa-process") ? "CODE" : "SWR_MFA_TOKEN";
      const result = await runWithoutTerminal(traced(s.log, args), {
        env: {
          ...s.env,
          AWS_ENDPOINT_URL_SIGNIN: signin.url,
          ...(code && { [given]: s.sts.code() }),
          ...env,
        },
      });
      assert.equal(result.status, status, result.stderr);
      assert.match(result.stdout, prints, result.stderr);
      assertNothingWritten(s.log);
    },
  });
}

Deno.test({
  ...skipped("nothing is written by the picker", reason),
  async fn() {
    await using s = await scene();
    const [command = "", ...args] = traced(s.log, ["-q"]);
    const env = { ...s.env, SWR_MFA_TOKEN: s.sts.code(), SHELL: "/bin/echo" };
    await using terminal = openTerminal({ command, args, env });
    // The first row is the user's own session, the second the profile.
    await terminal.waitFor("2 of 2");
    terminal.write("\x1b[B");
    await terminal.waitFor("> p ");
    terminal.write("\r");
    assert.deepEqual(await terminal.exited, { code: 0, signal: null });
    assertNothingWritten(s.log);
  },
});

Deno.test({
  ...skipped("nothing is written by a switch with a question", reason),
  async fn() {
    await using s = await scene();
    const [command = "", ...args] = traced(s.log, ["-q", "p", "/bin/true"]);
    await using terminal = openTerminal({ command, args, env: s.env });
    await terminal.waitFor("Enter MFA code");
    terminal.write(`${s.sts.code()}\r`);
    assert.deepEqual(await terminal.exited, { code: 0, signal: null });
    assertNothingWritten(s.log);
  },
});

Deno.test({
  ...skipped("a session writes its view of the config and nothing else", reason),
  ...(reason === undefined &&
    needsTmpfs("a session writes its view of the config and nothing else")),
  async fn() {
    await using s = await scene();
    await using memory = await tmpfsFolder();
    const result = await runWithoutTerminal(traced(s.log, ["-q", "p", "/bin/echo", "in"]), {
      env: { ...s.env, SWR_MFA_TOKEN: s.sts.code(), XDG_RUNTIME_DIR: memory.path },
    });
    assert.equal(result.stdout, "in\n", result.stderr);
    const lines = Deno.readTextFileSync(s.log).split("\n").filter((line) =>
      WRITES.test(line) && !HARMLESS.test(line)
    );
    assert.ok(lines.length > 0);
    const elsewhere = lines.filter((line) =>
      ![`"${memory.path}/swr"`, `"${memory.path}/swr/config.`].some((path) => line.includes(path))
    );
    assert.deepEqual(elsewhere, []);
  },
});

Deno.test("with a home, a temporary folder and a working directory that are gone, a switch works", async () => {
  await using s = await scene();
  // The source run itself needs Deno's cache, which the sandbox names; nothing else is there.
  await using terminal = swrInTerminal(["-q", "p", "sh", "-c", "echo in:$AWS_PROFILE:$HOME"], {
    env: s.env,
  });
  await terminal.waitFor("Enter MFA code");
  terminal.write(`${s.sts.code()}\r`);
  await terminal.waitFor("in:p:/no/such/home");
});
