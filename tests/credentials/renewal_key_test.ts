import assert from "node:assert/strict";
import { isDue, renewalContent, renewalOf } from "../../src/credentials/renewal_key.ts";
import { renewal } from "../support/renewals.ts";
import type { HeldKey } from "../../src/credentials/keyring.ts";

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

const NOW = Date.parse("2026-01-01T00:00:00Z");
const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();

function held(left: number, seconds: number, userLeft = 36_000): HeldKey {
  const label = { kind: "renewed-role" as const, account: "222233334444", profile: "p" };
  const found = renewal(at(userLeft));
  return {
    state: "held",
    key: 1,
    label,
    credentials: {
      kind: "role-session",
      accessKeyId: "ASIAEXAMPLEEXAMPLE00",
      secretAccessKey: "s",
      sessionToken: "t",
      expiration: at(left),
      seconds,
    },
    renewal: { ...found, key: 2, label: { ...label, kind: "renewal" } },
  };
}

Deno.test("a session is renewed when less than twenty minutes are left, or a third of its time", () => {
  assert.equal(isDue(held(1201, 3600), NOW), false);
  assert.equal(isDue(held(1199, 3600), NOW), true);
  assert.equal(isDue(held(301, 900), NOW), false);
  assert.equal(isDue(held(299, 900), NOW), true);
  assert.equal(isDue(held(21, 60), NOW), false);
  assert.equal(isDue(held(19, 60), NOW), true);
  assert.equal(isDue(held(-5000, 3600), NOW), true);
});

Deno.test("a session without a key is renewed; without what renews it, and after the user session, it is not", () => {
  const { renewal: found, ...rest } = held(10, 3600);
  assert.equal(isDue(rest, NOW), false);
  assert.equal(isDue({ state: "ended", renewal: found! }, NOW), true);
  assert.equal(isDue({ state: "none", renewal: found! }, NOW), true);
  assert.equal(isDue({ state: "several", renewal: found! }, NOW), false);
  assert.equal(isDue({ state: "none" }, NOW), false);
  assert.equal(isDue(held(10, 3600, -1), NOW), false);
});
