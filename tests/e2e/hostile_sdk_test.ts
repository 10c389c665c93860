// A hostile module in the SDK's place: it finds no way out of its realm, sends nothing that was not decided, invents no
// answer, and does not keep swr waiting. What cannot be stopped is in .github/SECURITY.md.

import assert from "node:assert/strict";
import { bundle } from "../../scripts/bundle.ts";
import { compile } from "../../scripts/compile.ts";
import { isBinary, type RunResult, runWithoutTerminal, sourceWords } from "../support/program.ts";
import { openTerminal } from "../support/pty.ts";
import { Sandbox } from "../support/sandbox.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { startSignin } from "../support/signin_double.ts";
import { hang } from "../support/sts_faults.ts";
import { SERIAL } from "../support/sts_world.ts";
import { walk } from "../support/walk.ts";

const ROOT = new URL("../../", import.meta.url);

const CONFIG = `[profile p]
role_arn = arn:aws:iam::222233334444:role/reader
[profile mfa]
role_arn = arn:aws:iam::222233334444:role/admin
mfa_serial = ${SERIAL}
`;

/** A binary with the hostile module needs a base runtime to be compiled with. */
const ignore = isBinary && !Deno.env.get("DENORT_BIN");

/** The words that start swr with that code in the SDK's place: as a data: URL, or in a binary of its own. */
async function swrWith(box: Sandbox, code: string): Promise<string[]> {
  if (isBinary) {
    const sdk = await box.write("hostile.js", code);
    const binary = box.path("swr");
    await compile(await bundle(box.path("bundle"), sdk), binary);
    return [binary];
  }
  const config = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const bytes = Array.from(new TextEncoder().encode(code), (byte) => String.fromCharCode(byte));
  config.imports["@aws-sdk/client-sts"] = `data:application/javascript;base64,${
    btoa(bytes.join(""))
  }`;
  const path = await box.write("deno.json", JSON.stringify(config));
  return [...sourceWords(), "--no-lock", "--config", path, new URL("src/main.ts", ROOT).pathname];
}

type HostileScene = Scene & {
  readonly swr: readonly string[];
  /** Runs swr while the module does that; with a code if the profile is `mfa`. */
  act(act: string, args: readonly string[], stdin?: string): Promise<RunResult>;
};

/** A scene in which the SDK is tests/support/hostile/client_sts.js. */
async function hostileScene(otherPort = 1): Promise<HostileScene> {
  const scene = await openScene(CONFIG);
  const file = new URL("tests/support/hostile/client_sts.js", ROOT);
  const known = {
    otherPort,
    marker: scene.box.path("planted"),
    sources: new URL("src", ROOT).href,
  };
  const code = `const SCENE = ${JSON.stringify(known)};\n${await Deno.readTextFile(file)}`;
  const swr = await swrWith(scene.box, code);
  return {
    ...scene,
    swr,
    act(act, args, stdin) {
      const env = {
        ...scene.env,
        UNTOUCHED: "yes",
        ...(args.includes("mfa") && { SWR_MFA_TOKEN: scene.sts.code() }),
      };
      scene.sts.seen.length = 0;
      const options = stdin === undefined ? { env } : { env, stdin };
      return runWithoutTerminal([...swr, "-q", "--session-name", act, ...args], options);
    },
  };
}

const posts = ({ sts }: Scene) => sts.seen.filter(({ method }) => method === "POST");

/**
 * The ways that are known to be open. Run from source the SDK is its build for Node, whose modules are all there; a
 * binary has none of them.
 */
const OPEN: readonly string[] = isBinary ? [] : [
  "see a terminal on a descriptor",
  "start a Worker through node",
  "see the arguments through node",
  "see the working directory",
  "see the working directory through node",
  "see the process's number",
  "send itself a signal through node",
  "keep something in a database",
  "find Node's modules",
  "find Node's modules by their loader",
  "ask what a descriptor is through node",
  "reach Node's own pipes",
  "make a realm of its own",
];

