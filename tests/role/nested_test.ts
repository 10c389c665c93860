// A switch with the keys of a session: why it is refused, and the ways out.

import assert from "node:assert/strict";
import { SwrError } from "../../src/text/errors.ts";
import { switchOptionsOf } from "../support/requests.ts";
import { parseIni } from "../../src/config/ini.ts";
import { refuseSession } from "../../src/role/nested.ts";
import { planSwitch } from "../../src/role/plan.ts";
import { readConfiguration } from "../../src/config/profile.ts";

const ROLE = "role_arn = arn:aws:iam::222233334444:role/admin\n";

Deno.test("keys of a session are refused with the way out of it: exit, or unset where --export put them there", () => {
  const session = {
    AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_SESSION_TOKEN: "t",
    SWR_PROFILE: "reader",
    SWR_EXPIRATION: "2026-01-01T00:00:00Z",
  };
  const end = Date.parse(session.SWR_EXPIRATION);
  const told = (change: Record<string, string>, now: number) => {
    const env: Record<string, string> = { ...session, ...change };
    const files = readConfiguration(parseIni(`[profile p]\n${ROLE}`, "config"), undefined);
    try {
      planSwitch("p", switchOptionsOf(["p"]), files, (name) => env[name], now);
    } catch (error) {
      if (error instanceof SwrError) return [error.message, ...error.hints];
    }
    throw new Error("it was not refused");
  };
  const unset =
    "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN SWR_PROFILE, or use another shell";
  const fresh = "start from the long-lived keys: `envchain NAMESPACE swr p`";
  const nested =
    "or, where the role trusts the role you are in: `swr --from-session …` (an hour at most)";
  const already = "the keys of the environment are already those of a session";
  assert.deepEqual(told({}, end - 1), [
    already,
    'you are in "reader" until 2026-01-01T00:00:00Z: leave it with exit',
    `or ${fresh}`,
    nested,
  ]);
  assert.deepEqual(told({ SWR_EXPORTED: "1" }, end - 1), [
    already,
    `the keys of "reader" are in this shell (--export) until 2026-01-01T00:00:00Z: ${unset}`,
    `or ${fresh}`,
    nested,
  ]);
  const ended = 'the session in "reader" ended at 2026-01-01T00:00:00Z';
  assert.deepEqual(told({}, end), [
    ended,
    "leave this shell with exit, and start again: `envchain NAMESPACE swr p`",
  ]);
  assert.deepEqual(told({ SWR_EXPORTED: "1" }, end), [
    ended,
    unset,
    "start again: `envchain NAMESPACE swr p`",
  ]);
  assert.deepEqual(told({ SWR_PROFILE: "" }, end), [already, fresh, nested]);
});

Deno.test("keys of a user, of the user's own session, and keys that are wanted all the same are not refused", () => {
  const source = { kind: "profile", profile: "keys", accessKeyId: "X" } as const;
  const refused = (gives: "long-term" | "user-session" | "role-session", args: string[] = []) => {
    try {
      refuseSession("p", { ...source, gives }, switchOptionsOf([...args, "p"]), () => undefined, 0);
      return undefined;
    } catch (error) {
      if (error instanceof SwrError) return error.message;
      throw error;
    }
  };
  assert.equal(refused("long-term"), undefined);
  assert.equal(refused("user-session"), undefined);
  assert.equal(
    refused("role-session"),
    'the keys of profile "keys" are already those of a session',
  );
  assert.equal(refused("role-session", ["--from-session"]), undefined);
});
