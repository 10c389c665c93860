// How requests travel: over one connection that is open before the code is typed, or, if a proxy is set, by fetch, which
// knows proxies (proxied_transport.ts).
// Rule: a request is written once; redirects are errors.

import { type Answer, Connection, ConnectionLost, ForeignAnswer } from "./connection.ts";
import { after } from "./timer.ts";
import { PROXY_VARIABLES, variable } from "./variable.ts";

/** How long a connection may take to be opened, and an answer to come. */
export const TIMEOUT_MS = 30_000;

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

/** The way to a URL: through the proxy that the environment names for it. To be called while code may be loaded. */
export async function transportTo(url: string, caCerts: readonly string[]): Promise<Transport> {
  if (!PROXY_VARIABLES.some((name) => variable(name))) return directTransport(url, caCerts);
  const [{ proxyFor }, { proxiedTransport }] = await Promise.all([
    import("./proxy.ts"),
    import("./proxied_transport.ts"),
  ]);
  return (proxyFor(url) === undefined ? directTransport : proxiedTransport)(url, caCerts);
}

/** Answered by any server, with its Date. */
export const CLOCK_REQUEST: Request = { method: "HEAD", headers: {}, body: "" };

/** How far the clock of STS is ahead, asked once; again if that failed, since the network may have come up. */
export function askedOnce(send: () => Promise<Answer>) {
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

export function refuseRedirect(answer: Answer): Answer {
  if (answer.statusCode < 300 || answer.statusCode > 399) return answer;
  const to = answer.headers.location ?? "nowhere";
  throw new ForeignAnswer(`redirected to ${to}, which AWS never does`);
}

/** Nothing came in time. The name is none after which the SDK tries again: it would take as long again. */
export class Late extends Error {
  override readonly name = "Late";

  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs / 1000} seconds`);
  }
}

/** After a timeout the request may still have been processed. */
export function sentInVain(error: unknown): never {
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
