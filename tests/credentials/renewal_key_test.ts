import assert from "node:assert/strict";
import { renewalContent, renewalOf } from "../../src/credentials/renewal_key.ts";
import { renewal } from "../support/renewals.ts";

const RENEWAL = renewal("2026-01-01T00:00:00Z");

Deno.test("what a renewal is made of is read back whole", () => {
  assert.deepEqual(renewalOf(renewalContent(RENEWAL)), RENEWAL);
  const more = { ...RENEWAL, caBundle: "/etc/ca.pem" };
  assert.deepEqual(renewalOf(renewalContent(more)), more);
});

Deno.test("what is not whole is none", () => {
  const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  for (const name of ["user", "secretAccessKey", "sessionToken", "calls", "endpoint"]) {
    assert.equal(renewalOf(encode({ ...RENEWAL, [name]: undefined })), undefined, name);
    assert.equal(renewalOf(encode({ ...RENEWAL, [name]: 1 })), undefined, name);
  }
  assert.equal(renewalOf(encode({ ...RENEWAL, calls: [] })), undefined);
  assert.equal(
    renewalOf(encode({ ...RENEWAL, calls: [{ action: "GetSessionToken", input: {} }] })),
    undefined,
  );
  for (const bytes of [encode(null), encode([]), new Uint8Array([255])]) {
    assert.equal(renewalOf(bytes), undefined);
  }
});
