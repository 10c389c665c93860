// A Worker with one network permission: its options, its start and its crash, and the notice "waiting for …".
// Rule: the Worker may reach exactly one host, and may do nothing that is not named.

import { SwrError } from "../text/errors.ts";
import { after } from "./timer.ts";

/** After so long the user reads what swr waits for. */
const SLOW_NOTICE_MS = 2000;

/** The options of a Worker that may talk to one `host:port`, and know what `sys` names. */
export function workerOptions(name: string, host: string, sys: "osRelease"[] = []): WorkerOptions {
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
  /** To be called when the Worker has sent that its module runs. */
  readonly hasBooted: () => void;
  /** Fulfilled by that: until then its loading needs the main realm's permissions. */
  readonly booted: Promise<void>;
  /** What comes first: the work, or the Worker's end in an error (SwrError "bug"). */
  readonly orCrash: <T>(work: Promise<T>) => Promise<T>;
  /** The same for an answer of that host, with a notice if it takes long. */
  readonly withWaitNotice: <T>(work: Promise<T>, host: string) => Promise<T>;
};

/** Watches the Worker; `partner` is the service it talks to, for messages. `notify` shows the notice. */
export function watch(
  worker: Worker,
  partner: string,
  notify: ((message: string) => void) | undefined,
): Watch {
  const booted = Promise.withResolvers<void>();
  const crashed = Promise.withResolvers<never>();
  crashed.promise.catch(() => {});
  worker.onerror = (event) => {
    event.preventDefault();
    crashed.reject(
      new SwrError("worker-failed", `the part that talks to ${partner} failed: ${event.message}`),
    );
  };
  const orCrash = <T>(work: Promise<T>) => Promise.race([work, crashed.promise]);
  return {
    hasBooted: booted.resolve,
    booted: orCrash(booted.promise),
    orCrash,
    async withWaitNotice(work, host) {
      if (notify === undefined) return await orCrash(work);
      const cancelNotice = after(SLOW_NOTICE_MS, () => notify(`waiting for ${host} …`));
      return await orCrash(work).finally(cancelNotice);
    },
  };
}
