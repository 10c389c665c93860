// Starts the Worker that runs the AWS SDK; it boots beside whatever main does next.
// Rule: the streams are hidden before it starts, since it gets copies of them as they are then; and it is given no
// connection, no file and no permission.

import type { Libc } from "../os/libc.ts";
import { hideStreams } from "../os/streams.ts";
import { type Watch, watch, withoutPermissions } from "../os/worker.ts";
import type { CallMessage, FromWorker, ToWorker } from "./messages.ts";

/** A call takes a message for each of its three requests, and one for what comes of it; the Worker one when it has booted. */
const MOST_OF_A_CALL = 10;

/** The Worker, and what comes from it. */
export type StartedWorker = Pick<Watch, "orCrash" | "limit"> & {
  /** Fulfilled when the Worker's own module runs: until then its loading needs the main realm's permissions. */
  readonly booted: Promise<void>;
  post(message: ToWorker): void;
  /** Takes the messages about the call of that number until the returned function is called. */
  listen(id: number, listener: (message: CallMessage) => void): () => void;
  /** Whether there is a call that listens. */
  busy(): boolean;
  end(): void;
};

/** Hides the streams and makes the Worker; main waits some milliseconds for its thread. */
export async function startHidden(libc: Libc | undefined): Promise<StartedWorker> {
  await hideStreams(libc);
  return startWorker();
}

function startWorker(): StartedWorker {
  const worker = new Worker(
    new URL("./worker/sts_worker.ts", import.meta.url),
    withoutPermissions("sts"),
  );
  const { hasBooted, giveUp, orCrash, limit } = watch(worker);
  const booting = Promise.withResolvers<void>();
  const listeners = new Map<number, (message: CallMessage) => void>();
  // Few: a large message takes main some tenths of a second, and its timers wait until all that came are read.
  let left = MOST_OF_A_CALL;
  worker.onmessage = ({ data }) => {
    const message = data as FromWorker;
    if (left-- === 0) return giveUp("it sends messages without end");
    if (message?.type === "booted") {
      hasBooted();
      booting.resolve();
    } else listeners.get(message?.id)?.(message);
  };
  const boot = limit();
  boot.start();
  const booted = orCrash(Promise.race([booting.promise, boot.over])).finally(boot.stop);
  booted.catch(() => {}); // thrown again to what waits for it
  return {
    booted,
    orCrash,
    limit,
    post(message) {
      if (message.type === "call") left += MOST_OF_A_CALL;
      worker.postMessage(message);
    },
    listen(id, listener) {
      listeners.set(id, listener);
      return () => void listeners.delete(id);
    },
    busy: () => listeners.size > 0,
    end: () => worker.terminate(),
  };
}
