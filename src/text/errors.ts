// What can go wrong: a stable code, what happened, where the value came from, why, and what to do.
// Rule: code and origin decide, never the words; anything thrown that is not a SwrError is a bug in swr.

import { type Origin, originText } from "./origin.ts";

/** Why swr stops; decides the exit status. */
type ErrorKind =
  | "usage"
  | "config"
  | "auth"
  | "network"
  | "output"
  | "canceled"
  | "not-executable"
  | "not-found"
  | "bug";

const STATUS: Readonly<Record<ErrorKind, number>> = {
  usage: 2,
  config: 2,
  auth: 1,
  network: 1,
  output: 1,
  bug: 1,
  // As a shell reports them (POSIX.1-2017, Shell Command Language, 2.8.2).
  "not-executable": 126,
  "not-found": 127,
  canceled: 130,
};

/** Every code by its kind. A code never changes its meaning: JSON output shows it. */
const CODES = {
  usage: [
    "usage",
    "no-profile",
    "options-variable",
    "time-malformed",
    "place-unknown",
    "mfa-code-malformed",
    "secret-on-terminal",
  ],
  config: [
    "browser-failed",
    "ca-bundle-unusable",
    "chain-too-long",
    "config-empty",
    "config-missing",
    "device-elsewhere",
    "devices-several",
    "duration-malformed",
    "duration-not-possible",
    "endpoint-contradiction",
    "endpoint-global",
    "endpoint-malformed",
    "file-unreadable",
    "host-not-permitted",
    "include-loop",
    "include-unknown",
    "keys-half",
    "keyless-not-possible",
    "keys-malformed",
    "mfa-devices-differ",
    "mfa-serial-malformed",
    "no-browser",
    "no-console",
    "no-device",
    "no-home",
    "no-keys",
    "no-role",
    "no-roles",
    "parameter-malformed",
    "partition-unknown",
    "partitions-mixed",
    "policy-malformed",
    "policy-not-possible",
    "profile-ambiguous",
    "profile-misnamed",
    "profile-unknown",
    "profile-unreadable",
    "region-elsewhere",
    "region-malformed",
    "region-missing",
    "region-unknown",
    "renewal-not-possible",
    "role-arn-malformed",
    "role-elsewhere",
    "roles-differ",
    "runtime-variable",
    "services-missing",
    "services-unreadable",
    "source-loop",
    "source-malformed",
    "source-not-supported",
    "streams-exposed",
    "tag-malformed",
    "tag-missing",
    "tag-twice",
    "threads-exhausted",
    "token-missing",
    "two-sources",
    "value-not-exportable",
    "variable-malformed",
  ],
  auth: [
    "already-in-session",
    "answer-unusable",
    "keys-not-of-session",
    "login-failed",
    "mfa-process-failed",
    "no-session",
    "no-terminal",
    "process-failed",
    "session-ended",
    "session-narrowed",
    "sessions-not-ended",
    "signin-refused",
    "sso-refused",
    "sso-signin-expired",
    "sso-signin-missing",
    "sso-signin-unusable",
    "sts-refused",
    "wrong-identity",
  ],
  network: [
    "answer-foreign",
    "certificate-untrusted",
    "connection-lost",
    "signin-answer-foreign",
    "signin-failed",
    "signin-unreachable",
    "sso-answer-foreign",
    "sso-failed",
    "sso-unreachable",
    "sts-failed",
    "sts-unreachable",
  ],
  output: ["stdout-unwritable"],
  canceled: ["canceled"],
  "not-executable": ["program-not-executable"],
  "not-found": ["program-not-found"],
  bug: [
    "permission-kept",
    "question-impossible",
    "request-undecided",
    "unexpected",
    "worker-failed",
    "worker-silent",
  ],
} as const satisfies Readonly<Record<ErrorKind, readonly string[]>>;

export type ErrorCode = (typeof CODES)[ErrorKind][number];

/** What to do about every bug. */
const REPORT =
  "this is a bug in swr: please report it with the command you typed and `swr --version`";

/** Where the value at fault was written, and the error that was caught. */
type Details = { readonly origin?: Origin | undefined; readonly cause?: unknown };

/** A failure with its remedy. `message` and each hint are single sentences without a full stop. */
export class SwrError extends Error {
  override readonly name = "SwrError";
  readonly kind: ErrorKind;
  readonly hints: readonly string[];
  readonly origin: Origin | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    hints: readonly string[] = [],
    { origin, ...options }: Details = {},
  ) {
    super(message, options);
    this.kind = kindOf(code);
    this.hints = this.kind === "bug" ? [...hints, REPORT] : hints;
    this.origin = origin;
  }
}

/** An error about a word that may be meant as another tool's subcommand (options/subcommands.ts); swr has none. */
export class UnknownWordError extends SwrError {
  constructor(
    error: SwrError,
    readonly word: string,
    /** What was typed after it. */
    readonly after: readonly string[],
    /** The error if it is meant so, with the hint that names swr's own command. */
    readonly asSubcommand: (hint: string) => SwrError,
  ) {
    super(error.code, error.message, error.hints);
  }
}

function kindOf(code: ErrorCode): ErrorKind {
  const kinds = Object.entries(CODES) as [ErrorKind, readonly string[]][];
  return kinds.find(([, codes]) => codes.includes(code))![0];
}

/** The first line of an error as a user reads it: what happened, and where the value was written. */
export function headline({ message, origin }: SwrError): string {
  return origin === undefined ? message : `${message} (from ${originText(origin)})`;
}

/** The process's exit status for an error of this kind. */
export function exitStatus(kind: ErrorKind): number {
  return STATUS[kind];
}

/** Any thrown value as a SwrError; what swr did not foresee gets the code "unexpected", with the original as cause. */
export function asSwrError(thrown: unknown): SwrError {
  if (thrown instanceof SwrError) return thrown;
  // What Deno throws if no thread or process can be made (pthread_create(3), fork(2): EAGAIN).
  if (thrown instanceof Error && thrown.name === "WouldBlock") {
    return new SwrError("threads-exhausted", "swr cannot start another thread or process", [
      "you have as many as this system or container allows: `ulimit -u`, or end some programs",
    ], { cause: thrown });
  }
  const what = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new SwrError("unexpected", `unexpected failure: ${what}`, [], { cause: thrown });
}
