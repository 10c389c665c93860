// The main realm's side of the Worker that talks to the console's sign-in service.
// Rule: started with one host before the permissions are given up; what it says is checked in core/signin_answer.ts.
// Imports core and terminal.

import type { Credentials } from "../core/child_env.ts";
import { hostAndPort } from "../core/endpoint.ts";
import { SwrError } from "../core/errors.ts";
import { FEDERATION, tokenForm } from "../core/signin.ts";
import { readReply, refusesPost, type SigninReply, tokenIn } from "../core/signin_answer.ts";
import type { SigninCall } from "../core/signin_messages.ts";
import { say } from "./terminal.ts";

/** After this a user is told what is being waited for. */
const PATIENCE_MS = 2000;

export type Signin = {
  /** Fulfilled when the Worker's module runs: until then its loading needs the main realm's permissions. */
  readonly booted: Promise<void>;
  /** A sign-in token for the credentials; `seconds` only where signin.ts allows it. SwrError with cause and remedy. */
  token(credentials: Credentials, seconds: number | undefined): Promise<string>;
};

/** Starts the Worker with the one host of `origin`. */
export function startSignin(origin: string, caCerts: readonly string[]): Signin {
  const worker = new Worker(new URL("../worker/signin_worker.ts", import.meta.url), {
    type: "module",
    name: "signin",
    deno: {
      permissions: {
        net: [hostAndPort({ url: origin, signingRegion: "" })],
        sys: false,
        env: false,
        read: false,
        write: false,
        run: false,
        ffi: false,
        import: false,
      },
    },
  });
  const booted = Promise.withResolvers<void>();
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {});
  let answered: ((reply: SigninReply) => void) | undefined;
  worker.onmessage = ({ data }) => {
    if (data?.kind === "booted") return booted.resolve();
    answered?.(readReply(data));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    broken.reject(
      new SwrError("bug", `the part that talks to the sign-in failed: ${event.message}`),
    );
  };
  const { host } = new URL(origin);
  const call = async (message: Omit<SigninCall, "caCerts">): Promise<SigninReply> => {
    const reply = new Promise<SigninReply>((resolve) => answered = resolve);
    worker.postMessage({ ...message, caCerts });
    const patience = setTimeout(() => say(`waiting for ${host} …`), PATIENCE_MS);
    return await Promise.race([reply, broken.promise]).finally(() => clearTimeout(patience));
  };

  return {
    booted: Promise.race([booted.promise, broken.promise]),
    async token(credentials, seconds) {
      const form = tokenForm(credentials, seconds);
      const url = `${origin}${FEDERATION}`;
      // The guide shows a GET, whose address proxies and servers write to their logs, the keys in it. AWS's own
      // Toolkit posts the form, so that is tried first; the documented way follows where it is refused.
      const posted = await call({ method: "POST", url, body: form });
      const reply = refusesPost(posted)
        ? await call({ method: "GET", url: `${url}?${form}` })
        : posted;
      return tokenIn(reply, { host, withDuration: seconds !== undefined });
    },
  };
}
