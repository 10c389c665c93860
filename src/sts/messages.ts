// What crosses between main and the Worker that runs the AWS SDK. Types only: main trusts nothing of what comes back.

import type { Call } from "../role/sts_call.ts";
import type { Credentials } from "../credentials/credentials.ts";

export type Load = {
  readonly type: "load";
  readonly url: string;
  /** The one that signs. */
  readonly region: string;
};

export type ToWorker =
  /** Import the SDK. */
  | Load
  /** Turn the call into a request, signed with the credentials, at a clock that is so many milliseconds ahead. */
  | {
    readonly type: "call";
    readonly id: number;
    readonly call: Call;
    readonly credentials: Credentials;
    readonly clockAheadMs: number;
  }
  /** The answer to the call's last request. */
  | {
    readonly type: "response";
    readonly id: number;
    readonly response: {
      readonly statusCode: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
    };
  }
  /** There is none; `again`: whether the SDK may try once more, if the call allows it. */
  | {
    readonly type: "unanswered";
    readonly id: number;
    readonly message: string;
    readonly again: boolean;
  };

export type FromWorker =
  /** The Worker's own module runs; the SDK is not loaded yet. */
  | { readonly type: "booted" }
  /** The SDK wants this request to be sent. */
  | { readonly type: "request"; readonly id: number; readonly request: unknown }
  /** What the SDK makes of the answer. */
  | { readonly type: "answer"; readonly id: number; readonly answer: unknown }
  /** It failed, or says that STS has. */
  | { readonly type: "failure"; readonly id: number; readonly message: string };

/** A message about a call. */
export type CallMessage = Exclude<FromWorker, { type: "booted" }>;

/** Why a call ended without an answer that can be used, as main knows it. */
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
