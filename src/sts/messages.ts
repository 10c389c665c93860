// What crosses between the main realm and the Worker that runs the SDK. Types only: the main realm trusts none of them
// until answer.ts has looked.

import type { Call } from "../role/sts_call.ts";
import type { Credentials } from "../credentials/credentials.ts";

type Connect = {
  readonly type: "connect";
  readonly url: string;
  /** Whether the environment names a proxy. */
  readonly proxied: boolean;
  /** Authorities beside the ones Deno trusts, in PEM. */
  readonly caCerts: readonly string[];
};

export type Load = {
  readonly type: "load";
  readonly url: string;
  /** The one that signs. */
  readonly region: string;
};

export type ToWorker =
  /** Open the connection to the endpoint: first of all, since the network takes longest. */
  | Connect
  /** Import the SDK. */
  | Load
  /** Keep the connection open while the user types. */
  | { readonly type: "warm" }
  /** Make a call, signed with the credentials. */
  | {
    readonly type: "call";
    readonly id: number;
    readonly call: Call;
    readonly credentials: Credentials;
  };

export type Failure =
  /** STS's own answer, by its error code. */
  | {
    readonly kind: "service";
    readonly code: string;
    readonly message: string;
    readonly status: number;
    readonly requestId?: string;
  }
  /** An answer that is not one of STS. */
  | { readonly kind: "foreign"; readonly message: string; readonly status?: number }
  /** The connection could not be opened. */
  | { readonly kind: "connection"; readonly message: string }
  /** It ended with the request on its way: STS may or may not have acted. */
  | { readonly kind: "lost"; readonly message: string }
  /** The SDK itself failed, or could not be loaded. */
  | { readonly kind: "broken"; readonly message: string };

export type FromWorker =
  /** The Worker's own module runs; the SDK is not loaded yet. */
  | { readonly type: "booted" }
  | { readonly type: "answer"; readonly id: number; readonly answer: unknown }
  | { readonly type: "failure"; readonly id: number; readonly failure: Failure };

/** What a call ends with. */
export type Reply = Exclude<FromWorker, { type: "booted" }>;
