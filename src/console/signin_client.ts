// The main realm's side of the Worker that talks to the console's sign-in service.
// Rule: started with one host before the permissions are given up; what it says is checked in
// console/signin_answer.ts.

import type { SessionCredentials } from "../credentials/credentials.ts";
import type { Endpoint } from "../role/endpoint.ts";
import { FEDERATION, tokenForm } from "./signin.ts";
import { readReply, refusesPost, type SigninReply, tokenIn } from "./signin_answer.ts";
import type { SigninCall } from "./signin_messages.ts";
import { say } from "../terminal/messages.ts";
import { watch, workerOptions } from "../os/worker.ts";

type Signin = {
  /** Fulfilled when the Worker's module runs: until then its loading needs the main realm's permissions. */
  readonly booted: Promise<void>;
  /** A sign-in token for the credentials; `seconds` only where signin.ts allows it. SwrError with cause and remedy. */
  token(credentials: SessionCredentials, seconds: number | undefined): Promise<string>;
};

/** Starts the Worker with the one host of the endpoint; with `quiet` nothing is said of waiting. */
export function startSignin(
  { url: address, host, hostAndPort }: Endpoint,
  caCerts: readonly string[],
  quiet: boolean,
): Signin {
  const worker = new Worker(
    new URL("./signin_worker.ts", import.meta.url),
    workerOptions("signin", hostAndPort),
  );
  const watched = watch(worker, "the sign-in", quiet ? undefined : say);
  let answered: ((reply: SigninReply) => void) | undefined;
  worker.onmessage = ({ data }) => {
    if (data?.kind === "booted") return watched.hasBooted();
    answered?.(readReply(data));
  };
  const call = async (message: Omit<SigninCall, "caCerts">): Promise<SigninReply> => {
    const reply = new Promise<SigninReply>((resolve) => answered = resolve);
    worker.postMessage({ ...message, caCerts });
    return await watched.withWaitNotice(reply, host);
  };

  return {
    booted: watched.booted,
    async token(credentials, seconds) {
      const form = tokenForm(credentials, seconds);
      const url = `${address}${FEDERATION}`;
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
