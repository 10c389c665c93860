// The realm that talks to the console's sign-in service: the main realm has given up the network by then. Our own code
// only, with one host to talk to.
// Rule: one call, one reply, no redirect followed, no more read than a token needs.

import type { FromSignin, SigninCall } from "./signin_messages.ts";
import type { SigninReply } from "./signin_answer.ts";
import { causes } from "../sts/worker/causes.ts";

const TIMEOUT_MS = 30_000;

/** A token is some two kilobytes long. */
const LARGEST_ANSWER = 64 * 1024;

const realm = self as unknown as {
  onmessage: (event: MessageEvent<SigninCall>) => void;
  postMessage(message: FromSignin): void;
};

realm.onmessage = async ({ data }) => realm.postMessage(await reply(data));

async function reply({ method, url, body, caCerts }: SigninCall): Promise<SigninReply> {
  try {
    // fetch, since it knows proxies. Sent twice by it, the request does no harm: it makes a second token.
    const client = Deno.createHttpClient({ caCerts: [...caCerts], poolMaxIdlePerHost: 0 });
    const response = await fetch(url, {
      method,
      client,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        accept: "application/json",
        ...(body !== undefined && { "content-type": "application/x-www-form-urlencoded" }),
      },
      ...(body !== undefined && { body }),
    });
    return { kind: "answer", status: response.status, text: await textOf(response) };
  } catch (error) {
    const late = error instanceof DOMException && error.name === "TimeoutError";
    const message = late ? `no answer within ${TIMEOUT_MS / 1000} seconds` : causes(error);
    return { kind: "failure", message };
  }
}

async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LARGEST_ANSWER) break;
  }
  return text;
}

realm.postMessage({ kind: "booted" });
