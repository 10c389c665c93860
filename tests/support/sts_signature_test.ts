// The signature check, driven by bare requests: anything changed after signing is found out, whatever was signed.

import assert from "node:assert/strict";
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { ME } from "./sts_client.ts";
import { startSts, type StsDouble } from "./sts_double.ts";

const BODY = "Action=GetCallerIdentity&Version=2011-06-15";

type Sent = { headers: Record<string, string>; body: string; path: string };

type Signing = { service?: string; extra?: Record<string, string>; unsigned?: string[] };

/** A request as a client would sign it; `extra` headers are signed too, `unsigned` ones only sent. */
async function signed(
  sts: StsDouble,
  { service = "sts", extra = {}, unsigned = [] }: Signing = {},
): Promise<Sent> {
  const { host, hostname } = new URL(sts.url);
  const signer = new SignatureV4({
    credentials: ME,
    region: "us-east-1",
    service,
    sha256: Sha256,
    applyChecksum: false,
  });
  const { headers } = await signer.sign({
    method: "POST",
    protocol: "http:",
    hostname,
    path: "/",
    headers: { host, "content-type": "application/x-www-form-urlencoded", ...extra },
    body: BODY,
  }, { unsignableHeaders: new Set(unsigned) });
  return { headers, body: BODY, path: "/" };
}

/** The status and code of the answer. */
async function send(sts: StsDouble, { headers, body, path }: Sent): Promise<[number, string]> {
  const response = await fetch(sts.url + path, { method: "POST", headers, body });
  return [response.status, /<Code>(.*)<\/Code>/.exec(await response.text())?.[1] ?? ""];
}

const MISMATCH = [403, "SignatureDoesNotMatch"];
const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

Deno.test("a signature over more headers than needed verifies", async () => {
  await using sts = await startSts();
  assert.deepEqual(await send(sts, await signed(sts)), [200, ""]);
  const extra = { "x-amz-meta": "  two   spaces ", "amz-sdk-request": "attempt=1; max=3" };
  assert.deepEqual(await send(sts, await signed(sts, { extra })), [200, ""]);
});

const CHANGES: readonly { name: string; change: (sent: Sent) => Sent; answer: unknown }[] = [
  {
    name: "the body",
    change: (sent) => ({ ...sent, body: `${sent.body}&x=y` }),
    answer: MISMATCH,
  },
  { name: "the path", change: (sent) => ({ ...sent, path: "/other" }), answer: MISMATCH },
  {
    name: "a signed header",
    change: (sent) => withHeader(sent, "content-type", "text/plain"),
    answer: MISMATCH,
  },
  {
    name: "the region it is for",
    change: (sent) =>
      withHeader(sent, "authorization", (was) => was.replace("us-east-1", "eu-west-1")),
    answer: MISMATCH,
  },
  {
    name: "the time, within the quarter of an hour",
    change: (sent) =>
      withHeader(
        sent,
        "x-amz-date",
        (was) => was.replace(/..Z$/, (s) => s === "00Z" ? "01Z" : "00Z"),
      ),
    answer: MISMATCH,
  },
  {
    name: "a header that lies about the body",
    change: (sent) =>
      withHeader(
        withHeader(sent, "x-amz-content-sha256", EMPTY_SHA256),
        "authorization",
        (was) => was.replace("x-amz-date", "x-amz-content-sha256;x-amz-date"),
      ),
    answer: MISMATCH,
  },
  {
    name: "a day that is not the time's",
    change: (sent) =>
      withHeader(sent, "authorization", (was) => was.replace(/\/\d{8}\//, "/20010101/")),
    answer: [400, "IncompleteSignature"],
  },
  {
    name: "no time",
    change: (sent) => withHeader(sent, "x-amz-date", ""),
    answer: [400, "IncompleteSignature"],
  },
];

for (const { name, change, answer } of CHANGES) {
  Deno.test(`a signature is refused when this was changed: ${name}`, async () => {
    await using sts = await startSts();
    assert.deepEqual(await send(sts, change(await signed(sts))), answer);
  });
}

Deno.test("a signature that leaves out the host or the time is refused", async () => {
  await using sts = await startSts();
  for (const name of ["host", "x-amz-date"]) {
    const sent = await signed(sts, { unsigned: [name] });
    assert.doesNotMatch(sent.headers.authorization!, new RegExp(name));
    assert.deepEqual(await send(sts, sent), MISMATCH, name);
  }
});

Deno.test("no signature and one for another service are refused", async () => {
  await using sts = await startSts();
  const { authorization: _, ...headers } = (await signed(sts)).headers;
  const bare = { headers, body: BODY, path: "/" };
  assert.deepEqual(await send(sts, bare), [403, "MissingAuthenticationToken"]);
  assert.deepEqual(await send(sts, await signed(sts, { service: "s3" })), MISMATCH);
});

Deno.test("an action that STS does not have is refused by name", async () => {
  await using sts = await startSts();
  const { hostname, host } = new URL(sts.url);
  const body = "Action=MakeTea&Version=2011-06-15";
  const signer = new SignatureV4({
    credentials: ME,
    region: "us-east-1",
    service: "sts",
    sha256: Sha256,
  });
  const request = {
    method: "POST",
    protocol: "http:",
    hostname,
    path: "/",
    headers: { host },
    body,
  };
  const { headers } = await signer.sign(request);
  const response = await fetch(sts.url, { method: "POST", headers, body });
  assert.match(await response.text(), /<Message>Could not find operation MakeTea for version/);
});

function withHeader(sent: Sent, name: string, value: string | ((was: string) => string)): Sent {
  const now = typeof value === "string" ? value : value(sent.headers[name]!);
  if (now === sent.headers[name]) throw new Error(`nothing changed in ${name}`);
  return { ...sent, headers: { ...sent.headers, [name]: now } };
}
