// What both Workers have in common on the main realm's side: what they may do, when they have booted or broken, and
// the word for a user who waits.
// Rule: one host, and nothing else that is not named.

import { SwrError } from "../text/errors.ts";
import { after } from "./timer.ts";

/** After this a user is told what is being waited for. */
const PATIENCE_MS = 2000;

/** The options of a Worker that may talk to one `host:port`, and know what `sys` names. */
export function cellOptions(name: string, host: string, sys: "osRelease"[] = []): WorkerOptions {
  return {
    type: "module",
    name,
    deno: {
      permissions: {
        net: [host],
        sys: sys.length > 0 ? sys : false,
        env: false,
        read: false,
        write: false,
        run: false,
        ffi: false,
        import: false,
      },
    },
  };
}

type Watch = {
  /** To be called when the Worker has said that its module runs. */
  readonly hasBooted: () => void;
  /** Fulfilled by that: until then its loading needs the main realm's permissions. */
  readonly booted: Promise<void>;
  /** What comes first: the work, or the Worker's end in an error (SwrError "bug"). */
  readonly orBroken: <T>(work: Promise<T>) => Promise<T>;
  /** The same for an answer; where it takes long, the user is told whose. */
  readonly patiently: <T>(work: Promise<T>, host: string) => Promise<T>;
};

/** Watches over the Worker; `partner` is whom it talks to, for messages. `notify` tells the user about a wait. */
export function watch(
  worker: Worker,
  partner: string,
  notify: ((message: string) => void) | undefined,
): Watch {
  const booted = Promise.withResolvers<void>();
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {});
  worker.onerror = (event) => {
    event.preventDefault();
    broken.reject(
      new SwrError("worker-failed", `the part that talks to ${partner} failed: ${event.message}`),
    );
  };
  const orBroken = <T>(work: Promise<T>) => Promise.race([work, broken.promise]);
  return {
    hasBooted: booted.resolve,
    booted: orBroken(booted.promise),
    orBroken,
    async patiently(work, host) {
      if (notify === undefined) return await orBroken(work);
      const atEase = after(PATIENCE_MS, () => notify(`waiting for ${host} …`));
      return await orBroken(work).finally(atEase);
    },
  };
}
