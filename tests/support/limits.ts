// What swr may load and send at most, as tests/e2e/footprint_test.ts counts it: none of it depends on a clock.
// Rule: the numbers of today with a little room. Whoever raises one says in the commit what the user gets for it;
// .github/PERFORMANCE.md tells what a module costs.

/** Modules that are evaluated, and what of their source is no comment, in characters. */
export const LOADED: Readonly<
  Record<string, { readonly modules: number; readonly characters: number }>
> = {
  "--version": { modules: 17, characters: 63_500 },
  "--status": { modules: 36, characters: 117_000 },
  "--session-keys": { modules: 23, characters: 51_000 },
  "--list": { modules: 55, characters: 200_500 },
  "the question for the code": { modules: 84, characters: 312_000 },
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
