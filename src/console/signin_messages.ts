// What crosses between the main realm and the Worker that talks to the console's sign-in service. Types only: the
// answers are looked at by signin_answer.ts before they are used.

import type { SigninReply } from "./signin_answer.ts";

/** One call over HTTP. */
export type SigninCall = {
  readonly method: "GET" | "POST";
  readonly url: string;
  /** A form, with POST. */
  readonly body?: string;
  /** Authorities beside the ones Deno trusts, in PEM. */
  readonly caCerts: readonly string[];
};

/** `booted`: the Worker's module runs. After that one reply a call, in their order. */
export type FromSignin = { readonly kind: "booted" } | SigninReply;
