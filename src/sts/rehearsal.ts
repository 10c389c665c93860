// A call of AssumeRole that goes nowhere, made while the user types: V8 compiles a function when it is first called,
// and the SDK is a thousand of them, which would otherwise be compiled between Enter and the request. It passes the same
// checks as a real call, so an SDK that no longer fits them shows before a code is spent.
// Rule: it touches no network, and neither keys nor code are real.

import type { Call } from "../role/sts_call.ts";
import type { Credentials } from "../credentials/credentials.ts";
import type { Answer } from "../os/connection.ts";

export const REHEARSAL_CREDENTIALS: Credentials = {
  kind: "long-term",
  accessKeyId: "AKIAREHEARSALONLY000",
  secretAccessKey: "for/the/rehearsal/only/and/of/no/value00",
};

export const REHEARSAL_CALL: Call = {
  action: "AssumeRole",
  input: {
    RoleArn: "arn:aws:iam::000000000000:role/rehearsal",
    RoleSessionName: "rehearsal",
    DurationSeconds: 900,
    SerialNumber: "arn:aws:iam::000000000000:mfa/rehearsal",
    TokenCode: "000000",
  },
};

/** As the STS API reference shows it (AssumeRole, examples). */
const TEXT =
  `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><AssumedRoleId>AROAREHEARSAL:rehearsal</AssumedRoleId>
<Arn>arn:aws:sts::000000000000:assumed-role/rehearsal/rehearsal</Arn></AssumedRoleUser>
<Credentials><AccessKeyId>ASIAREHEARSALONLY000</AccessKeyId><SecretAccessKey>none</SecretAccessKey>
<SessionToken>none</SessionToken><Expiration>2000-01-01T00:00:00Z</Expiration></Credentials>
</AssumeRoleResult><ResponseMetadata><RequestId>rehearsal</RequestId></ResponseMetadata></AssumeRoleResponse>`;

/** The answer to it. */
export function rehearsalAnswer(): Answer {
  return {
    statusCode: 200,
    headers: { "content-type": "text/xml" },
    body: new TextEncoder().encode(TEXT),
  };
}
