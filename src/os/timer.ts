// A call that comes after a while, and a wait.
// Rule: nothing in src/ uses setTimeout or setInterval: Deno (2.9) loads its node: layer for them, 5 ms in each realm,
// and AbortSignal's own timer does without.

/** How long a full stream is left alone before the next attempt to write. */
export const FULL_STREAM_MS = 10;

/** Waits, and lets nothing else run meanwhile. */
export function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Calls once after so many milliseconds, and keeps the process until then; what is returned takes that back. */
export function after(milliseconds: number, call: () => void): () => void {
  const signal = AbortSignal.timeout(milliseconds);
  // Not onabort: taking that away would leave the process waiting for the timer.
  const listener = () => call();
  signal.addEventListener("abort", listener);
  return () => signal.removeEventListener("abort", listener);
}
