import assert from "node:assert/strict";
import { cacheEntry } from "../../../src/doctor/checks/cache_entry.ts";

const AT = "2026-01-01T00:00:00Z";
const TIME = Date.parse(AT);
const HOUR = 3600_000;

const entryOf = (data: unknown) => cacheEntry(JSON.stringify(data), TIME);

Deno.test("cacheEntry() finds the end of each tool's credentials, and nothing else of them", () => {
  const role = { AccessKeyId: "ASIA", SecretAccessKey: "s", SessionToken: "t", Expiration: AT };
  assert.deepEqual(entryOf({ Credentials: role, AssumedRoleUser: {} }), { ends: TIME });
  assert.deepEqual(entryOf(role), { ends: TIME });
  assert.deepEqual(entryOf({ ...role, Expiration: "2026-01-01T00:00:00UTC" }), { ends: TIME });
  assert.deepEqual(entryOf({ ...role, Expiration: 5 }), { ends: undefined });
  assert.deepEqual(entryOf({ accessToken: "t", expiresAt: AT }), { ends: TIME });
  assert.deepEqual(
    entryOf({
      accessToken: "t",
      expiresAt: AT,
      refreshToken: "r",
      registrationExpiresAt: "2026-01-01T01:00:00Z",
    }),
    { ends: TIME, renewableUntil: TIME + HOUR },
  );
  const login = { accessToken: { secretAccessKey: "s", expiresAt: AT } };
  assert.deepEqual(entryOf(login), { ends: TIME });
  assert.deepEqual(entryOf({ ...login, refreshToken: "r" }), {
    ends: TIME,
    renewableUntil: TIME + 12 * HOUR,
  });
});

Deno.test("cacheEntry() tells what holds no credentials from what is not JSON", () => {
  const registration = { clientId: "c", clientSecret: "s", expiresAt: AT };
  for (const data of [registration, {}, [], null, 5, "x", { Credentials: null }]) {
    assert.equal(entryOf(data), "none");
  }
  for (const text of ["", "{", "\0", "[1,"]) assert.equal(cacheEntry(text, TIME), undefined);
});
