// After exec nothing of swr is left but the credentials: the probe, run bare and run through swr, reports the same
// but for the environment that .github/ARCHITECTURE.md names.

import assert from "node:assert/strict";
import { differences, probe, probeTest } from "../support/probe.ts";
import { runWithoutTerminal, swrCommand } from "../support/program.ts";
import { Sandbox } from "../support/sandbox.ts";
import { openScene } from "../support/scene.ts";
import { startSts } from "../support/sts_double.ts";
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
  "SWR_EXPIRATION",
  "SWR_PROFILE",
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
      assert.equal(/shares the descriptors of swr/.test(result.stderr), says, result.stderr);
    },
  });
}
