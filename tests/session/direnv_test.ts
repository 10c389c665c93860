// DIRENV_DIFF as direnv writes it: JSON, zlib, base64 for URLs.

import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { direnvHoldsKeys } from "../../src/session/direnv.ts";

const holds = (diff: string | undefined) =>
  direnvHoldsKeys((name) => name === "DIRENV_DIFF" ? diff : undefined);
const written = (diff: unknown) => deflateSync(JSON.stringify(diff)).toString("base64url");
const PAIR = { AWS_ACCESS_KEY_ID: "AKIAX", AWS_SECRET_ACCESS_KEY: "s" };

Deno.test("long-lived keys from before or after .envrc are found", async () => {
  assert.equal(await holds(written({ p: PAIR, n: {} })), true);
  assert.equal(await holds(written({ p: {}, n: PAIR })), true);
  // direnv pads.
  const padded = written({ p: {}, n: PAIR });
  assert.equal(await holds(padded + "=".repeat((4 - padded.length % 4) % 4)), true);
});

Deno.test("keys of a session, other variables and what is no diff are none", async () => {
  assert.equal(await holds(written({ p: { ...PAIR, AWS_SESSION_TOKEN: "t" }, n: {} })), false);
  assert.equal(
    await holds(written({ p: { AWS_PROFILE: "x" }, n: { AWS_SECRET_ACCESS_KEY: "" } })),
    false,
  );
  for (const text of [undefined, "", "%%%", "e30", written(null), written({ p: null, n: 5 })]) {
    assert.equal(await holds(text), false);
  }
});
