// What the double does when all is well, seen through AWS's own SDK: roles, sessions, codes, the log, HTTPS.

import assert from "node:assert/strict";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import { assume, client, forRole, keysOf, ME, whoAmI, withMfa } from "./sts_client.ts";
import { startSts } from "./sts_double.ts";
import { defaultWorld, KEYS, newRole, newUser, SERIAL, userArn } from "./sts_world.ts";

Deno.test("GetCallerIdentity tells who the keys belong to", async () => {
  await using sts = await startSts();
  const { Arn, Account, UserId } = await whoAmI(sts);
  assert.deepEqual([Arn, Account], ["arn:aws:iam::111122223333:user/me", "111122223333"]);
  assert.match(UserId!, /^AIDA[A-Z2-7]{16}$/);
});

Deno.test("AssumeRole with a code gives keys that work", async () => {
  await using sts = await startSts();
  const answer = await assume(sts, forRole("admin", withMfa(sts.code())));
  assert.equal(
    answer.AssumedRoleUser?.Arn,
    "arn:aws:sts::222233334444:assumed-role/admin/tester",
  );
  assert.match(answer.AssumedRoleUser!.AssumedRoleId!, /^AROA[A-Z2-7]{16}:tester$/);
  const keys = keysOf(answer);
  assert.match(keys.accessKeyId, /^ASIA[A-Z2-7]{16}$/);
  assert.match(keys.secretAccessKey, /^(?=.*\/)(?=.*\+).{40}$/);
  assert.match(keys.sessionToken, /^(?=.*\/)(?=.*\+).{300,}=$/);
  const { Arn, UserId, Account } = await whoAmI(sts, { credentials: keys });
  assert.equal(Arn, answer.AssumedRoleUser!.Arn);
  assert.equal(UserId, answer.AssumedRoleUser!.AssumedRoleId);
  assert.equal(Account, "222233334444");
});

Deno.test("a session lasts an hour, or as long as asked for", async () => {
  await using sts = await startSts();
  for (const [duration, seconds] of [[undefined, 3600], [900, 900], [43200, 43200]] as const) {
    const more = duration === undefined ? {} : { DurationSeconds: duration };
    const before = Date.now();
    const { Credentials } = await assume(sts, forRole("long", more));
    const expected = before + seconds * 1000;
    const off = Credentials!.Expiration!.getTime() - expected;
    assert.ok(off > -1000 && off < 30_000, `${off} ms off`);
  }
});

Deno.test("the session's ARN has the role's name without its path", async () => {
  await using sts = await startSts();
  const { AssumedRoleUser } = await assume(sts, forRole("team/ops", withMfa(sts.code())));
  assert.equal(AssumedRoleUser?.Arn, "arn:aws:sts::222233334444:assumed-role/ops/tester");
});

Deno.test("an external id, a source identity, an account root and a role are trusted as asked for", async () => {
  await using sts = await startSts();
  await assume(sts, forRole("external", { ExternalId: "open:sesame/1" }));
  await assume(sts, forRole("reader", { ExternalId: "not-asked-for" }));
  await assume(sts, forRole("delegated"));
  const named = await assume(sts, forRole("named", { SourceIdentity: "me" }));
  assert.equal(named.SourceIdentity, "me");
  const reader = keysOf(await assume(sts, forRole("reader")));
  const chained = await assume(sts, forRole("chained"), { credentials: reader });
  assert.match(chained.AssumedRoleUser!.Arn!, /assumed-role\/chained\/tester$/);
});

Deno.test("a source identity goes along a chain of roles", async () => {
  await using sts = await startSts();
  const first = await assume(sts, forRole("reader", { SourceIdentity: "somebody" }));
  const second = await assume(sts, forRole("chained"), { credentials: keysOf(first) });
  assert.equal(second.SourceIdentity, "somebody");
  const other = forRole("chained", { SourceIdentity: "another" });
  await assert.rejects(assume(sts, other, { credentials: keysOf(first) }), {
    name: "AccessDenied",
  });
});

Deno.test("tags are answered with the size of the packed policy", async () => {
  await using sts = await startSts();
  const tagged = await assume(sts, forRole("reader", { Tags: [{ Key: "team", Value: "a b" }] }));
  assert.equal(tagged.PackedPolicySize, 6);
  assert.equal(sts.requests[0]!.parameters["Tags.member.1.Value"], "a b");
  assert.equal((await assume(sts, forRole("reader"))).PackedPolicySize, undefined);
});

Deno.test("code() never runs out, and shownCode() may be used already", async () => {
  await using sts = await startSts();
  const codes = [];
  for (let n = 0; n < 6; n++) {
    codes.push(sts.code());
    await assume(sts, forRole("admin", withMfa(codes.at(-1)!)));
  }
  const shown = sts.shownCode(SERIAL);
  await assert.rejects(assume(sts, forRole("admin", withMfa(shown))), /invalid MFA/);
  sts.forgetCodes();
  await assume(sts, forRole("admin", withMfa(sts.shownCode())));
});

