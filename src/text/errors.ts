// What can go wrong, as the user is told of it: what happened, why, and what to do. Every failure that swr foresees is
// a SwrError; anything else that is thrown is a bug of ours.

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

/** What to do about every bug. */
const REPORT =
  "this is a bug in swr: please report it with the command you typed and `swr --version`";

/** A failure with its remedy. `message` and each hint are single sentences without a full stop. */
export class SwrError extends Error {
  override readonly name = "SwrError";
  readonly hints: readonly string[];

  constructor(
    readonly kind: ErrorKind,
    message: string,
    hints: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.hints = kind === "bug" ? [...hints, REPORT] : hints;
  }
}

/** An error about a word that may be meant as a subcommand, of which swr has none; options/subcommands.ts knows them. */
export class UnknownWordError extends SwrError {
  constructor(
    error: SwrError,
    readonly word: string,
    /** What was typed after it. */
    readonly after: readonly string[],
    /** The error if it is meant so, with the hint that names swr's own command. */
    readonly asSubcommand: (hint: string) => SwrError,
  ) {
    super(error.kind, error.message, error.hints);
  }
}

/** The process's exit status for an error of this kind. */
export function exitStatus(kind: ErrorKind): number {
  return STATUS[kind];
}

/** Any thrown value as a SwrError; what swr did not foresee becomes kind "bug" with the original as cause. */
export function asSwrError(thrown: unknown): SwrError {
  if (thrown instanceof SwrError) return thrown;
  const what = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new SwrError("bug", `unexpected failure: ${what}`, [], { cause: thrown });
}
