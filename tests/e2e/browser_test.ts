// --console --open: a browser of one's own on PATH or in BROWSER gets the URL as one word and no credential; it
// lives on when swr has ended.

import assert from "node:assert/strict";
import {
  isBinary,
  runSwr,
  runWithoutTerminal,
  swrCommand,
  swrInTerminal,
  swrWithoutLibc,
} from "../support/program.ts";
import { openScene } from "../support/scene.ts";
import { startSignin } from "../support/signin_double.ts";

const CONFIG = `[profile p]
role_arn = arn:aws:iam::222233334444:role/reader
`;

async function scene() {
  const s = await openScene(CONFIG);
  const signin = startSignin(s.sts);
  const env: Record<string, string> = {
    ...s.env,
    AWS_ENDPOINT_URL_SIGNIN: signin.url,
    SWR_MFA_TOKEN: "000000",
    AWS_SESSION_TOKEN: "left-over",
    DISPLAY: ":7",
  };
  return {
    ...s,
    signin,
    env,
    /** A program in bin/ that writes down how it was called; `end` is what it does then. */
    browser: (name: string, end = "") =>
      s.box.writeScript(
        name,
        `#!/bin/sh
{ echo "$#"; printf '%s\\n' "$@"; } >"${s.box.path("called.tmp")}"
env >"${s.box.path("environment")}"
echo noise; echo noise >&2
mv "${s.box.path("called.tmp")}" "${s.box.path("called")}"
${end}
`,
      ),
    async called(): Promise<string[]> {
      return (await s.box.read("called")).trimEnd().split("\n");
    },
    async [Symbol.asyncDispose]() {
      await signin[Symbol.asyncDispose]();
      await s[Symbol.asyncDispose]();
    },
  };
}

/** What a browser may see, however swr starts it. */
async function opensWithoutCredentials(
  s: Awaited<ReturnType<typeof scene>>,
  swr: readonly string[],
): Promise<void> {
  await s.browser("xdg-open");
  const { status, stdout, stderr } = await runWithoutTerminal([
    ...swr,
    "--console=ec2",
    "--open",
    "p",
  ], { env: s.env });
  assert.deepEqual([status, stdout], [0, ""], stderr);
  const [count, url] = await s.called();
  assert.equal(count, "1");
  assert.equal(new URL(url!).searchParams.get("SigninToken"), s.signin.issued[0]!.token);
  assert.match(stderr, /the browser opens the console as reader in 222233334444/);
  assert.ok(!stderr.includes("noise") && !stderr.includes(s.signin.issued[0]!.token));
  const environment = await s.box.read("environment");
  assert.match(environment, /^DISPLAY=:7$/m);
  const names = [...environment.matchAll(/^(\w+)=/gm)].map((match) => match[1]!);
  const own = names.filter((name) => /^(AWS|SWR|AMAZON)_/.test(name));
  assert.deepEqual(own.toSorted(), ["AWS_ENDPOINT_URL_SIGNIN", "AWS_ENDPOINT_URL_STS"]);
  for (
    const secret of [s.env.AWS_SECRET_ACCESS_KEY!, s.env.AWS_ACCESS_KEY_ID!, "left-over", "000000"]
  ) {
    assert.ok(!environment.includes(secret), secret);
  }
}

Deno.test("xdg-open gets the URL as one word, and no credential in its environment", async () => {
  await using s = await scene();
  await opensWithoutCredentials(s, swrCommand());
});

Deno.test({
  name: "it gets no credential either if the C library is unavailable",
  ignore: isBinary,
  async fn() {
    await using s = await scene();
    await opensWithoutCredentials(s, await swrWithoutLibc(s.box));
  },
});

Deno.test("$BROWSER comes first, with %s in its place; what is not there is passed over", async () => {
  await using s = await scene();
  await s.browser("xdg-open", "exit 1");
  await s.browser("mine");
  const env = { ...s.env, BROWSER: "not-there:mine --new %s --end" };
  const { status, stderr } = await runSwr(["-q", "--console", "--open", "p"], { env });
  assert.equal(status, 0, stderr);
  const [count, ...words] = await s.called();
  assert.deepEqual([count, words[0], words[2]], ["3", "--new", "--end"]);
  assert.match(words[1]!, /SigninToken=/);
});

Deno.test("a browser that cannot open says so, and the URL is not shown", async () => {
  await using s = await scene();
  await s.browser("xdg-open", "exit 3");
  const { status, stdout, stderr } = await runSwr(["--console", "--open", "p"], { env: s.env });
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(
    stderr,
    /the browser did not open: ".*\/xdg-open" ended with status 3[\s\S]*set BROWSER/,
  );
  assert.ok(!stderr.includes(s.signin.issued[0]!.token));
});

Deno.test("a browser that stays lives on when swr has ended and its terminal is closed", async () => {
  await using s = await scene();
  await s.browser(
    "xdg-open",
    `while [ ! -e "${s.box.path("go")}" ]; do sleep 0.05; done
echo done >"${s.box.path("ended.tmp")}"; mv "${s.box.path("ended.tmp")}" "${s.box.path("ended")}"`,
  );
  {
    await using terminal = swrInTerminal(["--console", "--open", "p"], { env: s.env });
    await terminal.waitFor("the browser opens the console");
    assert.equal((await terminal.exited).code, 0);
  }
  await s.box.write("go", "");
  for (let waited = 0;; waited++) {
    try {
      assert.equal(await s.box.read("ended"), "done\n");
      break;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound) || waited > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
});

Deno.test("if a command fails, the next one is tried: xdg-open without a browser, then wslview", async () => {
  await using s = await scene();
  await s.browser("xdg-open", "exit 3");
  await s.browser("wslview");
  const result = await runSwr(["--console", "--open", "p"], { env: s.env });
  assert.equal(result.status, 0, result.stderr);
  assert.match(result.stderr, /the browser opens the console as reader/);
});

Deno.test("a $BROWSER that is not there is named, and nothing else is opened", async () => {
  await using s = await scene();
  await s.browser("xdg-open");
  const env = { ...s.env, BROWSER: "no-such-browser" };
  const result = await runSwr(["--console", "--open", "p"], { env });
  assert.equal(result.status, 2);
  assert.match(
    result.stderr,
    /no command to open a browser was found \(from \$BROWSER\)\n {2}looked for no-such-browser\n/,
  );
});
