// After exec nothing of swr is left but the credentials: the probe, run bare and run through swr, reports the same
// but for the environment that .github/ARCHITECTURE.md names.

import { needs, skipped } from "../support/programs.ts";
import assert from "node:assert/strict";
import { differences, probe, probeTest } from "../support/probe.ts";
import { runWithoutTerminal, shellWords, swrCommand } from "../support/program.ts";
import { openTerminal } from "../support/pty.ts";
import { Sandbox } from "../support/sandbox.ts";
import { openScene } from "../support/scene.ts";
import { startSts } from "../support/sts_double.ts";
import { hang } from "../support/sts_faults.ts";
import { KEYS, SERIAL } from "../support/sts_world.ts";
import { withoutTrace } from "../support/trace.ts";

const CONFIG = `[profile p]
role_arn = arn:aws:iam::222233334444:role/admin
mfa_serial = ${SERIAL}
region = eu-central-1
`;

const CHANGED = [
  "AWS_ACCESS_KEY_ID",
  "AWS_ACCOUNT_ID",
  "AWS_CONFIG_FILE",
  "AWS_CREDENTIAL_EXPIRATION",
  "AWS_DEFAULT_REGION",
  "AWS_PROFILE",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_EXPIRATION",
  "AWS_SESSION_TOKEN",
  "SWR_ACCESS_KEY_ID",
  "SWR_CONFIG_FILE",
  "SWR_DIGEST",
  "SWR_EXPIRATION",
  "SWR_KIND",
  "SWR_PROFILE",
  "SWR_REGION",
  "SWR_ROLE_ARN",
  "SWR_SHARED_CREDENTIALS_FILE",
];

/** What a user may have set up before: each must arrive in the session as it was. */
const BEFORE: readonly [string, string][] = [
  ["nothing special", ":"],
  ["an ignored SIGHUP, as by nohup", "trap '' HUP"],
  ["ignored SIGINT, SIGQUIT and SIGTERM", "trap '' INT QUIT TERM"],
  ["a umask and a limit", "umask 027; ulimit -c 0"],
  ["a descriptor passed on purpose", "exec 7</etc/passwd"],
  ["a variable that is not UTF-8", "X=$(printf '\\377\\376'); export X"],
  ["a niceness", 'exec nice -n 3 "$@"'],
];

for (const [what, before] of BEFORE) {
  probeTest(`the session differs in the environment alone: ${what}`, async () => {
    await using sts = await startSts();
    await using box = await Sandbox.create();
    await box.writeConfig(CONFIG);
    const env = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: sts.url };
    const after = (
      words: readonly string[],
    ) => ["/bin/sh", "-c", `${before}; exec "$@"`, "sh", ...words];
    const bare = await probe(after([]), { box, env });
    const session = await probe(after([...swrCommand(), "-q", "p"]), {
      box,
      env,
      drive: async (terminal) => {
        await terminal.waitFor("Enter MFA code");
        terminal.write(`${sts.code()}\r`);
      },
    });
    const found = differences(bare, session).map((line) => line.replace(/: .*/s, ""));
    assert.deepEqual(
      found.toSorted(),
      ["descriptor 187", ...CHANGED.map((name) => `environment ${name}`)],
      differences(bare, session).join("\n"),
    );
  });
}

probeTest("what is typed behind the code is the session's", async () => {
  await using sts = await startSts();
  await using box = await Sandbox.create();
  await box.writeConfig(CONFIG);
  const { swrInTerminal } = await import("../support/program.ts");
  const env = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: sts.url };
  await using terminal = swrInTerminal(["-q", "p", "sh", "-c", 'read x; echo "got:$x:"'], { env });
  await terminal.waitFor("Enter MFA code");
  terminal.write(`${sts.code()}\rtyped ahead\r`);
  await terminal.waitFor("got:typed ahead:");
});

const noTrace = await withoutTrace();

