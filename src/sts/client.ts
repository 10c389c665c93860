// STS for the rest of swr: the calls through the Worker with the SDK (start.ts), over the connection that main holds.
// Rule: the Worker is started before the connection is opened; exchange.ts checks every message of the Worker's. What
// STS says is used only after answer.ts has found the identity that was asked for.

import type { Credentials, SessionCredentials } from "../credentials/credentials.ts";
import { withWaitNotice } from "../os/worker.ts";
import { after } from "../os/timer.ts";
import type { StsEndpoint } from "../role/endpoint.ts";
import { type Call, type PlannedCall, withCode } from "../role/sts_call.ts";
import { say } from "../terminal/messages.ts";
import { SwrError } from "../text/errors.ts";
import { checkSession } from "./answer.ts";
import { Exchange, type ExchangeParts, type Outcome } from "./exchange.ts";
import type { CallMessage, Failure } from "./messages.ts";
import type { StartedWorker } from "./start.ts";
import { REHEARSAL_CALL, REHEARSAL_CREDENTIALS, rehearsalAnswer } from "./rehearsal.ts";
import { type Transport, transportTo } from "../os/transport.ts";

/** How often the connection is looked after while the user types: servers close idle ones after some seconds. */
const WARM_EVERY_MS = 4000;

/** STS refuses what is signed a quarter of an hour off; some services allow five minutes. */
const WORTH_CORRECTING_MS = 4 * 60_000;

/** A clock that is further off is not corrected: what is signed with it would be another day's. */
const MOST_CORRECTED_MS = 24 * 3600 * 1000;

export type Sts = {
  /** Opens the connection. To be called when the Worker can no longer see main's descriptors. */
  connect(): void;
  /** Lets the Worker import the SDK. To be called when permissions have been given up. */
  load(): void;
  /** Whose keys these are, if STS says so and asking is harmless: an ARN. It needs no permission and no code. */
  identify(credentials: Credentials): Promise<string | undefined>;
  /** Whose credentials these are: an ARN. Unlike identify() it is a call that was decided. */
  owner(
    session: Credentials,
  ): Promise<{ readonly arn: string } | { readonly failure: Failure }>;
  /** One AssumeRole or GetSessionToken, signed with the credentials. */
  assume(
    credentials: Credentials,
    call: PlannedCall,
    code: string | undefined,
  ): Promise<{ readonly credentials: SessionCredentials } | { readonly failure: Failure }>;
  /** Ends the Worker: there is nothing more to ask. */
  end(): void;
};

type Way = {
  /** Authorities beside the ones Deno trusts, in PEM. */
  readonly caCerts: readonly string[];
  readonly quiet: boolean;
  /** How swr names itself to STS: CloudTrail shows it. */
  readonly userAgent: string;
};

