// Variables of the runtime with which swr does not hold keys.

import assert from "node:assert/strict";
import { refuseRuntimeVariables, runtimeVariables } from "../../src/config/runtime_variables.ts";

function found(variables: Record<string, string>, compiled = false): string[] {
  return runtimeVariables((name) => variables[name], compiled).map(({ name }) => name);
}

Deno.test("what makes Deno run other code or send data elsewhere is found, unless it is off", () => {
  const all = {
    SSLKEYLOGFILE: "x",
    NODE_OPTIONS: "--require x",
    OTEL_DENO: "true",
    DENO_PERMISSION_BROKER_PATH: "/x",
  };
  assert.deepEqual(found(all), Object.keys(all));
  assert.deepEqual(found(all, true), ["SSLKEYLOGFILE"]);
  assert.deepEqual(found({ NODE_OPTIONS: "", OTEL_DENO: "0", SSLKEYLOGFILE: "" }), []);
  assert.deepEqual(found({ OTEL_DENO: "false" }), []);
});

Deno.test("the refusal names the variable, what it does, and how to leave it out", () => {
  assert.throws(
    () => refuseRuntimeVariables((name) => name === "NODE_OPTIONS" ? "-r x" : undefined, false),
    /NODE_OPTIONS is set: Deno runs the code/,
  );
  refuseRuntimeVariables(() => undefined, false);
});
