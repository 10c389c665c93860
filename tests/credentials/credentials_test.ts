// The digest changes with either secret, and reveals neither.

import assert from "node:assert/strict";
import { digestOf } from "../../src/credentials/credentials.ts";

Deno.test("the digest is sixteen hexadecimal digits of secret and token", async () => {
  const one = await digestOf({ secretAccessKey: "secret", sessionToken: "token" });
  // printf 'secret\0token' | sha256sum | cut -c1-16
  assert.equal(one, "a2469739337e5a2d");
  assert.notEqual(one, await digestOf({ secretAccessKey: "secret", sessionToken: "tokem" }));
  assert.notEqual(one, await digestOf({ secretAccessKey: "secretto", sessionToken: "ken" }));
});