Deno.test({
  name: "a hostile SDK finds no way out but those that are known",
  ignore,
  async fn() {
    let visits = 0;
    await using other = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
      visits += 1;
      return new Response("reached");
    });
    await using s = await hostileScene(other.addr.port);
    await s.box.write("planted.json", '{ "planted": true }');
    await s.box.write("planted.js", 'export default "planted";');
    // The smallest module there is.
    await s.box.write("planted.wasm", new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
    const before = walk(new URL(`file://${s.box.dir}/`));
    // On a terminal, with the question behind it: what a user sits before is what it should not reach.
    const [command = "", ...args] = [...s.swr, "-q", "--session-name", "escape", "mfa", "true"];
    await using terminal = openTerminal({ command, args, env: s.env, cols: 4000 });
    await terminal.waitFor("Enter MFA code");
    terminal.write(`${s.sts.code()}\r`);
    const { text } = await terminal.waitFor(/of (\d+) ways (\d+) are open: ([^\r\n]*)/);
    const [, all, count, list] = /of (\d+) ways (\d+) are open: ([^\r\n]*)/.exec(text)!;
    assert.deepEqual(await terminal.end(), { code: 1, signal: null });
    assert.doesNotMatch(terminal.output, /hostile/);
    assert.ok(Number(all) > 100, all);
    const open = list!.split(" | ").filter((each) => each !== "").map((each) =>
      each.replace(/ \([^()]*\)$/, "")
    );
    assert.equal(open.length, Number(count), list);
    assert.deepEqual(open, OPEN, list);
    assert.equal(visits, 0, "another port was reached");
    assert.equal(posts(s).length, 0);
    assert.deepEqual(walk(new URL(`file://${s.box.dir}/`)), before, "a file was written");
  },
});

Deno.test({
  name: "a hostile SDK changes nothing of the session",
  ignore,
  async fn() {
    await using s = await hostileScene();
    const words = ["sh", "-c", 'printf "%s|" "$@"; cat; env', "x", "one", "two"];
    const result = await s.act("mischief", ["p", ...words], "for the command\n");
    assert.equal(result.status, 0, result.stderr);
    const [argv, ...lines] = result.stdout.trimEnd().split("\n");
    assert.equal(argv, "one|two|for the command");
    assert.match(result.stderr, /^swr: the endpoint of STS is [^\n]*\n$/);
    assert.doesNotMatch(result.stdout, /^hostile/m);
    const session = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s)));
    assert.equal(session.PATH, s.box.env.PATH);
    assert.equal(session.UNTOUCHED, "yes");
    assert.equal(session.AWS_PROFILE, "p");
    assert.equal(session.LD_PRELOAD, undefined);
    const [given] = s.sts.world.sessions;
    assert.equal(session.AWS_ACCESS_KEY_ID, given!.accessKeyId);
    assert.equal(session.AWS_SECRET_ACCESS_KEY, given!.secretAccessKey);
    assert.equal(session.AWS_SESSION_TOKEN, given!.sessionToken);
    assert.equal(posts(s).length, 1);
  },
});

