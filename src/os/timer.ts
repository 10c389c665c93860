// A call that comes after a while.
// Rule: nothing in src/ uses setTimeout or setInterval: Deno (2.9) loads its node: layer for them, 5 ms in each realm,
// and AbortSignal's own timer does without.

/** Calls once after so many milliseconds, and keeps the process until then; what is returned takes that back. */
export function after(milliseconds: number, call: () => void): () => void {
  const signal = AbortSignal.timeout(milliseconds);
  // Not onabort: taking that away would leave the process waiting for the timer.
  const listener = () => call();
  signal.addEventListener("abort", listener);
  return () => signal.removeEventListener("abort", listener);
}
