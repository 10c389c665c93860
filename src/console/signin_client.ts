// Asks the console's sign-in service for a token.
// Rule: one call, one reply, no redirect followed, no more read than a token needs; what it says is checked in
// signin_answer.ts.

import type { SessionCredentials } from "../credentials/credentials.ts";
import { type Message, sendDirectly, sender } from "../os/http_client.ts";
import { withWaitNotice } from "../os/worker.ts";
import type { Endpoint } from "../role/endpoint.ts";
import { say } from "../terminal/messages.ts";
import { isLoopback } from "../text/host.ts";
import { causes } from "../text/causes.ts";
import { FEDERATION, tokenForm } from "./signin.ts";
import { refusesPost, type SigninReply, tokenIn } from "./signin_answer.ts";

const TIMEOUT_MS = 30_000;

/** A token is some two kilobytes long. */
const LARGEST_ANSWER = 64 * 1024;

/** A sign-in token for the credentials; `seconds` only if signin.ts allows it. SwrError with cause and remedy. */
type TokenSource = (
  credentials: SessionCredentials,
  seconds: number | undefined,
) => Promise<string>;

/** Prepares to ask the endpoint; with `quiet` nothing is said of waiting. */
export function signinTokens(
  { url: address, host }: Endpoint,
  caCerts: readonly string[],
  quiet: boolean,
): TokenSource {
  // fetch, since it knows proxies. If it sends the request twice, that makes a second token and does no harm.
  const send = isLoopback(new URL(address).hostname)
    ? (url: string, message: Message) => sendDirectly(new URL(url), message, caCerts)
    : sender(caCerts, address);
  const ask = async (url: string, body?: string): Promise<SigninReply> => {
    try {
      const { status, bytes } = await send(url, {
        method: body === undefined ? "GET" : "POST",
        timeout: TIMEOUT_MS,
        most: LARGEST_ANSWER,
        headers: {
          accept: "application/json",
          ...(body !== undefined && { "content-type": "application/x-www-form-urlencoded" }),
        },
        ...(body !== undefined && { body }),
      });
      return { kind: "answer", status, text: new TextDecoder().decode(bytes) };
    } catch (error) {
      const late = error instanceof DOMException && error.name === "TimeoutError";
      const message = late ? `no answer within ${TIMEOUT_MS / 1000} seconds` : causes(error);
      return { kind: "failure", message };
    }
  };
  const call = (url: string, body?: string) =>
    withWaitNotice(ask(url, body), host, quiet ? undefined : say);
  return async (credentials, seconds) => {
    const form = tokenForm(credentials, seconds);
    const url = `${address}${FEDERATION}`;
    // The guide shows a GET, whose address proxies and servers write to their logs, the keys in it. AWS's own
    // Toolkit posts the form, so that is tried first; the documented way follows if it is refused.
    const posted = await call(url, form);
    const reply = refusesPost(posted) ? await call(`${url}?${form}`) : posted;
    return tokenIn(reply, { host, withDuration: seconds !== undefined });
  };
}
