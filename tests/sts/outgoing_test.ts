// What the AWS SDK may have sent: the decided request, and nothing that differs from it in anything.

import assert from "node:assert/strict";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { Credentials } from "../../src/credentials/credentials.ts";
import { awsEndpoint } from "../../src/role/endpoint.ts";
import type { Call } from "../../src/role/sts_call.ts";
import { checkRequest, type Decided } from "../../src/sts/outgoing.ts";
import { SwrError } from "../../src/text/errors.ts";

const CREDENTIALS: Credentials = {
  kind: "role-session",
  accessKeyId: "ASIAEXAMPLEEXAMPLE00",
  secretAccessKey: "secret/only",
  sessionToken: "token/+=",
};
const CALL = {
  action: "AssumeRole",
  input: { RoleArn: "arn:aws:iam::222233334444:role/x", RoleSessionName: "me", ExternalId: "a b" },
} as const satisfies Call;
const decided = (over: Partial<Decided> = {}): Decided => ({
  call: CALL,
  credentials: CREDENTIALS,
  endpoint: { ...awsEndpoint("sts.eu-central-1.amazonaws.com"), signingRegion: "eu-central-1" },
  times: [Date.now()],
  ...over,
});

type Plain = {
  method: unknown;
  path: unknown;
  query: unknown;
  headers: Record<string, unknown>;
  body: unknown;
};

/** The request that the SDK makes, as the Worker hands it over. */
async function sdkRequest(): Promise<Plain> {
  let made: Plain | undefined;
  const { accessKeyId, secretAccessKey } = CREDENTIALS;
  const client = new STSClient({
    region: "eu-central-1",
    endpoint: "https://sts.eu-central-1.amazonaws.com",
    credentials: { accessKeyId, secretAccessKey, sessionToken: "token/+=" },
    requestHandler: {
      handle({ method, path, query, headers, body }: Plain) {
        made = { method, path, query, headers: { ...headers }, body };
        throw new Error("not sent");
      },
    } as never,
    maxAttempts: 1,
  });
  client.middlewareStack.remove("getUserAgentMiddleware");
  await client.send(new AssumeRoleCommand(CALL.input)).catch(() => {});
  return made!;
}

function refuses(request: unknown, by: Decided, why: RegExp): void {
  assert.throws(
    () => checkRequest(request, by),
    (error) =>
      error instanceof SwrError && error.code === "request-undecided" && why.test(error.message),
    JSON.stringify(request),
  );
}

Deno.test("checkRequest() lets the decided request pass, with the head that main writes", async () => {
  const request = await sdkRequest();
  const { headers, body } = checkRequest(request, decided());
  assert.equal(body, request.body);
  assert.deepEqual(Object.keys(headers).toSorted(), [
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "authorization",
    "content-length",
    "content-type",
    "host",
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-security-token",
  ]);
  assert.equal(headers["x-amz-security-token"], "token/+=");
});

Deno.test("checkRequest() refuses another method, path, query or body", async () => {
  const request = await sdkRequest();
  const body = String(request.body);
  const cases: [change: Partial<Plain>, why: RegExp][] = [
    [{ method: "GET" }, /method/],
    [{ path: "/x" }, /path/],
    [{ query: { a: "b" } }, /path/],
    [{ body: new TextEncoder().encode(body) }, /body that is not text/],
    [{ body: new Uint8Array(new SharedArrayBuffer(8)) }, /body that is not text/],
    [{ body: `${body}&X=1` }, /content-length|parameters/],
    [{ body: body.replace("ExternalId=a%20b", "ExternalId=a%20c") }, /parameters/],
    [{ body: body.replace("ExternalId=a%20b", "ExternalId=a%2520") }, /parameters|length/],
    [{ body: body.replace("a%20b", "a+b00") }, /parameters|length/],
    [{ body: body.replace("Action=AssumeRole", "Action=AssumeRolf") }, /parameters/],
    [{ body: body.replace("role%2Fx", "role%2Fy") }, /parameters/],
    [{ body: body.replace("role%2Fx", "role%2fx") }, /parameters/],
  ];
  for (const [change, why] of cases) refuses({ ...request, ...change }, decided(), why);
  for (const odd of [undefined, null, 7, "POST / HTTP/1.1"]) refuses(odd, decided(), /no request/);
});

Deno.test("checkRequest() refuses a parameter twice, or left out", async () => {
  const request = await sdkRequest();
  const pairs = String(request.body).split("&");
  const withBody = (body: string) => ({
    ...request,
    headers: { ...request.headers, "content-length": String(body.length) },
    body,
  });
  refuses(withBody([...pairs, pairs[0]].join("&")), decided(), /parameters/);
  refuses(withBody(pairs.slice(1).join("&")), decided(), /parameters/);
});

Deno.test("checkRequest() refuses another header, value or spelling of one", async () => {
  const request = await sdkRequest();
  const authorization = String(request.headers.authorization);
  const cases: [change: Record<string, unknown>, why: RegExp][] = [
    [{ host: "evil.example" }, /another host/],
    [{ Host: "sts.eu-central-1.amazonaws.com" }, /twice/],
    [{ "content-type": "text/plain" }, /content-type/],
    [{ "content-length": "1" }, /content-length/],
    [{ "x-amz-security-token": "other" }, /security-token/],
    [{ "x-amz-security-token": undefined }, /twice|token/],
    [{ "transfer-encoding": "chunked" }, /header transfer-encoding/],
    [{ "x-evil\r\nhost": "x" }, /header of another name/],
    [{ "user-agent": "secret" }, /header user-agent/],
    [{ "amz-sdk-invocation-id": "x\r\nx: y" }, /amz-sdk-invocation-id/],
    [{ "amz-sdk-request": "attempt=1; max=3; x" }, /amz-sdk-request/],
    [{ "x-amz-content-sha256": "UNSIGNED-PAYLOAD" }, /sha256/],
    [{ "x-amz-date": "20000101T000000Z" }, /scope|time/],
    [{ authorization: authorization.replace("ASIAEXAMPLE", "ASIAOTHERXX") }, /scope/],
    [{ authorization: authorization.replace("eu-central-1", "us-east-1") }, /scope/],
    [{ authorization: authorization.replace("/sts/", "/iam/") }, /scope/],
    [{ authorization: authorization.replace(";host", ";host;x-more") }, /not sent/],
    [{ authorization: authorization.replace("host;", "") }, /unsigned/],
    [{ authorization: authorization.replace(";x-amz-security-token", "") }, /unsigned/],
    [{ authorization: `${authorization}\r\nx: y` }, /authorization/],
  ];
  for (const [change, why] of cases) {
    refuses({ ...request, headers: { ...request.headers, ...change } }, decided(), why);
  }
});

Deno.test("checkRequest() refuses a signature of another time than this clock's or that of STS", async () => {
  const request = await sdkRequest();
  const hour = 3600_000;
  refuses(request, decided({ times: [Date.now() - hour] }), /another time/);
  assert.doesNotThrow(() =>
    checkRequest(request, decided({ times: [Date.now() - hour, Date.now() + 60_000] }))
  );
});

Deno.test("checkRequest() lets long-lived keys send no token", async () => {
  const request = await sdkRequest();
  const longTerm: Credentials = {
    kind: "long-term",
    accessKeyId: CREDENTIALS.accessKeyId,
    secretAccessKey: CREDENTIALS.secretAccessKey,
  };
  refuses(request, decided({ credentials: longTerm }), /security-token/);
});
