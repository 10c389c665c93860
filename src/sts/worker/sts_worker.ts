// The Worker that runs the AWS SDK: it turns a call into one HTTP request, and one HTTP answer into a result.
// Rule: no permission, and two stages: this module boots with nothing third-party in it; the SDK is imported when main
// says so, after main has given up what it no longer needs. The one file that imports npm packages.

import type { STSClientConfig } from "@aws-sdk/client-sts";
import type { Call } from "../../role/sts_call.ts";
import type { Credentials } from "../../credentials/credentials.ts";
import { causes } from "../../text/causes.ts";
import type { FromWorker, Load, ToWorker } from "../messages.ts";
import { confine } from "./confine.ts";
import { GATE, GATED } from "./gate.ts";

const realm = self as unknown as {
  onmessage: (event: MessageEvent<ToWorker>) => void;
  postMessage(message: FromWorker): void;
};

confine();

/** Makes the call, with requests that bear its number. */
type Sdk = (
  id: number,
  call: Call,
  credentials: Credentials,
  clockAheadMs: number,
) => Promise<unknown>;

async function importSdk() {
  // By name, so that the build can leave out what is not named.
  const {
    AssumeRoleCommand,
    GetCallerIdentityCommand,
    GetScopedCredentialsCommand,
    GetSessionTokenCommand,
    STSClient,
  } = await import("@aws-sdk/client-sts");
  return {
    AssumeRoleCommand,
    GetCallerIdentityCommand,
    GetScopedCredentialsCommand,
    GetSessionTokenCommand,
    STSClient,
  };
}

const gate = Promise.withResolvers<void>();
Object.defineProperty(globalThis, GATE, { value: gate.promise });

/** In a bundle it is compiled while main does other things, and waits before it is evaluated. */
const early = GATED ? importSdk() : undefined;
early?.catch(() => {}); // the call that counts says so

let sdk: Promise<Sdk>;

/** The requests that wait for their answer, by the number of their call. */
const waiting = new Map<number, PromiseWithResolvers<{ response: unknown }>>();

realm.onmessage = ({ data }) => {
  switch (data.type) {
    case "load":
      sdk = load(data);
      sdk.catch(() => {}); // the call that counts says so
      break;
    case "call":
      answer(
        data.id,
        async () => await (await sdk)(data.id, data.call, data.credentials, data.clockAheadMs),
      );
      break;
    case "response":
      waiting.get(data.id)?.resolve({ response: data.response });
      break;
    case "unanswered":
      waiting.get(data.id)?.reject(new Unanswered(data.message, data.again));
  }
};

/** What the SDK takes for a reason to try again, if trying again is allowed. */
class Unanswered extends Error {
  override readonly name = "Unanswered";
  readonly code: string | undefined;

  constructor(message: string, again: boolean) {
    super(message);
    this.code = again ? "ECONNRESET" : undefined;
  }
}

/** The part of the SDK's HttpRequest that main looks at (@smithy/types). */
type HttpRequest = Readonly<Record<"method" | "path" | "query" | "headers" | "body", unknown>>;

/** Hands the SDK's requests of one call to main. The SDK asks no more of a handler than handle(). */
function handlerOf(id: number) {
  return {
    handle({ method, path, query, headers, body }: HttpRequest) {
      const outcome = Promise.withResolvers<{ response: unknown }>();
      waiting.set(id, outcome);
      realm.postMessage({ type: "request", id, request: { method, path, query, headers, body } });
      return outcome.promise;
    },
  };
}

async function load({ url, region }: Load): Promise<Sdk> {
  gate.resolve();
  const {
    AssumeRoleCommand,
    GetCallerIdentityCommand,
    GetScopedCredentialsCommand,
    GetSessionTokenCommand,
    STSClient,
  } = await (early ?? importSdk());
  return async (id, call, credentials, clockAheadMs) => {
    const sts = new STSClient({
      credentials: {
        accessKeyId: credentials.accessKeyId,
        secretAccessKey: credentials.secretAccessKey,
        ...(credentials.kind !== "long-term" && { sessionToken: credentials.sessionToken }),
      },
      endpoint: url,
      region,
      requestHandler: handlerOf(id) as unknown as
        & NonNullable<STSClientConfig["requestHandler"]>
        & object,
      // A code must never be sent twice: STS may have consumed it.
      maxAttempts: "TokenCode" in call.input ? 1 : 3,
      systemClockOffset: clockAheadMs,
      // What is not given here the client would look for in ~/.aws/config, or ask of the system.
      defaultsMode: "standard",
      retryMode: "standard",
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
      userAgentAppId: "swr",
      defaultUserAgentProvider: () => Promise.resolve([["swr"]]),
      authSchemePreference: [],
      // On: only then does the SDK sign with the offset.
      disableClockSkewCorrection: false,
    });
    // Main names itself: a header of the SDK's would have to be believed.
    sts.middlewareStack.remove("getUserAgentMiddleware");
    switch (call.action) {
      case "GetCallerIdentity": {
        const { Arn, Account } = await sts.send(new GetCallerIdentityCommand({}));
        return { Arn, Account };
      }
      case "AssumeRole": {
        const { Credentials, AssumedRoleUser } = await sts.send(new AssumeRoleCommand(call.input));
        return { credentials: reported(Credentials), Arn: AssumedRoleUser?.Arn };
      }
      case "GetSessionToken": {
        const { Credentials } = await sts.send(new GetSessionTokenCommand(call.input));
        return { credentials: reported(Credentials) };
      }
      case "GetScopedCredentials": {
        const { Credentials, SessionInfo } = await sts.send(
          new GetScopedCredentialsCommand(call.input),
        );
        return { credentials: reported(Credentials), Arn: SessionInfo?.Arn };
      }
    }
  };
}

/** The credentials under main's names, the end of the session by the second. */
function reported(
  credentials: {
    AccessKeyId?: string | undefined;
    SecretAccessKey?: string | undefined;
    SessionToken?: string | undefined;
    Expiration?: Date | undefined;
  } | undefined,
) {
  return {
    accessKeyId: credentials?.AccessKeyId,
    secretAccessKey: credentials?.SecretAccessKey,
    sessionToken: credentials?.SessionToken,
    expiration: credentials?.Expiration?.toISOString().replace(/\.\d+Z$/, "Z"),
  };
}

async function answer(id: number, call: () => Promise<unknown>): Promise<void> {
  try {
    realm.postMessage({ type: "answer", id, answer: await call() });
  } catch (error) {
    realm.postMessage({ type: "failure", id, message: causes(error) });
  }
}

realm.postMessage({ type: "booted" });
