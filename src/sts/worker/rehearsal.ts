// A call of AssumeRole that goes nowhere, made while the user types: V8 compiles a function when it is first called,
// and the SDK is a thousand of them, which would otherwise be compiled between Enter and the request.
// Rule: it touches no network, and neither keys nor code are real.

import type { Call } from "../../role/sts_call.ts";
import type { Credentials } from "../../credentials/credentials.ts";
import type { Handler } from "./handler.ts";

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
const ANSWER =
  `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><AssumedRoleId>AROAREHEARSAL:rehearsal</AssumedRoleId>
<Arn>arn:aws:sts::000000000000:assumed-role/rehearsal/rehearsal</Arn></AssumedRoleUser>
<Credentials><AccessKeyId>ASIAREHEARSALONLY000</AccessKeyId><SecretAccessKey>none</SecretAccessKey>
<SessionToken>none</SessionToken><Expiration>2000-01-01T00:00:00Z</Expiration></Credentials>
</AssumeRoleResult><ResponseMetadata><RequestId>rehearsal</RequestId></ResponseMetadata></AssumeRoleResponse>`;

/** Answers every request by itself. */
export const REHEARSAL_HANDLER: Handler = {
  warm: () => Promise.resolve(undefined),
  handle() {
    const headers = { "content-type": "text/xml" };
    const body = new TextEncoder().encode(ANSWER);
    return Promise.resolve({ response: { statusCode: 200, headers, body } });
  },
};
