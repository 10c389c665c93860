// How requests travel: over one connection that is open before the code is typed, or, if a proxy is set, by fetch, which
// knows proxies.
// Rule: a request is written once; redirects are errors.

import {
  type Answer,
  Connection,
  ConnectionLost,
  ForeignAnswer,
  LARGEST_ANSWER,
} from "./connection.ts";
import { sender } from "./http_client.ts";
import { proxyFor } from "./proxy.ts";
import { after } from "./timer.ts";
import { causes } from "../text/causes.ts";

/** How long a connection may take to be opened, and an answer to come. */
const TIMEOUT_MS = 30_000;

/** How long the first answer through a proxy may take. */
const PROXY_TIMEOUT_MS = 10_000;

/** A request with all its headers. */
export type Request = {
  readonly method: "POST" | "HEAD" | "GET";
  /** With its query; `/` if it is left out. */
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Transport = {
  /** Opens the connection, or finds it open; resolves to how far the clock of STS is ahead, in milliseconds. */
  warm(): Promise<number | undefined>;
  /** Sends the request once. ConnectionLost if STS may have seen it, ForeignAnswer if the answer is none of STS. */
  send(request: Request): Promise<Answer>;
  /** Ends what is kept open. */
  close(): void;
};

/** One connection kept open; a new one only when no request is on its way. */
export function directTransport(
  endpoint: string,
  caCerts: readonly string[],
  timeoutMs = TIMEOUT_MS,
): Transport {
  const url = new URL(endpoint);
  let current: Promise<Connection> | undefined;

  // Each that is asked for waits for the one before: two must not be opened for the same reason.
  const connection = () => current = usable(current);
  const usable = async (before: Promise<Connection> | undefined): Promise<Connection> => {
    const open = await before?.catch(() => undefined);
    if (open?.usable) return open;
    open?.close();
    return await within(timeoutMs, Connection.open(url, caCerts));
  };
  const exchange = async (used: Connection, request: Request): Promise<Answer> => {
    const { path = "/", ...parts } = request;
    const exchanged = used.exchange({ ...parts, target: path });
    return await within(timeoutMs, exchanged).catch((error) => {
      if (error instanceof Late) used.close();
      throw error;
    });
  };

  const clock = askedOnce(async () => await exchange(await connection(), CLOCK_REQUEST));
  return {
    // A second warming only looks after the connection: the clock is known, and STS need not be asked again.
    warm: () => clock.asked === undefined ? clock.ask() : connection().then(clock.ask),
    async send(request) {
      // One request at a time: the warming one has to be answered first, or to fail. If it is not answered in time,
      // nothing else is sent.
      await clock.asked?.catch((error) => {
        if (error instanceof Late) throw error;
      });
      const answer = await exchange(await connection(), request).catch(sentInVain);
      return refuseRedirect(answer);
    },
    close: () => void current?.then((open) => open.close(), () => {}),
  };
}

/** By fetch, on connections of their own: reused ones are those that fetch may send a request over twice. */
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

/** The way to a URL: through the proxy that the environment names for it. */
export function transportTo(url: string, caCerts: readonly string[]): Transport {
  return (proxyFor(url) === undefined ? directTransport : proxiedTransport)(url, caCerts);
}

/** Answered by any server, with its Date. */
const CLOCK_REQUEST: Request = { method: "HEAD", headers: {}, body: "" };

/** How far the clock of STS is ahead, asked once; anew where that failed, since the network may have come up. */
function askedOnce(send: () => Promise<Answer>) {
  let asked: Promise<number | undefined> | undefined;
  return {
    get asked() {
      return asked;
    },
    ask(): Promise<number | undefined> {
      if (asked !== undefined) return asked;
      const sent = Date.now();
      asked = send().then(({ headers }) => ahead(headers.date, sent));
      asked.catch(() => asked = undefined);
      return asked;
    },
  };
}

/** How far the other clock is ahead, by the Date header, taken against the middle of the exchange. */
function ahead(date: string | undefined, sent: number): number | undefined {
  const theirs = Date.parse(date ?? "");
  return Number.isNaN(theirs) ? undefined : theirs - (sent + Date.now()) / 2;
}

function refuseRedirect(answer: Answer): Answer {
  if (answer.statusCode < 300 || answer.statusCode > 399) return answer;
  const to = answer.headers.location ?? "nowhere";
  throw new ForeignAnswer(`redirected to ${to}, which AWS never does`);
}

/** Whether fetch failed before there was a connection: in the words of hyper-util, which Deno's fetch is made with. */
function neverSent(error: unknown): boolean {
  return causes(error).includes("client error (Connect)");
}

/** Nothing came in time. The name is none after which the SDK tries again: it would take as long again. */
class Late extends Error {
  override readonly name = "Late";

  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs / 1000} seconds`);
  }
}

/** After a timeout the request may still have been processed. */
function sentInVain(error: unknown): never {
  throw error instanceof Late
    ? new ConnectionLost(error.message, { again: false, cause: error })
    : error;
}

/** The outcome of the work; Late if it takes longer. */
async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const stop = after(timeoutMs, () => late.reject(new Late(timeoutMs)));
  return await Promise.race([work, late.promise]).finally(stop);
}
