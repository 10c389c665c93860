// That programs started at the same time by several workers do not get each other's terminals.
import assert from "node:assert/strict";

async function leaksOfOneWorker(rounds: number): Promise<number> {
  const worker = new Worker(new URL("fork_worker.ts", import.meta.url), { type: "module" });
  const answer = Promise.withResolvers<number>();
  worker.onmessage = ({ data }) => answer.resolve(data);
  worker.onerror = ({ message }) => answer.reject(new Error(message));
  worker.postMessage(rounds);
  try {
    return await answer.promise;
  } finally {
    worker.terminate();
  }
}

Deno.test({
  name: "oneAtATime() keeps the terminals of one worker out of the programs of another",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    assert.deepEqual(await Promise.all([1, 2, 3].map(() => leaksOfOneWorker(10))), [0, 0, 0]);
  },
});