for (
  const [name, refused, says] of [
    ["neither unshare(2) nor close_range(2)", ["unshare", "close_range"], true],
    ["no unshare(2), as in a container", ["unshare"], false],
    ["no message with descriptors", ["sendmsg"], true],
  ] as const
) {
  Deno.test({
    name: `a kernel with ${name}: the session has its streams all the same${
      noTrace ? ` (skipped: ${noTrace})` : ""
    }`,
    ignore: noTrace !== undefined,
    async fn() {
      await using scene = await openScene(CONFIG);
      const fail = refused.flatMap((call) => ["-e", `inject=${call}:error=EPERM`]);
      const trace = ["-e", "trace=unshare,close_range,sendmsg", "-o", scene.box.path("trace")];
      const result = await runWithoutTerminal(
        [
          "strace",
          "-f",
          ...trace,
          ...fail,
          ...swrCommand(),
          "-v",
          "p",
          "sh",
          "-c",
          "cat; echo err >&2",
        ],
        { env: { ...scene.env, SWR_MFA_TOKEN: scene.sts.code() }, stdin: "in\n" },
      );
      assert.equal(result.stdout, "in\n", result.stderr);
      assert.match(result.stderr, /^err$/m);
      assert.equal(
        /the AWS SDK can use swr's file descriptors/.test(result.stderr),
        says,
        result.stderr,
      );
    },
  });
}