Deno.test({
  name:
    "a hostile SDK adds nothing to what --export has a shell run, nor to the sign-in of --console",
  ignore,
  async fn() {
    await using s = await hostileScene();
    const exported = await s.act("mischief", ["--export", "sh", "p"]);
    assert.equal(exported.status, 0, exported.stderr);
    for (const line of exported.stdout.trimEnd().split("\n")) {
      assert.match(line, /^(unset [A-Z_ ]+|export [A-Z_]+='[^']*');$/);
    }
    assert.match(exported.stderr, /^swr: the endpoint of STS is [^\n]*\n$/);

    await using signin = startSignin(s.sts);
    const env = { ...s.env, AWS_ENDPOINT_URL_SIGNIN: signin.url };
    const words = [...s.swr, "-q", "--session-name", "mischief", "--console", "p"];
    const opened = await runWithoutTerminal(words, { env });
    assert.equal(opened.status, 0, opened.stderr);
    assert.ok(opened.stdout.startsWith(`${signin.url}/federation?Action=login&Destination=https`));
    assert.deepEqual(signin.seen.map(({ method, target }) => [method, target]), [
      ["POST", "/federation"],
    ]);
  },
});

/** What a hostile SDK asks for, with what main says of it. */
const UNDECIDED: Readonly<Record<string, RegExp>> = {
  "other-host": /another host/,
  "other-key": /a signature of another scope/,
  "other-region": /a signature of another scope/,
  "other-service": /a signature of another scope/,
  "other-day": /a signature of another scope/,
  "other-time": /a signature of another time/,
  "next-year": /a signature of another time/,
  "other-role": /other parameters/,
  "other-session": /other parameters/,
  "other-action": /other parameters/,
  "parameter-more": /other parameters/,
  "parameter-twice": /other parameters/,
  "parameter-less": /other parameters/,
  "parameter-respelled": /other parameters/,
  "parameter-empty": /other parameters/,
  "header-more": /the header x-stolen/,
  "header-unsigned": /the header x-stolen/,
  "header-twice": /a header twice/,
  "header-lines": /no usable amz-sdk-request/,
  "user-agent": /the header user-agent/,
  "content-length": /another content-length/,
  "transfer-encoding": /the header transfer-encoding/,
  "token-added": /another x-amz-security-token/,
  "host-unsigned": /an unsigned header/,
  "other-path": /another path/,
  "a-query": /another path/,
  "other-method": /another method/,
  "shared-body": /a body that is not text/,
  "no-request": /another method/,
  "deep-messages": /another method/,
  "huge-request": /another content-length/,
  "huge-header": /the header of another name/,
};

Deno.test({
  name: "a hostile SDK sends nothing that was not decided",
  ignore,
  async fn(t) {
    await using s = await hostileScene();
    for (const [act, says] of Object.entries(UNDECIDED)) {
      await t.step(act, async () => {
        const result = await s.act(act, ["p", "echo", "started"]);
        assert.deepEqual([result.status, result.stdout], [1, ""], result.stderr);
        assert.match(result.stderr, /the AWS SDK asked for something that was not decided: /);
        assert.match(result.stderr, says);
        assert.doesNotMatch(result.stderr, /secret/);
        assert.equal(posts(s).length, 0);
      });
    }
  },
});

/** The profile, and how many requests are sent before the next one is refused. */
const MORE: readonly (readonly [act: string, profile: string, sent: number])[] = [
  ["once-more", "mfa", 1],
  ["four-times", "p", 3],
  ["two-at-once", "p", 1],
  ["two-at-once", "mfa", 1],
  ["request-twice-by-message", "mfa", 1],
];

Deno.test({
  name: "a hostile SDK sends one request with a code, three without, and one at a time",
  ignore,
  async fn(t) {
    await using s = await hostileScene();
    for (const [act, profile, sent] of MORE) {
      await t.step(`${act}, profile ${profile}`, async () => {
        const atOnce = /^(two|request)-/.test(act);
        // The first is on its way for as long as the second needs to come.
        if (atOnce) s.sts.next(hang().fault);
        const result = await s.act(act, [profile, "echo", "started"]);
        assert.deepEqual([result.status, result.stdout], [1, ""], result.stderr);
        // A message may also arrive while the rehearsal is open, whose keys are others.
        const says = act === "request-twice-by-message"
          ? /was not decided: (one more request|a signature of another scope)/
          : /was not decided: one more request/;
        assert.match(result.stderr, says);
        // Those of an earlier run may arrive late.
        const own = posts(s).filter(({ parameters }) =>
          parameters.RoleSessionName === act && "TokenCode" in parameters === (profile === "mfa")
        );
        // The refusal of the second may come before the first is written.
        assert.ok(own.length === sent || (atOnce && own.length === 0), String(own.length));
      });
    }
  },
});

/** What a hostile SDK reports that STS has not said, and whether STS was asked. */
const INVENTED: Readonly<Record<string, readonly [says: RegExp, asked: boolean]>> = {
  "forged-at-once": [/reports one that has not come/, false],
  "forged-all": [/reports another \w+ than it holds/, true],
  "forged-key-id": [/reports another AccessKeyId than it holds/, true],
  "forged-secret": [/reports another SecretAccessKey than it holds/, true],
  "forged-token": [/reports another SessionToken than it holds/, true],
  "half-a-secret": [/reports another SecretAccessKey than it holds/, true],
  "one-letter": [/reports another SecretAccessKey than it holds/, true],
  "swapped": [/reports another \w+ than it holds/, true],
  "longer": [/reports another Expiration than it holds/, true],
  "other-arn": [/reports another Arn than it holds/, true],
  "no-arn": [/reports another Arn than it holds/, true],
  "huge": [/reports another Arn than it holds/, true],
  "message-first": [/reports one that has not come/, false],
  "refused-at-once": [/the part that runs the AWS SDK failed: /, false],
  "lost-at-once": [/the part that runs the AWS SDK failed: /, false],
  "refused-after": [/does not come from STS/, true],
  "message-of-no-kind": [/the part that runs the AWS SDK failed: /, false],
  "huge-answer": [/reports another \w+ than it holds/, true],
  "huge-failure": [/the part that runs the AWS SDK failed: /, false],
  "huge-error": [/the part that runs the AWS SDK failed: /, false],
  "ports-and-circles": [/the part that runs the AWS SDK failed: /, false],
};

Deno.test({
  name: "a hostile SDK opens no session that STS has not given, and has no further code asked for",
  ignore,
  async fn(t) {
    await using s = await hostileScene();
    for (const [act, [says, asked]] of Object.entries(INVENTED)) {
      await t.step(act, async () => {
        const result = await s.act(act, ["mfa", "echo", "started"]);
        assert.deepEqual([result.status, result.stdout], [1, ""], result.stderr);
        assert.match(result.stderr, says);
        assert.doesNotMatch(result.stderr, /was refused|next one|unexpected failure/);
        assert.equal(posts(s).length, asked ? 1 : 0);
      });
    }
  },
});

/** Ten seconds of silence, and what a busy machine takes; a thousand messages of 64 MB took 50 s. */
const MOST_WAITED_MS = 30_000;

/** Modules that are never evaluated to their end. */
const ENDLESS = ["while (true);", "await new Promise(() => {});"];

Deno.test({
  name: "a hostile SDK that ends its realm, says nothing or spins is an error after some seconds",
  ignore,
  async fn() {
    await using s = await hostileScene();
    const acts = [
      "silent",
      "busy",
      "gone",
      "chatty",
      "flood",
      "endless-answers",
      "large-messages",
    ].map(async (act) => [act, await s.act(act, ["p", "echo", "started"])] as const);
    const modules = ENDLESS.map(async (code) => {
      await using box = await Sandbox.create();
      const swr = await swrWith(box, `${code}\nexport const STSClient = 1;`);
      const words = [...swr, "p", "echo", "started"];
      return [code, await runWithoutTerminal(words, { env: s.env })] as const;
    });
    const from = performance.now();
    for (const [what, { status, stdout, stderr }] of await Promise.all([...acts, ...modules])) {
      assert.deepEqual([status, stdout], [1, ""], what);
      assert.match(stderr, /the part that runs the AWS SDK (has not answered|failed)/, what);
    }
    assert.ok(performance.now() - from < MOST_WAITED_MS, String(performance.now() - from));
  },
});

Deno.test({
  name: "Ctrl-C ends swr whatever a hostile SDK does",
  ignore,
  async fn(t) {
    await using s = await hostileScene();
    for (const act of ["silent", "busy", "deaf"]) {
      await t.step(act, async () => {
        const [command = "", ...args] = [...s.swr, "-q", "--session-name", act, "mfa", "true"];
        await using terminal = openTerminal({ command, args, env: s.env });
        await terminal.waitFor("Enter MFA code");
        terminal.write(`${s.sts.code()}\r`);
        // Long enough for the module to have begun.
        await new Promise((resolve) => setTimeout(resolve, 1500));
        terminal.write("\x03");
        const from = performance.now();
        const { code, signal } = await terminal.end();
        assert.ok(performance.now() - from < 5000, "it took seconds");
        assert.ok(code === 130 || signal !== null, `ended with ${code}: ${terminal.output}`);
      });
    }
  },
});

for (const code of ['throw new Error("out of order");', "export class STSClient {}"]) {
  Deno.test({
    name: `an SDK that fails by itself is named, not the network: ${code}`,
    ignore,
    async fn() {
      await using scene = await openScene(CONFIG);
      const swr = await swrWith(scene.box, code);
      const result = await runWithoutTerminal([...swr, "p", "true"], { env: scene.env });
      assert.equal(result.status, 1, result.stderr);
      assert.match(
        result.stderr,
        /\nswr: the part that runs the AWS SDK failed: .*\n.*please report/,
      );
      assert.doesNotMatch(result.stderr, /network/);
    },
  });
}
