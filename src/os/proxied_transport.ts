// How requests travel through a proxy: by fetch, which knows proxies.
// Rule: each on a connection of its own: reused ones are those that fetch may send a request over twice. None that counts is
// sent before an answer has come through the proxy.

import { type Answer, ConnectionLost, ForeignAnswer, LARGEST_ANSWER } from "./connection.ts";
import { sender } from "./http_client.ts";
import {
  askedOnce,
  CLOCK_REQUEST,
  Late,
  refuseRedirect,
  type Request,
  sentInVain,
  TIMEOUT_MS,
  type Transport,
} from "./transport.ts";
import { causes } from "../text/causes.ts";

/** How long the first answer through a proxy may take. */
const PROXY_TIMEOUT_MS = 10_000;

/** The way to the endpoint through the proxy that the environment names for it; times in milliseconds. */
export function proxiedTransport(
  endpoint: string,
  caCerts: readonly string[],
  timeoutMs = TIMEOUT_MS,
  clockTimeoutMs = PROXY_TIMEOUT_MS,
): Transport {
  const sendOnce = sender(caCerts, endpoint);
  const send = async (
    { method, path = "/", headers, body }: Request,
    limit = timeoutMs,
  ): Promise<Answer> => {
    const { host: _, "content-length": __, ...fields } = headers;
    try {
      const { status, headers, bytes } = await sendOnce(`${endpoint}${path}`, {
        method,
        headers: fields,
        timeout: limit,
        most: LARGEST_ANSWER,
        ...(method === "POST" && { body }),
      });
      if (bytes === undefined) throw new ForeignAnswer("the answer is larger than any of AWS's");
      return { statusCode: status, headers, body: bytes };
    } catch (error) {
      if (error instanceof ForeignAnswer || neverSent(error)) throw error;
      if (error instanceof DOMException && error.name === "TimeoutError") {
        return sentInVain(new Late(limit));
      }
      throw new ConnectionLost(`the connection ended before the answer: ${causes(error)}`);
    }
  };
  let isWarm = false;
  /** When the proxy was found silent. */
  let silent = 0;
  const clock = askedOnce(() =>
    send(CLOCK_REQUEST, clockTimeoutMs).catch((error) => {
      if (error instanceof ConnectionLost && error.cause instanceof Late) silent = Date.now();
      throw error;
    })
  );
  const refuseSilence = () => {
    if (Date.now() - silent < clockTimeoutMs) {
      throw new Error(
        `no answer through the proxy within ${
          clockTimeoutMs / 1000
        } seconds: nothing was sent to STS`,
      );
    }
  };
  return {
    // For the clock alone: there is no connection to look after.
    warm() {
      isWarm = true;
      return clock.ask();
    },
    async send(request) {
      // Whether a request has passed the proxy cannot be seen: none that counts is sent before an answer has come.
      if (isWarm) {
        refuseSilence();
        await clock.ask().catch(refuseSilence);
      }
      return refuseRedirect(await send(request));
    },
    close: () => {},
  };
}

/** Whether fetch failed before there was a connection: in the words of hyper-util, which Deno's fetch is made with. */
function neverSent(error: unknown): boolean {
  return causes(error).includes("client error (Connect)");
}