/** STS at that endpoint, by the Worker. To be called while there are permissions. */
export async function openSts(
  worker: StartedWorker,
  endpoint: StsEndpoint,
  way: Way,
): Promise<Sts> {
  const { caCerts, quiet, userAgent } = way;
  const { post, orCrash } = worker;
  const loading = Promise.withResolvers<void>();

  // Reads variables, and opens nothing yet.
  const transport: Transport = await transportTo(endpoint.url, caCerts);
  let clock: Promise<number | undefined>;
  /** Whether STS has answered, or cannot be reached. */
  let settled = false;
  let calls = 0;
  let asked = false;
  /** Rejected if the SDK does not pass the checks in the rehearsal. */
  const unfit = Promise.withResolvers<never>();
  unfit.promise.catch(() => {});

  const perform = (
    call: Call,
    credentials: Credentials,
    clockAheadMs: number,
    send: Transport["send"],
  ): Promise<Outcome> => {
    const parts = { call, credentials, endpoint, clockAheadMs, userAgent, send };
    return performed(worker, ++calls, parts);
  };
  const ask = async (call: Call, credentials: Credentials): Promise<Outcome> => {
    asked = true;
    await orCrash(loading.promise);
    // The call itself reports what is wrong with the connection.
    const skew = await clock;
    return await Promise.race([
      perform(call, credentials, correction(skew), (request) => transport.send(request)),
      unfit.promise,
    ]);
  };
  const rehearse = async () => {
    // A call that is asked for in this very moment comes first.
    await new Promise<void>((resolve) => after(0, resolve));
    if (asked && settled) return;
    const send = () => Promise.resolve(rehearsalAnswer());
    await perform(REHEARSAL_CALL, REHEARSAL_CREDENTIALS, 0, send);
  };
  const keepWarm = () => {
    after(WARM_EVERY_MS, () => {
      if (!worker.busy()) transport.warm().catch(() => {});
      keepWarm();
    });
  };
  const notify = quiet ? undefined : say;

  return {
    connect() {
      clock = transport.warm().catch(() => undefined).finally(() => settled = true);
    },
    load() {
      post({ type: "load", url: endpoint.url, region: endpoint.signingRegion });
      loading.resolve();
      rehearse().catch((error) => {
        if (error instanceof SwrError) unfit.reject(error);
      });
      keepWarm();
    },
    async identify(credentials) {
      // An endpoint that is not AWS's own is sent nothing that was not decided, nor is anything signed for another time.
      if (endpoint.origin !== undefined || correction(await clock) !== 0) return undefined;
      const call: Call = { action: "GetCallerIdentity", input: {} };
      const outcome = await withWaitNotice(ask(call, credentials), endpoint.host, notify);
      return "reading" in outcome ? outcome.reading.Arn : undefined;
    },
    async owner(session) {
      const asking = ask({ action: "GetCallerIdentity", input: {} }, session);
      const outcome = await withWaitNotice(asking, endpoint.host, notify);
      return "failure" in outcome ? outcome : { arn: outcome.reading.Arn! };
    },
    async assume(credentials, call, code) {
      const asking = ask(withCode(call, code), credentials);
      const outcome = await withWaitNotice(asking, endpoint.host, notify);
      if ("failure" in outcome) return outcome;
      const skew = await clock ?? 0;
      if (Math.abs(skew) > WORTH_CORRECTING_MS && !quiet) sayClock(skew);
      return { credentials: checkSession(outcome.reading, call, Date.now() + correction(skew)) };
    },
    end: worker.end,
  };
}

/** The outcome of one call, which has that number. Its time limit counts while the Worker works on it. */
async function performed(
  worker: StartedWorker,
  id: number,
  parts: Omit<ExchangeParts, "post">,
): Promise<Outcome> {
  const { post, orCrash, limit } = worker;
  const exchange = new Exchange({ ...parts, post });
  const outcome = Promise.withResolvers<Outcome>();
  const time = limit();
  const take = async (message: CallMessage) => {
    // While main sends a request, the transport's own limit counts; no other message gives the SDK more time.
    if (message.type === "request") time.stop();
    const ended = await exchange.take(id, message);
    if (ended !== undefined) outcome.resolve(ended);
    else if (message.type === "request") time.start();
  };
  const stop = worker.listen(id, (message) => void take(message).catch(outcome.reject));
  try {
    const { call, credentials, clockAheadMs } = parts;
    post({ type: "call", id, call, credentials, clockAheadMs });
    time.start();
    return await orCrash(Promise.race([outcome.promise, time.over]));
  } finally {
    time.stop();
    stop();
  }
}

/** The offset to sign with: none for a clock that is nearly right, or hopelessly wrong. */
function correction(aheadMs: number | undefined): number {
  const size = Math.abs(aheadMs ?? 0);
  return size > WORTH_CORRECTING_MS && size <= MOST_CORRECTED_MS ? aheadMs! : 0;
}

/** The request was signed with the right time all the same; but tools in the session will sign with the wrong one. */
function sayClock(ahead: number): void {
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  say(`the clock of this machine is ${minutes} minutes ${ahead > 0 ? "behind" : "ahead"}`, [
    "other tools will fail with it: set the clock (`timedatectl set-ntp true`)",
  ]);
}