Deno.test({
  ...whereSeen(
    "bash",
    "the SDK's thread has no descriptor of the streams, nor of what the session inherits",
  ),
  async fn() {
    await using scene = await openScene(CONFIG);
    const { fault, reached, release } = hang();
    scene.sts.next(fault);
    const inherited = [await scene.box.write("low", ""), await scene.box.write("high", "")];
    const opened = 'exec 9>>"$1" 300>>"$2"; shift 2; exec "$@"';
    const child = new Deno.Command("bash", {
      args: [
        "-c",
        opened,
        "bash",
        ...inherited,
        ...swrCommand(),
        "-q",
        "p",
        "sh",
        "-c",
        "echo nine >&9; echo out",
      ],
      clearEnv: true,
      env: { ...scene.env, SWR_MFA_TOKEN: scene.sts.code() },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    await reached;
    const own = linksOf(child.pid, "self");
    const streams = own.filter((link) => link.startsWith("pipe:"));
    assert.ok(new Set(streams).size >= 3, own.join("\n"));
    const others = linksOf(child.pid, workerOf(child.pid));
    assert.ok(others.length > 3, others.join("\n"));
    for (const link of [...streams, ...inherited]) assert.ok(!others.includes(link), link);
    assertOwn(connectionsTo(scene.sts.url), own, others);
    release();
    await child.stdin.close();
    const { stdout, stderr } = await child.output();
    assert.equal(new TextDecoder().decode(stdout), "out\n", new TextDecoder().decode(stderr));
    assert.equal(await Deno.readTextFile(inherited[0]!), "nine\n");
  },
});

Deno.test({
  ...whereSeen(
    "bash",
    "the SDK's thread has no descriptor of the connection that is open before a code is typed",
  ),
  async fn() {
    await using scene = await openScene(CONFIG);
    const [command = "", ...args] = [...swrCommand(), "-q", "p", "true"];
    await using terminal = openTerminal({ command, args, env: scene.env });
    await terminal.waitFor("Enter MFA code");
    await terminal.until(() => connectionsTo(scene.sts.url).length > 0);
    // The SDK is loaded, and has been tried.
    await terminal.until(() => scene.sts.seen.length > 0);
    const { pid } = terminal;
    assertOwn(
      connectionsTo(scene.sts.url),
      linksOf(pid, "self"),
      linksOf(pid, workerOf(pid)),
    );
    terminal.write(`${scene.sts.code()}\r`);
    assert.deepEqual(await terminal.end(), { code: 0, signal: null });
  },
});

/** The number of the thread that the SDK runs on. */
function workerOf(pid: number): string {
  const tasks = [...Deno.readDirSync(`/proc/${pid}/task`)].map(({ name }) => name);
  const found = tasks.find((task) =>
    Deno.readTextFileSync(`/proc/${pid}/task/${task}/comm`).startsWith("worker")
  );
  assert.ok(found !== undefined, "there is no Worker");
  return found;
}

/** The sockets of the connections that are open to the server, as links to them read (proc_net(5)). */
function connectionsTo(url: string): string[] {
  const port = Number(new URL(url).port).toString(16).toUpperCase().padStart(4, "0");
  const lines = Deno.readTextFileSync("/proc/net/tcp").split("\n").slice(1);
  return lines.map((line) => line.trim().split(/\s+/))
    .filter(([, , remote = "", state]) => remote.endsWith(`:${port}`) && state === "01")
    .map((fields) => `socket:[${fields[9]}]`);
}

/** They are open in the one table of descriptors, and none in the other. */
function assertOwn(links: readonly string[], own: readonly string[], others: readonly string[]) {
  const open = links.filter((link) => own.includes(link));
  assert.ok(open.length > 0, `${links} is not in ${own}`);
  assert.deepEqual(open.filter((link) => others.includes(link)), []);
}

/** The same for what swr itself opens, which root alone can see. */
function whereSeen(program: string, name: string) {
  const seen = onLinuxWith(program, name);
  return seen.ignore || Deno.uid() === 0 ? seen : skipped(name, "root alone can look into swr");
}

/** The name and whether to skip the test: it is Linux's, and wants that program. */
function onLinuxWith(program: string, name: string) {
  const wanted = needs(program, name);
  return { ...wanted, ignore: wanted.ignore || Deno.build.os !== "linux" };
}

/** What the descriptors of a process, or of one of its threads, lead to. */
function linksOf(pid: number, task: string): string[] {
  const folder = `/proc/${pid}/${task === "self" ? "" : `task/${task}/`}fd`;
  return [...Deno.readDirSync(folder)].flatMap(({ name }) => {
    try {
      return [Deno.readLinkSync(`${folder}/${name}`)];
    } catch {
      return []; // closed meanwhile
    }
  });
}

Deno.test({
  ...onLinuxWith(
    "bash",
    "where there are few descriptors to be had, none of those inherited is lost",
  ),
  async fn() {
    await using scene = await openScene(CONFIG);
    const numbers = Array.from({ length: 12 }, (_, at) => 10 + at);
    // An exec of its own for each: of several in one, bash hands only the first on.
    const open = numbers.map((number) => `exec ${number}>>"$1"`).join("; ");
    const write = numbers.map((number) => `echo ${number} >&${number}`).join("; ");
    const most = 64;
    for (let limit = 36; limit <= most; limit += 2) {
      const file = await scene.box.write(`seen-${limit}`, "");
      const result = await runWithoutTerminal([
        "bash",
        "-c",
        `${open}; shift; ulimit -n ${limit}; exec "$@"`,
        "bash",
        file,
        ...swrCommand(),
        "-q",
        "p",
        "bash",
        "-c",
        write,
      ], { env: { ...scene.env, SWR_MFA_TOKEN: scene.sts.code() } });
      scene.sts.world.devices[0]!.usedSteps.clear();
      const written = await Deno.readTextFile(file);
      if (result.status === 0) {
        assert.equal(written, `${numbers.join("\n")}\n`, `${limit}`);
        continue;
      }
      // So few that swr cannot be: that is said, and no session begun with less.
      assert.match(result.stderr, /^swr: .* cannot be kept .*\n {2}.*`ulimit -n`/m, `${limit}`);
      assert.equal(written, "", `${limit}`);
      assert.notEqual(limit, most);
    }
  },
});

Deno.test({
  ...onLinuxWith("bash", "hundreds of inherited descriptors are kept from the SDK, and passed on"),
  async fn() {
    await using scene = await openScene(CONFIG);
    const file = await scene.box.write("seen", "");
    const numbers = Array.from({ length: 300 }, (_, at) => 300 + at);
    const open = 'for n in $(seq 300 599); do eval "exec $n>>\\"$1\\""; done';
    const result = await runWithoutTerminal([
      "bash",
      "-c",
      `${open}; shift; exec "$@"`,
      "bash",
      file,
      ...swrCommand(),
      "-v",
      "p",
      "bash",
      "-c",
      "for n in $(seq 300 599); do echo $n >&$n; done",
    ], { env: { ...scene.env, SWR_MFA_TOKEN: scene.sts.code() } });
    assert.equal(result.status, 0, result.stderr);
    assert.doesNotMatch(result.stderr, /can use swr's file descriptors/);
    assert.equal(await Deno.readTextFile(file), `${numbers.join("\n")}\n`);
  },
});

Deno.test({
  name: "a stream on /dev/tty leaves the terminal to the question",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using scene = await openScene(CONFIG);
    const swr = shellWords([...swrCommand(), "-q", "p", "echo", "arrived"]);
    for (const redirected of ["</dev/tty", "2>/dev/tty", "</dev/tty >/dev/tty 2>&1"]) {
      await using terminal = openTerminal({
        command: "/bin/sh",
        args: ["-c", `${swr} ${redirected}`],
        env: scene.env,
      });
      await terminal.waitFor("Enter MFA code");
      terminal.write("000000\r");
      await terminal.waitFor("was refused");
      await terminal.waitFor("Enter MFA code");
      scene.sts.world.devices[0]!.usedSteps.clear();
      terminal.write(`${scene.sts.code()}\r`);
      await terminal.waitFor("arrived");
      await terminal.end();
    }
  },
});
