// The cell: the only code that imports npm packages, in a realm of its own with one host to talk to.
// Rule: two stages. This module boots with nothing third-party in it; the SDK is imported when the main realm
// says so, after it has given up what it no longer needs. Imports types only from core/.

import type { AssumeRoleInput, Failure, FromWorker, ToWorker } from "../core/sts_messages.ts";
import type { Keys } from "../core/keys.ts";

const realm = self as unknown as {
  onmessage: (event: MessageEvent<ToWorker>) => void;
  postMessage(message: FromWorker): void;
};

type Sdk = {
  assume(keys: Keys, input: AssumeRoleInput): Promise<unknown>;
};

let url = "";
let sdk: Promise<Sdk> | undefined;

realm.onmessage = ({ data }) => {
  switch (data.type) {
    case "load":
      url = data.url;
      sdk = load(data.url, data.region);
      sdk.catch(() => {}); // told to whoever asks first
      warm();
      break;
    case "warm":
      warm();
      break;
    case "assume":
      answer(data.id, data.keys, data.input);
  }
};

/** Opens the connection, or keeps it open. STS answers `/` with a redirect to its product page. */
function warm(): void {
  fetch(url, { method: "HEAD", redirect: "manual" }).then(
    (response) => response.body?.cancel(),
    () => {}, // the call that counts will say it
  );
}

async function load(endpoint: string, region: string): Promise<Sdk> {
  const [{ STSClient, AssumeRoleCommand }, { FetchHttpHandler }] = await Promise.all([
    import("@aws-sdk/client-sts"),
    import("@smithy/fetch-http-handler"),
  ]);
  const requestHandler = new FetchHttpHandler({
    requestTimeout: 30_000,
    requestInit: () => ({ redirect: "error" }),
  });
  return {
    async assume(keys, input) {
      const client = new STSClient({
        credentials: keys,
        endpoint,
        region,
        requestHandler,
        // A code must never be sent twice: STS may have consumed it.
        maxAttempts: input.TokenCode === undefined ? 3 : 1,
        // What is not given here the client would look for in ~/.aws/config.
        defaultsMode: "standard",
        retryMode: "standard",
        useFipsEndpoint: false,
        useDualstackEndpoint: false,
        userAgentAppId: "swr",
        authSchemePreference: [],
        disableClockSkewCorrection: true,
      });
      const { Credentials, AssumedRoleUser } = await client.send(new AssumeRoleCommand(input));
      return {
        credentials: {
          accessKeyId: Credentials?.AccessKeyId,
          secretAccessKey: Credentials?.SecretAccessKey,
          sessionToken: Credentials?.SessionToken,
          expiration: Credentials?.Expiration?.toISOString().replace(/\.\d+Z$/, "Z"),
        },
        assumedRoleArn: AssumedRoleUser?.Arn,
      };
    },
  };
}

async function answer(id: number, keys: Keys, input: AssumeRoleInput): Promise<void> {
  try {
    realm.postMessage({ type: "answer", id, answer: await (await sdk!).assume(keys, input) });
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
  return status === undefined
    ? { kind: "connection", message: text }
    : { kind: "foreign", message: text, status };
}

function causes(error: unknown): string {
  const messages: string[] = [];
  for (let at = error; at instanceof Error && messages.length < 5; at = at.cause) {
    messages.push(at.message.split("\n")[0]!);
  }
  return messages.join(": ") || String(error);
}

realm.postMessage({ type: "booted" });
