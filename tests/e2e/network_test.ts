// The way to STS: a code is sent once whatever breaks, a wrong clock is made up for, failures are told apart.

import assert from "node:assert/strict";
import { runSwr, swrInTerminal } from "../support/program.ts";
import { FAILURES } from "../support/sts_failures.ts";
import { cut, edited, hang, htmlPage, large, unavailable } from "../support/sts_faults.ts";
import { SERIAL } from "../support/sts_world.ts";
import { consume } from "../support/totp.ts";
import { openScene } from "../support/scene.ts";

const CONFIG = `[profile p]
role_arn = arn:aws:iam::222233334444:role/admin
mfa_serial = ${SERIAL}

[profile reader]
role_arn = arn:aws:iam::222233334444:role/reader
`;

const QUESTION = `Enter MFA code for ${SERIAL}: `;

const scene = () => openScene(CONFIG);

const codesSent = (seen: readonly { parameters: Record<string, string> }[]) =>
  seen.flatMap(({ parameters }) => parameters.TokenCode ?? []);

for (const when of ["before", "after"] as const) {
  Deno.test(`a connection that breaks ${when} STS has acted: the code is sent once, and the next one asked for`, async () => {
    await using s = await scene();
    await using terminal = swrInTerminal(["-q", "p", "echo", "arrived"], { env: s.env });
    await terminal.waitFor(QUESTION);
    await terminal.until(() => s.sts.seen.length > 0);
    s.sts.next(cut(when));
    const first = s.sts.code();
    terminal.write(`${first}\r`);
    await terminal.waitFor("broke before the answer");
    await terminal.waitFor("take the next one");
    await terminal.waitFor(QUESTION);
    assert.deepEqual(codesSent(s.sts.seen), [first]);
    // Typed again, it stays here: STS would only refuse it.
    terminal.write(`${first}\r`);
    await terminal.waitFor(/sent already: wait for the next one, \d+ s/);
    await terminal.waitFor(QUESTION);
    consume(s.sts.world.devices[0]!, first, Date.now());
    terminal.write(`${s.sts.code()}\r`);
    await terminal.waitFor("arrived");
    assert.equal(codesSent(s.sts.seen).length, 2);
  });
}

Deno.test("without a code a broken connection and a busy STS are tried again", async () => {
  await using s = await scene();
  s.sts.next(cut("before"), unavailable());
  const result = await runSwr(["-q", "reader", "echo", "arrived"], { env: s.env });
  assert.equal(result.stdout, "arrived\n", result.stderr);
  assert.equal(s.sts.seen.filter(({ method }) => method === "POST").length, 3);
});

Deno.test("with a code nothing is tried again", async () => {
  await using s = await scene();
  for (const fault of [FAILURES.throttled, htmlPage(503), unavailable()]) {
    s.sts.seen.length = 0;
    s.sts.next(fault);
    const result = await runSwr(["-q", "p", "echo", "started"], {
      env: { ...s.env, SWR_MFA_TOKEN: s.sts.code() },
    });
    assert.deepEqual([result.status, result.stdout], [1, ""], result.stderr);
    assert.equal(codesSent(s.sts.seen).length, 1);
    s.sts.forgetCodes();
  }
});

for (const hours of [-3, 1]) {
  Deno.test(`a clock that is ${hours} hours off is made up for, and said`, async () => {
    await using s = await scene();
    s.sts.clock = hours * 3600_000;
    const result = await runSwr(["reader", "echo", "arrived"], { env: s.env });
    assert.equal(result.stdout, "arrived\n", result.stderr);
    assert.match(result.stderr, /the clock of this machine is .* (behind|ahead)/);
    const quiet = await runSwr(["-q", "reader", "true"], { env: s.env });
    assert.doesNotMatch(quiet.stderr, /clock/);
    assert.equal(s.sts.seen.filter(({ method }) => method === "POST").length, 2);
  });
}

Deno.test("a clock that is more than a day off is not made up for: nothing is signed for that time", async () => {
  await using s = await scene();
  s.sts.clock = 26 * 3600_000;
  const { status, stderr } = await runSwr(["reader", "echo", "started"], { env: s.env });
  assert.equal(status, 1);
  assert.match(stderr, /the clock of this machine/);
  const signed = s.sts.seen.flatMap(({ signedAt }) => signedAt ?? []);
  assert.ok(signed.length > 0);
  for (const time of signed) assert.ok(Math.abs(time - Date.now()) < 60_000, String(time));
});

Deno.test("an answer whose elements have a namespace's prefix is read", async () => {
  await using s = await scene();
  s.sts.next(edited((xml) => xml.replaceAll(/<(\/?)(?=[A-Z])/g, "<$1ns2:")));
  const result = await runSwr(["-q", "reader", "echo", "arrived"], { env: s.env });
  assert.equal(result.stdout, "arrived\n", result.stderr);
});

Deno.test("an answer of more than a megabyte is one error, and no further code is asked for", async () => {
  await using s = await scene();
  await using terminal = swrInTerminal(["-q", "p", "echo", "started"], { env: s.env });
  await terminal.waitFor(QUESTION);
  s.sts.next(large(2_000_000));
  terminal.write(`${s.sts.code()}\r`);
  await terminal.waitFor("larger than any of AWS's");
  assert.deepEqual(await terminal.exited, { code: 1, signal: null });
  assert.equal(codesSent(s.sts.seen).length, 1);
  assert.doesNotMatch(terminal.output.split("larger than any")[1]!, /Enter MFA code/);
});

Deno.test("if an answer takes long, a notice says whose; not with --quiet", async () => {
  await using s = await scene();
  for (const [args, says] of [[[], true], [["-q"], false]] as const) {
    const { fault, reached, release } = hang();
    s.sts.next(fault);
    const running = runSwr([...args, "reader", "echo", "arrived"], { env: s.env });
    await reached;
    await new Promise((resolve) => setTimeout(resolve, 2500));
    release();
    const { stdout, stderr } = await running;
    assert.equal(stdout, "arrived\n", stderr);
    assert.equal(/^swr: waiting for 127\.0\.0\.1:\d+ …$/m.test(stderr), says, stderr);
  }
});

Deno.test("an idle connection that STS closes is opened again before the code is sent", async () => {
  await using s = await scene();
  await using terminal = swrInTerminal(["-q", "p", "echo", "arrived"], { env: s.env });
  s.sts.next(cut("before"));
  await terminal.waitFor(QUESTION);
  await new Promise((resolve) => setTimeout(resolve, 300));
  s.sts.faults.length = 0;
  terminal.write(`${s.sts.code()}\r`);
  await terminal.waitFor("arrived");
  assert.equal(codesSent(s.sts.seen).length, 1);
});
