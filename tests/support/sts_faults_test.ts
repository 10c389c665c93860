// Every fault of sts_faults.ts, as AWS's own SDK or a bare fetch meets it.

import assert from "node:assert/strict";
import { assume, forRole, whoAmI, withMfa } from "./sts_client.ts";
import { startSts, type StsDouble } from "./sts_double.ts";
import { FAILURES } from "./sts_failures.ts";
import {
  cut,
  type Fault,
  hang,
  htmlPage,
  large,
  LIES,
  redirect,
  tampered,
  truncated,
  unavailable,
} from "./sts_faults.ts";

const BROKEN: readonly { name: string; fault: Fault; error: RegExp }[] = [
  { name: "a page in HTML with 403", fault: htmlPage(403), error: /Unknown/ },
  { name: "a 503 without XML", fault: unavailable(), error: /XML parse error/ },
  { name: "a text that ends half way", fault: truncated(), error: /missing closing tag/ },
  { name: "a connection cut before STS acts", fault: cut(), error: /completed/ },
  { name: "a connection cut after STS acted", fault: cut("after"), error: /completed/ },
];

for (const { name, fault, error } of BROKEN) {
  Deno.test(`the SDK fails on ${name}, and the call after it is well`, async () => {
    await using sts = await startSts();
    sts.next(fault);
    await assert.rejects(
      assume(sts, forRole("reader")),
      ({ message, cause }: Error) => error.test(`${message} ${cause}`),
    );
    await assume(sts, forRole("reader"));
    assert.equal(sts.requests.length, 2);
  });
}

Deno.test("a page in HTML with status 200 is an empty answer to the SDK", async () => {
  await using sts = await startSts();
  sts.next(htmlPage());
  const { Credentials, AssumedRoleUser } = await assume(sts, forRole("reader"));
  assert.deepEqual([Credentials, AssumedRoleUser], [undefined, undefined]);
});

Deno.test("faults are used up in order, by POSTs only", async () => {
  await using sts = await startSts();
  sts.next(FAILURES.throttled, unavailable());
  await (await fetch(sts.url, { method: "HEAD", redirect: "manual" })).body?.cancel();
  await assert.rejects(whoAmI(sts), { name: "Throttling" });
  await assert.rejects(whoAmI(sts), /XML parse error/);
  await whoAmI(sts);
});

for (const [when, usedUp] of [["before", false], ["after", true]] as const) {
  Deno.test(`a connection cut ${when} STS acted: the code is ${usedUp ? "" : "not "}used up`, async () => {
    await using sts = await startSts();
    const input = forRole("admin", withMfa(sts.code()));
    sts.next(cut(when));
    await assert.rejects(assume(sts, input), TypeError);
    const again = assume(sts, input);
    if (usedUp) await assert.rejects(again, { message: FAILURES.wrongCode.message });
    else await again;
    assert.equal(sts.requests.length, 2);
  });
}

Deno.test("a redirect leads where it says", async () => {
  await using sts = await startSts();
  await using other = await startSts();
  sts.next(redirect(`${other.url}/elsewhere`));
  const response = await fetch(sts.url, { method: "POST", redirect: "manual" });
  await response.body?.cancel();
  assert.equal(response.status, 307);
  assert.equal(response.headers.get("location"), `${other.url}/elsewhere`);
});

Deno.test("a large answer is large, and still the right one", async () => {
  await using sts = await startSts();
  sts.next(large(3_000_000));
  const { Arn } = await whoAmI(sts);
  assert.match(Arn!, /user\/me$/);
  sts.next(large(3_000_000));
  const text = await (await fetch(sts.url, { method: "POST" })).text();
  assert.ok(text.length > 3_000_000);
});

Deno.test("a call hangs until it is released", async () => {
  await using sts = await startSts();
  const { fault, reached, release } = hang();
  sts.next(fault);
  const call = whoAmI(sts);
  await reached;
  const other = await whoAmI(sts);
  release();
  assert.equal((await call).Arn, other.Arn);
});

Deno.test("a call that hangs ends with its client, or with the double", async () => {
  const sts = await startSts();
  const first = hang();
  const second = hang();
  sts.next(first.fault, second.fault);
  const abort = new AbortController();
  const aborted = fetch(sts.url, { method: "POST", signal: abort.signal });
  await first.reached;
  abort.abort();
  await assert.rejects(aborted, { name: "AbortError" });
  const closed = fetch(sts.url, { method: "POST" });
  await second.reached;
  await Promise.all([sts.close(), assert.rejects(closed, TypeError)]);
  await assert.rejects(fetch(sts.url), TypeError);
});

for (const lie of Object.keys(LIES) as (keyof typeof LIES)[]) {
  Deno.test(`a lie changes one thing in the answer: ${lie}`, async () => {
    await using sts = await startSts();
    sts.next(tampered(lie));
    if (lie === "no date") return await assert.rejects(assume(sts, forRole("reader")), /timestamp/);
    const answer = pick(await assume(sts, forRole("reader")));
    const truth = truthOf(sts);
    const lies = Object.keys(truth).filter((name) => answer[name] !== truth[name]);
    assert.deepEqual(lies, TOLD[lie], JSON.stringify({ answer, truth }));
  });
}

/** What the SDK reads differently for each lie. */
const TOLD: Record<Exclude<keyof typeof LIES, "no date">, string[]> = {
  partition: ["arn"],
  account: ["arn"],
  role: ["arn"],
  session: ["arn"],
  "expired already": ["expiration"],
  "expires in years": ["expiration"],
  "control characters": ["token"],
  "right to left": ["secret"],
  "empty key": ["key"],
  "no access key id": ["key"],
  "no secret": ["secret"],
  "no token": ["token"],
  "no expiration": ["expiration"],
  "no credentials": ["key", "secret", "token", "expiration"],
  "no identity": ["arn"],
};

type Picked = Record<string, string | number | undefined>;

function pick({ AssumedRoleUser, Credentials }: Awaited<ReturnType<typeof assume>>): Picked {
  return {
    arn: AssumedRoleUser?.Arn,
    key: Credentials?.AccessKeyId,
    secret: Credentials?.SecretAccessKey,
    token: Credentials?.SessionToken,
    expiration: Credentials?.Expiration?.getTime(),
  };
}

function truthOf({ world }: StsDouble): Picked {
  const session = world.sessions.at(-1)!;
  return {
    arn: "arn:aws:sts::222233334444:assumed-role/reader/tester",
    key: session.accessKeyId,
    secret: session.secretAccessKey,
    token: session.sessionToken,
    expiration: Math.floor(session.expiresAt / 1000) * 1000,
  };
}
