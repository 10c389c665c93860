// From the plan to the credentials: the question, the Worker, the calls, and meanwhile what the credentials are for.
// Rule: the order keeps the streams and main's connection from the Worker; permissions are given up before the SDK is
// evaluated.

import type { Lookup } from "../config/origin.ts";
import type { SwitchRequest } from "../options/request.ts";
import type { Plan } from "../role/plan.ts";
import type { Served } from "../credentials/served.ts";
import type { Libc } from "../os/libc.ts";
import { giveUpPermissions } from "../os/permissions.ts";
import { hideStreamsFromWorkers } from "../os/streams.ts";
import type { LoadedFiles } from "../config/load.ts";
import { say } from "../terminal/messages.ts";
import type { Terminal } from "../terminal/question.ts";
import { firstCode } from "../sts/mfa_code.ts";
import type { StartedWorker } from "../sts/start.ts";
import type { SessionCredentials } from "../credentials/credentials.ts";
import type { CredentialConsumer, Delivery } from "../session/consumer.ts";

/** What the keys and a code are got from, and the authorities that count beside Deno's own. */
type Means = {
  readonly env: Lookup;
  readonly code: string | undefined;
  readonly terminal: Terminal | undefined;
  readonly printed: (() => Promise<string>) | undefined;
  readonly caCerts: readonly string[];
  /** The Worker, if nothing is asked and it has been started already. */
  readonly worker: StartedWorker | undefined;
  /** Of swr, for its name in CloudTrail. */
  readonly version: string;
  /** What another program has served for the plan's source. */
  readonly served: Served | undefined;
};

/** Asks for the code, makes the calls, and meanwhile prepares what the credentials are for. */
export async function obtain(
  plan: Plan,
  request: SwitchRequest,
  files: LoadedFiles,
  consumer: CredentialConsumer,
  libc: Libc | undefined,
  { env, code, terminal, printed, caCerts, version, served, worker: early }: Means,
): Promise<[SessionCredentials, Delivery]> {
  // The question is on the terminal before what comes after it is loaded, and before the Worker is made, which
  // holds this realm up for some milliseconds.
  const typed = firstCode(plan, { given: code, terminal, printed });
  typed.catch(() => {}); // thrown again below
  const [{ openSts }, { assumeChain }, { resolveCredentials }, worker, narrowing] = await Promise
    .all([
      import("../sts/client.ts"),
      import("../sts/assume.ts"),
      import("../credentials/resolve.ts"),
      early ?? startHidden(libc),
      plan.opens === "narrowed-session" ? import("../sts/narrow.ts") : undefined,
    ]);
  const source = resolveCredentials(plan.source, files.configuration, env, served);
  const means = { environ: libc?.environment() ?? [], caCerts, quiet: request.quiet };
  const sts = await openSts(worker, plan.endpoint, { ...means, userAgent: `swr/${version}` });
  // The order decides: a socket that is open before the split would be in the Worker's table of descriptors too.
  if (!hideStreamsFromWorkers() && request.verbose) {
    say("on this system the AWS SDK can use swr's file descriptors (SECURITY.md)");
  }
  // While the user looks for the phone, main opens the connection and, when permissions are gone, the SDK is loaded. If
  // no code is typed, the SDK takes longer.
  if (early === undefined) sts.connect();
  const ready = Promise.all([consumer.prepare(means), worker.booted]).then(([deliver]) => {
    giveUpPermissions(libc, terminal !== undefined);
    sts.load();
    if (early !== undefined) sts.connect();
    return deliver;
  });
  const obtained = await Promise.all([
    plan.opens === "narrowed-session"
      ? narrowing!.narrowSession(plan, source, sts)
      : assumeChain(plan, source, typed, terminal, sts, served?.facts),
    ready,
  ]);
  sts.end();
  return obtained;
}

/** The Worker, with the streams hidden from it. */
export async function startHidden(libc: Libc | undefined): Promise<StartedWorker> {
  return await (await import("../sts/start.ts")).startHidden(libc);
}
