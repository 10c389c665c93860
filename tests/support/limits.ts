// What swr may load and send at most, as tests/e2e/footprint_test.ts counts it: none of it depends on a clock.
// Rule: today's numbers with a little room. A commit that raises one names what the user gets for it;
// .github/PERFORMANCE.md lists what a module costs.

/** Modules that are evaluated, and what of their source is no comment, in characters. */
export const LOADED: Readonly<
  Record<string, { readonly modules: number; readonly characters: number }>
> = {
  "--version": { modules: 17, characters: 56_000 },
  "--status": { modules: 36, characters: 109_500 },
  "--session-keys": { modules: 23, characters: 51_500 },
  "--list": { modules: 56, characters: 195_500 },
  "the question for the code": { modules: 85, characters: 311_500 },
  "the Worker before the SDK": { modules: 4, characters: 9_000 },
};

/** Files opened before the question is written, by the kernel's account. */
export const OPENED_BEFORE_QUESTION = { source: 286, binary: 40 } as const;

/** On the wire, from the start to the command. */
export const ON_THE_WIRE = {
  connections: 1,
  requestsBeforeEnter: 1,
  requestsAfterEnter: 1,
} as const;
