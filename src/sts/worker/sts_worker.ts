// The cell: a realm of its own with one host to talk to, where the SDK runs.
// Rule: two stages. This module boots with nothing third-party in it; the SDK is imported when the main realm says so,
// after it has given up what it no longer needs. The one file that imports npm packages, and types only from core/.

import type { STSClientConfig } from "@aws-sdk/client-sts";
import type { Failure, FromWorker, Load, ToWorker } from "../messages.ts";
import type { Call } from "../../role/sts_call.ts";
import type { Credentials } from "../../credentials/credentials.ts";
import { causes } from "./causes.ts";
import { directHandler, type Handler, proxiedHandler } from "./handler.ts";
import { REHEARSAL_CALL, REHEARSAL_CREDENTIALS, REHEARSAL_HANDLER } from "./rehearsal.ts";

const realm = self as unknown as {
  onmessage: (event: MessageEvent<ToWorker>) => void;
  postMessage(message: FromWorker): void;
};

/** Makes a call. `by`: the handler of a rehearsal, in the place of the endpoint's. */
type Sdk = (call: Call, credentials: Credentials, by?: Handler) => Promise<unknown>;

/** Beyond this a signature is at risk: STS allows a quarter of an hour, and the session's end is shown by this clock. */
const WORTH_CORRECTING_MS = 4 * 60_000;

let handler: Handler;
/** How far the clock of STS is ahead, in milliseconds; undefined where it does not say so, or cannot be reached. */
let clock: Promise<number | undefined>;
/** Whether STS has answered, or cannot be reached. */
let settled = false;
let sdk: Promise<Sdk>;
let asked = false;

realm.onmessage = ({ data }) => {
  switch (data.type) {
    case "connect":
      handler = watched(
        (data.proxied ? proxiedHandler : directHandler)(data.url, [...data.caCerts]),
      );
      // What is wrong is told by the call that counts.
      clock = handler.warm().catch(() => undefined).finally(() => settled = true);
      break;
    case "load":
      sdk = load(data);
      sdk.catch(() => {}); // told to whoever asks first
      rehearse(sdk);
      break;
    case "warm":
      handler.warm().catch(() => {});
      break;
    case "call":
      answer(data.id, async () => (await sdk)(data.call, data.credentials));
  }
};

/** Once, and only while nobody waits for a real call, or while that has to wait for the connection. */
async function rehearse(loaded: Promise<Sdk>): Promise<void> {
  try {
    const send = await loaded;
    // A call that was asked for meanwhile is a message in the queue: it comes first.
    await new Promise((resolve) => AbortSignal.timeout(0).onabort = resolve);
    if (!asked || !settled) await send(REHEARSAL_CALL, REHEARSAL_CREDENTIALS, REHEARSAL_HANDLER);
  } catch {
    // The real call will say what is wrong.
  }
}

async function load({ url, region }: Load): Promise<Sdk> {
  // By name, so that the build can leave out what is not named.
  const { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } =
    await import("@aws-sdk/client-sts");
  const client = async (credentials: Credentials, maxAttempts: number, by?: Handler) => {
    // A rehearsal waits for nobody.
    const skew = by === undefined ? await clock ?? 0 : 0;
    return new STSClient({
      credentials: {
        accessKeyId: credentials.accessKeyId,
        secretAccessKey: credentials.secretAccessKey,
        ...(credentials.kind !== "long-term" && { sessionToken: credentials.sessionToken }),
      },
      endpoint: url,
      region,
      // The SDK asks no more of a handler than handle().
      requestHandler: (by ?? handler) as unknown as
        & NonNullable<STSClientConfig["requestHandler"]>
        & object,
      maxAttempts,
      systemClockOffset: Math.abs(skew) > WORTH_CORRECTING_MS ? skew : 0,
      // What is not given here the client would look for in ~/.aws/config.
      defaultsMode: "standard",
      retryMode: "standard",
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
      userAgentAppId: "swr",
      authSchemePreference: [],
      // On: only then does the SDK sign with the offset.
      disableClockSkewCorrection: false,
    });
  };
  return async (call, credentials, by) => {
    if (call.action === "GetCallerIdentity") {
      return (await (await client(credentials, 1)).send(new GetCallerIdentityCommand({}))).Arn;
    }
    // A code must never be sent twice: STS may have consumed it.
    const sts = await client(credentials, call.input.TokenCode === undefined ? 3 : 1, by);
    const { Credentials, AssumedRoleUser } = call.action === "AssumeRole"
      ? await sts.send(new AssumeRoleCommand(call.input))
      : { ...await sts.send(new GetSessionTokenCommand(call.input)), AssumedRoleUser: undefined };
    return {
      credentials: {
        accessKeyId: Credentials?.AccessKeyId,
        secretAccessKey: Credentials?.SecretAccessKey,
        sessionToken: Credentials?.SessionToken,
        expiration: Credentials?.Expiration?.toISOString().replace(/\.\d+Z$/, "Z"),
      },
      assumedRoleArn: AssumedRoleUser?.Arn,
      clockAheadMs: by === undefined ? await clock : undefined,
    };
  };
}

async function answer(id: number, call: () => Promise<unknown>): Promise<void> {
  asked = true;
  try {
    realm.postMessage({ type: "answer", id, answer: await call() });
  } catch (error) {
    realm.postMessage({ type: "failure", id, failure: asFailure(error) });
  }
}

function asFailure(error: unknown): Failure {
  const { name, message, $fault, $metadata } = error as {
    name?: string;
    message?: string;
    $fault?: string;
    $metadata?: { httpStatusCode?: number; requestId?: string };
  };
  const status = $metadata?.httpStatusCode;
  if ($fault !== undefined && status !== undefined && name !== undefined && name !== "Unknown") {
    const requestId = $metadata?.requestId;
    return {
      kind: "service",
      code: name,
      message: message ?? "",
      status,
      ...(requestId !== undefined && { requestId }),
    };
  }
  const text = causes(error);
  if (name === "ConnectionLost") return { kind: "lost", message: text };
  if (name === "ForeignAnswer") return { kind: "foreign", message: text };
  if (status !== undefined) return { kind: "foreign", message: text, status };
  return { kind: onTheWay.has(error as object) ? "connection" : "broken", message: text };
}

/** What the handler has thrown: where it is none of these, the SDK itself has failed. */
const onTheWay = new WeakSet<object>();

function watched(by: Handler): Handler {
  return {
    warm: () => by.warm(),
    handle: (request) =>
      by.handle(request).catch((error) => {
        onTheWay.add(error);
        throw error;
      }),
  };
}

realm.postMessage({ type: "booted" });
