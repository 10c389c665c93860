// What can go wrong between swr and STS besides a refusal: faults to queue with sts.next(), each answering one POST.
// Rule: a fault may let the double act first (`exchange.answer()`), so that a code is used up though no answer arrives.
// May import the failures' type.

import type { Refusal } from "./sts_failures.ts";

/** What a fault can do besides answering itself. */
export type Exchange = {
  /** Lets the double act as if nothing was wrong; what it would have answered. */
  answer(): Promise<Response>;
  /** Cuts the connection. */
  cut(): void;
};

export type Fault =
  | Refusal
  | ((request: Request, exchange: Exchange) => Response | Promise<Response>);

/** A page in HTML, as captive portals and proxies send it, with status 200 or another one. */
export function htmlPage(status = 200): Fault {
  const page = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Wi-Fi</body></html>";
  return () => new Response(page, { status, headers: { "content-type": "text/html" } });
}

/** A load balancer's 503, without any XML. */
export function unavailable(): Fault {
  return () => new Response("upstream connect error", { status: 503 });
}

/** A redirect of the call to another place. */
export function redirect(to: string, status: 301 | 302 | 303 | 307 | 308 = 307): Fault {
  return () => new Response(null, { status, headers: { location: to } });
}

/** The right answer, but its text ends half way. */
export function truncated(): Fault {
  return edited((xml) => xml.slice(0, xml.length / 2));
}

/** The right answer with that many bytes of white space before its end. */
export function large(bytes: number): Fault {
  return edited((xml) => xml.replace(/<\/(\w+)>\s*$/, `${" ".repeat(bytes)}</$1>`));
}

/**
 * The connection ends without an answer: before STS acts, or after (the code is used up). On a connection that was
 * used before, Deno's fetch sends such a request once more by itself (https://github.com/denoland/deno/pull/32566).
 */
export function cut(when: "before" | "after" = "before"): Fault {
  return async (_, exchange) => {
    if (when === "after") await exchange.answer();
    exchange.cut();
    return new Response(null, { status: 500 });
  };
}

/** No answer until release(), or until the client or the double goes away. `reached` settles when the call is there. */
export function hang(): { fault: Fault; reached: Promise<void>; release: () => void } {
  const arrival = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const fault: Fault = async (request, exchange) => {
    request.signal.addEventListener("abort", () => released.resolve(), { once: true });
    arrival.resolve();
    await released.promise;
    return request.signal.aborted ? new Response(null, { status: 500 }) : await exchange.answer();
  };
  return { fault, reached: arrival.promise, release: released.resolve };
}

/** Lies about a role that was assumed: each is the right answer but for one thing. */
export const LIES = {
  partition: replace(/<Arn>arn:[\w-]+:/, "<Arn>arn:aws-cn:"),
  account: replace(/(<Arn>[^<]*:sts::)\d{12}/, "$1999988887777"),
  role: replace(/(:assumed-role\/)[^/]+/, "$1another"),
  session: replace(/(:assumed-role\/[^/]+\/)[^<]+/, "$1another"),
  "expired already": expiration("2001-01-01T00:00:00Z"),
  "expires in years": expiration("2199-01-01T00:00:00Z"),
  "no date": expiration("tomorrow"),
  "control characters": replace(/<SessionToken>/, "<SessionToken>&#x1b;]0;owned&#7;&#10;"),
  "right to left": replace(/<SecretAccessKey>/, "<SecretAccessKey>\u202e"),
  "empty key": replace(/<AccessKeyId>[^<]*/, "<AccessKeyId>"),
  "no access key id": without("AccessKeyId"),
  "no secret": without("SecretAccessKey"),
  "no token": without("SessionToken"),
  "no expiration": without("Expiration"),
  "no credentials": without("Credentials"),
  "no identity": without("AssumedRoleUser"),
} as const satisfies Record<string, (xml: string) => string>;

/** The right answer to an AssumeRole but for one lie. */
export function tampered(lie: keyof typeof LIES): Fault {
  return edited(LIES[lie]);
}

/** The right answer, its text changed. An edit that changes nothing is an error of the test. */
export function edited(edit: (xml: string) => string): Fault {
  return async (_, exchange) => {
    const answer = await exchange.answer();
    const xml = await answer.text();
    const changed = edit(xml);
    if (changed === xml) throw new Error(`nothing to change in the answer: ${xml}`);
    return new Response(changed, { status: answer.status, headers: answer.headers });
  };
}

function replace(pattern: RegExp, by: string): (xml: string) => string {
  return (xml) => xml.replace(pattern, by);
}

function expiration(value: string): (xml: string) => string {
  return replace(/<Expiration>[^<]*/, `<Expiration>${value}`);
}

function without(element: string): (xml: string) => string {
  return replace(new RegExp(`<${element}>[\\s\\S]*</${element}>`), "");
}
