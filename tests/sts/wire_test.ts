// The form of a call, held against what the AWS SDK itself sends.

import assert from "node:assert/strict";
import { AssumeRoleCommand, GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import type { Call } from "../../src/role/sts_call.ts";
import { formPairs } from "../../src/sts/wire.ts";

/** The body that the SDK makes of the input. */
async function bodyOf(call: Call): Promise<string> {
  let body = "";
  const client = new STSClient({
    region: "eu-central-1",
    endpoint: "https://sts.example",
    credentials: { accessKeyId: "AKIAEXAMPLEEXAMPLE00", secretAccessKey: "s" },
    requestHandler: {
      handle(request: { body: string }) {
        body = request.body;
        throw new Error("not sent");
      },
    } as never,
    maxAttempts: 1,
  });
  const command = call.action === "AssumeRole"
    ? new AssumeRoleCommand(call.input)
    : new GetSessionTokenCommand(call.input);
  await client.send(command as AssumeRoleCommand).catch(() => {});
  return body;
}

const ODD = " a+b/c=d:é~*'()!_-.%&日";

const CALLS: Readonly<Record<string, Call>> = {
  "AssumeRole with every kind of character": {
    action: "AssumeRole",
    input: {
      RoleArn: "arn:aws:iam::222233334444:role/team/ops",
      RoleSessionName: "me@example.com",
      DurationSeconds: 3600,
      ExternalId: ODD,
      SerialNumber: "arn:aws:iam::111122223333:mfa/me",
      TokenCode: "012345",
    },
  },
  "lists and structures": {
    action: "AssumeRole",
    input: {
      RoleArn: "arn:aws:iam::222233334444:role/x",
      RoleSessionName: "me",
      Tags: [{ Key: "a", Value: "" }, { Key: "b c", Value: ODD }],
      TransitiveTagKeys: ["a", "b c"],
      PolicyArns: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
    } as never,
  },
  "GetSessionToken": {
    action: "GetSessionToken",
    input: { DurationSeconds: 43200, SerialNumber: "GAHT12345678", TokenCode: "012345" },
  },
};

for (const [name, call] of Object.entries(CALLS)) {
  Deno.test(`formPairs() are the pairs that the AWS SDK sends: ${name}`, async () => {
    assert.deepEqual(formPairs(call), (await bodyOf(call)).split("&").toSorted());
  });
}
