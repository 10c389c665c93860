// The main realm's side of the Worker: start it with one host, let it load, ask it, check what it answers.
// Rule: nothing the Worker says is used before sts/answer.ts has looked at it.

import { checkAnswer, checkCaller, checkFailure, clockAhead, readMessage } from "./answer.ts";
import type { StsEndpoint } from "../role/endpoint.ts";
import type { Credentials, SessionCredentials } from "../credentials/credentials.ts";
import { type AssumeRoleCall, type Call, withCode } from "../role/sts_call.ts";
import { after } from "../os/timer.ts";
import { watch, workerOptions } from "../os/worker.ts";
import { say } from "../terminal/messages.ts";
import type { Failure, Reply, ToWorker } from "./messages.ts";

/** How often the connection is looked after while the user types: servers close idle ones after some seconds. */
const WARM_EVERY_MS = 4000;

/** STS refuses what is signed a quarter of an hour off; some services allow five minutes. */
const CLOCK_SKEW_WARN_MS = 4 * 60_000;

/** What a call ends with: checked credentials, or the failure that STS or the network gave. */
type Outcome =
  | { readonly credentials: SessionCredentials }
  | { readonly failure: Failure };

export type Sts = {
  /** Fulfilled when the Worker's own module runs: until then its loading needs the main realm's permissions. */
  readonly booted: Promise<void>;
  /** Lets the Worker import the SDK. Call it when permissions have been given up. */
  load(): void;
  /** Whose keys these are, where STS says so: an ARN. It needs no permission, and no code. */
  identify(credentials: Credentials): Promise<string | undefined>;
  /** One AssumeRole, signed with the credentials. */
  assume(
    credentials: Credentials,
    call: AssumeRoleCall,
    code: string | undefined,
  ): Promise<Outcome>;
  /** Ends the Worker: there is nothing more to ask. */
  end(): void;
};

/** Starts the Worker; it boots and opens the connection beside whatever the main realm does next. */
export function startSts(
  endpoint: StsEndpoint,
  { environ, caCerts, quiet }: {
    readonly environ: readonly Uint8Array[];
    readonly caCerts: readonly string[];
    readonly quiet: boolean;
  },
): Sts {
  const worker = new Worker(
    new URL("./worker/sts_worker.ts", import.meta.url),
    workerOptions("sts", endpoint.hostAndPort, ["osRelease"]),
  );
  const watched = watch(worker, "STS", quiet ? undefined : say);
  const waiting = new Map<number, (message: Reply) => void>();
  const loading = Promise.withResolvers<void>();
  worker.onmessage = ({ data }) => {
    const message = readMessage(data);
    if (message === undefined) return;
    if (message.type === "booted") return watched.hasBooted();
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  };
  const send = (message: ToWorker) => worker.postMessage(message);
  send({ type: "connect", url: endpoint.url, proxied: namesProxy(environ), caCerts });
  let calls = 0;

  const keepWarm = () => {
    after(WARM_EVERY_MS, () => {
      if (waiting.size === 0) send({ type: "warm" });
      keepWarm();
    });
  };
  const ask = async (call: Call, credentials: Credentials): Promise<Reply> => {
    await watched.orCrash(loading.promise);
    const id = ++calls;
    const reply = new Promise<Reply>((resolve) => waiting.set(id, resolve));
    send({ type: "call", id, call, credentials });
    return await watched.withWaitNotice(reply, endpoint.host);
  };

  return {
    booted: watched.booted,
    load() {
      send({ type: "load", url: endpoint.url, region: endpoint.signingRegion });
      loading.resolve();
      keepWarm();
    },
    async identify(credentials) {
      const message = await ask({ action: "GetCallerIdentity", input: {} }, credentials);
      return message.type === "answer" ? checkCaller(message.answer) : undefined;
    },
    async assume(credentials, call, code) {
      const message = await ask(withCode(call, code), credentials);
      if (message.type === "failure") return { failure: checkFailure(message.failure) };
      const ahead = clockAhead(message.answer);
      if (Math.abs(ahead) > CLOCK_SKEW_WARN_MS && !quiet) sayClock(ahead);
      return { credentials: checkAnswer(message.answer, call, Date.now() + ahead) };
    },
    end: () => worker.terminate(),
  };
}

/** The request was signed with the right time all the same; but tools in the session will sign with the wrong one. */
function sayClock(ahead: number): void {
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  say(`the clock of this machine is ${minutes} minutes ${ahead > 0 ? "behind" : "ahead"}`, [
    "other tools will fail with it: set the clock (`timedatectl set-ntp true`)",
  ]);
}

/**
 * Whether the environment names a proxy, for fetch to obey; Deno's own permissions hide those variables. Without
 * libc nobody can tell, and fetch is the way that is right in both cases.
 */
function namesProxy(environ: readonly Uint8Array[]): boolean {
  if (environ.length === 0) return true;
  const decoder = new TextDecoder("latin1");
  return environ.some((entry) =>
    /^(https?|all)_proxy=./i.test(decoder.decode(entry.subarray(0, 20)))
  );
}
