// What the sign-in service answered: a token, a request to be asked in another way, or a failure with cause and remedy.
// Rule: nothing it says is shown, since an error page may repeat the request and with it the credentials; known phrases
// are explained in swr's own words.

import { SwrError } from "../text/errors.ts";
import { keepSecret } from "../text/mask.ts";
import { visible } from "../text/visible.ts";

/** One answer over HTTP, or why there is none. */
export type SigninReply =
  | { readonly kind: "answer"; readonly status: number; readonly text: string }
  | { readonly kind: "failure"; readonly message: string };

/** What was asked, as far as a failure is explained by it. */
type SigninAttempt = { readonly host: string; readonly withDuration: boolean };

/**
 * Whether the service does not take the form as the body of a POST, so that it has to go into the URL. A refusal of
 * the credentials themselves is none: it has read the form.
 */
export function refusesPost(reply: SigninReply): boolean {
  if (reply.kind !== "answer" || isRefusal(reply.text)) return false;
  return [400, 404, 405, 411, 415, 501].includes(reply.status);
}

function isRefusal(text: string): boolean {
  return /invalid credentials parameter|invalid session/i.test(text);
}

/** The token in the reply; SwrError with cause and remedy if there is none. */
export function tokenIn(reply: SigninReply, attempt: SigninAttempt): string {
  if (reply.kind === "failure") throw unreachable(reply.message, attempt);
  const { status, text } = reply;
  if (status === 200) {
    const token = tokenOf(text);
    if (token !== undefined) return token;
    throw foreign(attempt, "it contains no sign-in token");
  }
  if (isRefusal(text)) throw refused(attempt);
  if (status >= 300 && status < 400) {
    throw foreign(attempt, `it redirects (status ${status}), which the sign-in service never does`);
  }
  if (status === 429 || status >= 500) {
    throw new SwrError("signin-failed", `${attempt.host} is busy or failing (status ${status})`, [
      "no URL was made; try again in a minute, with a new code",
    ]);
  }
  if (status === 400 || status === 403) throw refused(attempt, status);
  throw foreign(attempt, `its status is ${status}`);
}

function tokenOf(text: string): string | undefined {
  try {
    const token = JSON.parse(text)?.SigninToken;
    if (typeof token === "string") keepSecret(token);
    return typeof token === "string" && /^[\w+/=.~-]{16,16384}$/.test(token) ? token : undefined;
  } catch {
    return undefined;
  }
}

function refused({ host, withDuration }: SigninAttempt, status?: number): SwrError {
  const said = status === undefined ? "Invalid credentials parameter" : `status ${status}`;
  return new SwrError("signin-refused", `${host} rejects the role's credentials (${said})`, [
    withDuration
      ? "it may not allow the requested duration: omit --duration and duration_seconds"
      : "the role's policies may forbid what the console needs, or its session has been revoked",
    "is the endpoint of STS in the same partition? `swr --dry-run PROFILE` shows it",
  ]);
}

function foreign({ host }: SigninAttempt, why: string): SwrError {
  return new SwrError(
    "signin-answer-foreign",
    `the answer of ${host} does not come from the sign-in service: ${why}`,
    ["a proxy or the network's sign-in page may have answered instead"],
  );
}

/** Deno's messages quote the address that was called, and with GET that holds the credentials. */
function unreachable(message: string, { host }: SigninAttempt): SwrError {
  const safe = message.replaceAll(/https?:\/\/\S*|\S*(?:Session|%22|federation)\S*/gi, "…").slice(
    0,
    300,
  );
  return new SwrError("signin-unreachable", `${host} cannot be reached`, [
    visible(safe),
    "check the network and HTTPS_PROXY; if a code was used, wait for the next one",
  ]);
}
