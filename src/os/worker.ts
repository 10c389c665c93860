// A Worker without any permission, and when it has booted, failed, or stopped answering.
// Rule: a Worker that closes itself, spins or says nothing is an error after a while, never a wait for ever.

import { SwrError } from "../text/errors.ts";
import { after } from "./timer.ts";

/** After this a user reads what swr waits for. */
const SLOW_NOTICE_MS = 2000;

/** How long a Worker may work on a message: loading the SDK takes a third of a second, on a busy machine some. */
const SILENCE_MS = 10_000;

/** On a very slow machine it is so many times as long as booting took, in which our own code runs alone. */
const BOOTS = 100;

/** So much of an error that a Worker ends with is shown: it may be larger than this realm. */
const LONGEST_TEXT = 2000;

/** The options of a Worker that may do nothing but compute. */
export function withoutPermissions(name: string): WorkerOptions {
  return {
    type: "module",
    name,
    deno: {
      permissions: {
        net: false,
        sys: false,
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

export type Watch = {
  /** To be called when the Worker has sent that its module runs. */
  readonly hasBooted: () => void;
  /** Ends the Worker with an error (SwrError "worker-failed"). */
  readonly giveUp: (why: string) => void;
  /** What comes first: the work, or the Worker's end in an error (SwrError "worker-failed"). */
  readonly orCrash: <T>(work: Promise<T>) => Promise<T>;
  /** A time limit for a piece of the Worker's work. */
  readonly limit: () => Limit;
};

type Limit = {
  /** Starts the time anew. */
  start(): void;
  stop(): void;
  /** Rejected when the time is over: SwrError "worker-silent". */
  readonly over: Promise<never>;
};

/** Watches over the Worker, which has just been made. */
export function watch(worker: Worker): Watch {
  const made = performance.now();
  let silenceMs: number | undefined;
  const crashed = Promise.withResolvers<never>();
  crashed.promise.catch(() => {});
  const giveUp = (why: string) => {
    worker.terminate();
    crashed.reject(new SwrError("worker-failed", `the part that runs the AWS SDK failed: ${why}`));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    giveUp(event.message.slice(0, LONGEST_TEXT));
  };
  return {
    giveUp,
    hasBooted() {
      silenceMs ??= Math.max(SILENCE_MS, BOOTS * (performance.now() - made));
    },
    orCrash: (work) => Promise.race([work, crashed.promise]),
    limit() {
      const over = Promise.withResolvers<never>();
      over.promise.catch(() => {});
      let stop = () => {};
      return {
        start() {
          stop();
          const most = silenceMs ?? 3 * SILENCE_MS;
          stop = after(most, () => over.reject(silent(most)));
        },
        stop: () => stop(),
        over: over.promise,
      };
    },
  };
}

function silent(milliseconds: number): SwrError {
  return new SwrError(
    "worker-silent",
    `the part that runs the AWS SDK has not answered for ${
      Math.round(milliseconds / 1000)
    } seconds`,
  );
}

/** The work's outcome; if it takes long, the user reads whose answer it waits for. Without `notify` nothing is said. */
export async function withWaitNotice<T>(
  work: Promise<T>,
  host: string,
  notify: ((message: string) => void) | undefined,
): Promise<T> {
  if (notify === undefined) return await work;
  const stop = after(SLOW_NOTICE_MS, () => notify(`waiting for ${host} …`));
  return await work.finally(stop);
}