Deno.test("a world may have other partitions, users and roles", async () => {
  await using sts = await startSts({ world: defaultWorld({ partition: "aws-cn" }) });
  const { credentials, region } = { credentials: ME, region: "cn-north-1" };
  const role = forRole("arn:aws-cn:iam::222233334444:role/reader");
  const { AssumedRoleUser } = await assume(sts, role, { credentials, region });
  assert.equal(AssumedRoleUser?.Arn, "arn:aws-cn:sts::222233334444:assumed-role/reader/tester");

  const user = newUser({
    partition: "aws-us-gov",
    account: "444455556666",
    name: "x",
    path: "/a/",
  });
  sts.world.users.push(user);
  sts.world.roles.push(
    newRole({ partition: "aws-us-gov", name: "mine", trusts: [userArn(user)] }),
  );
  const gov = { credentials: user, region: "us-gov-west-1" };
  assert.equal((await whoAmI(sts, gov)).Arn, "arn:aws-us-gov:iam::444455556666:user/a/x");
  await assume(sts, forRole("arn:aws-us-gov:iam::222233334444:role/mine"), gov);
});

Deno.test("GET and HEAD of / lead to the product page, and requests are logged in order", async () => {
  await using sts = await startSts();
  for (const method of ["GET", "HEAD"]) {
    const response = await fetch(sts.url, { method, redirect: "manual" });
    await response.body?.cancel();
    assert.equal(response.status, 302);
    assert.equal(response.headers.get("location"), "https://aws.amazon.com/iam");
    assert.match(response.headers.get("x-amzn-requestid")!, /^[0-9a-f-]{36}$/);
  }
  const keys = keysOf(await assume(sts, forRole("reader")));
  await whoAmI(sts, { credentials: keys, region: "us-west-2" });
  assert.deepEqual(
    sts.requests.map(({ method, action, accessKeyId, region, withToken }) => [
      method,
      action,
      accessKeyId,
      region,
      withToken,
    ]),
    [
      ["GET", undefined, undefined, undefined, false],
      ["HEAD", undefined, undefined, undefined, false],
      ["POST", "AssumeRole", KEYS.AWS_ACCESS_KEY_ID, "eu-central-1", false],
      ["POST", "GetCallerIdentity", keys.accessKeyId, "us-west-2", true],
    ],
  );
  assert.ok(sts.requests.every(({ host }) => sts.url.endsWith(host)));
});

Deno.test("the log tells which requests shared a connection", async () => {
  await using sts = await startSts();
  const ask = async (http: Deno.HttpClient) =>
    await (await fetch(sts.url, { method: "HEAD", redirect: "manual", client: http })).body
      ?.cancel();
  using first = Deno.createHttpClient({});
  using second = Deno.createHttpClient({});
  for (const http of [first, first, second]) await ask(http);
  const [a, b, c] = sts.requests.map(({ connection }) => connection);
  assert.equal(typeof a, "number");
  assert.equal(a, b);
  assert.notEqual(b, c);
  assert.equal(sts.openConnections(), 2);
});

Deno.test("the Date header and the sessions follow the double's clock", async () => {
  await using sts = await startSts();
  sts.clock = -3 * 3600_000;
  const response = await fetch(sts.url, { method: "POST" });
  const xml = await response.text();
  assert.match(xml, /<Code>MissingAuthenticationToken<\/Code>/);
  assert.match(xml, new RegExp(`<RequestId>${response.headers.get("x-amzn-requestid")}<`));
  const off = Date.parse(response.headers.get("date")!) - (Date.now() + sts.clock);
  assert.ok(Math.abs(off) < 30_000, `${off} ms off`);
  const { Credentials } = await assume(sts, forRole("reader"), {
    systemClockOffset: sts.clock,
  });
  assert.ok(Credentials!.Expiration!.getTime() < Date.now());
});

Deno.test("over HTTPS a client that trusts the private CA is served, any other one is not", async () => {
  await using sts = await startSts({ https: true });
  assert.match(sts.url, /^https:\/\/127\.0\.0\.1:\d+$/);
  using http = Deno.createHttpClient({ caCerts: [sts.caPem!] });
  const requestHandler = new FetchHttpHandler({
    requestInit: () => ({ client: http }) as RequestInit,
  });
  const answer = await assume(sts, forRole("admin", withMfa(sts.code())), { requestHandler });
  assert.match(answer.AssumedRoleUser!.Arn!, /assumed-role\/admin\/tester$/);
  const named = { requestHandler, endpoint: sts.url.replace("127.0.0.1", "localhost") };
  await whoAmI(sts, named);
  assert.match(sts.requests.at(-1)!.host, /^localhost:/);
  await assert.rejects(
    fetch(sts.url),
    ({ cause }: Error) => /invalid peer certificate: UnknownIssuer/.test(String(cause)),
  );
});

Deno.test("doubles know nothing of one another", async () => {
  await using one = await startSts();
  await using two = await startSts();
  const keys = keysOf(await assume(one, forRole("reader")));
  await assert.rejects(whoAmI(two, { credentials: keys }), { name: "InvalidClientTokenId" });
  assert.equal(one.requests.length, 1);
  client(one).destroy();
});
