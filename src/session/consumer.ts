// What a switch does with its credentials: it opens a session, prints them, or signs in to the console.
// Rule: a consumer is made before anything is asked, and throws if it cannot succeed.

import type { SessionCredentials } from "../credentials/credentials.ts";

/** What the credentials of a switch are for. */
export type CredentialConsumer = {
  /** Makes what has to be there before the question, and says what the user should know before it. */
  announce?(): void | Promise<void>;
  /** Does what needs permissions that are given up later; resolves to the last step when they may be. */
  prepare(means: Means): Promise<Delivery>;
  /** Takes back what announce() has made; called if the switch fails. */
  abandon?(): void;
};

/** Gives the credentials to what they are for; the exit status if this process does not become another one. */
export type Delivery = (credentials: SessionCredentials) => number | Promise<number>;

/** What this process was given: its environment, and the authorities that count beside Deno's own. */
type Means = {
  readonly environ: readonly Uint8Array[];
  readonly caCerts: readonly string[];
  /** Whether only errors are said. */
  readonly quiet: boolean;
};
