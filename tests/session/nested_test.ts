// A switch inside a session, or with the keys of one.

import assert from "node:assert/strict";
import { localTime } from "../../src/text/times.ts";
import type { CredentialSource } from "../../src/role/source.ts";
import { refuseSession } from "../../src/session/nested.ts";
import { SwrError } from "../../src/text/errors.ts";
import { switchOptionsOf } from "../support/requests.ts";

const SOURCE: CredentialSource = {
  kind: "environment",
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  gives: "role-session",
};

Deno.test("keys of a session are refused with the way out of it: exit, or unset where --export put them there", () => {
  const session = {
    AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_SESSION_TOKEN: "t",
    SWR_PROFILE: "reader",
    SWR_EXPIRATION: "2026-01-01T00:00:00Z",
  };
  const end = Date.parse(session.SWR_EXPIRATION);
  const told = (change: Record<string, string>, now: number) => {
    const env: Record<string, string> = { ...session, ...change };
    try {
      refuseSession("p", SOURCE, switchOptionsOf(["p"]), (name) => env[name], now);
    } catch (error) {
      if (error instanceof SwrError) return [error.message, ...error.hints];
    }
    throw new Error("it was not refused");
  };
  const unset = '`eval "$(swr --export sh --undo)"` takes them out of it';
  const fresh = "start from the long-lived keys: `envchain NAMESPACE swr p`";
  const nested =
    "or, if the role trusts the role you are in: `swr --from-session …` (an hour at most)";
  const already = "the keys of the environment already belong to a session";
  assert.deepEqual(told({}, end - 1), [
    already,
    `you are in "reader" until ${localTime("2026-01-01T00:00:00Z")}: leave it with exit`,
    `or ${fresh}`,
    nested,
  ]);
  assert.deepEqual(told({ SWR_EXPORTED: "1" }, end - 1), [
    already,
    `the keys of "reader" are in this shell (--export) until ${
      localTime("2026-01-01T00:00:00Z")
    }: ${unset}`,
    `or ${fresh}`,
    nested,
  ]);
  const ended = `the session in "reader" ended at ${localTime("2026-01-01T00:00:00Z")}`;
  assert.deepEqual(told({}, end), [
    ended,
    "leave this shell with exit, and start again: `envchain NAMESPACE swr p`",
  ]);
  assert.deepEqual(told({ SWR_EXPORTED: "1" }, end), [
    ended,
    'take the keys out of this shell: `eval "$(swr --export sh --undo)"`',
    "start again: `envchain NAMESPACE swr p`",
  ]);
  assert.deepEqual(told({ SWR_PROFILE: "" }, end), [already, fresh, nested]);
});

Deno.test("keys of a session in a file are not those of the session one is in", () => {
  const source = { ...SOURCE, kind: "profile", profile: "base" } as const;
  const env: Record<string, string> = { SWR_PROFILE: "reader" };
  assert.throws(
    () => refuseSession("p", source, switchOptionsOf(["p"]), (name) => env[name], 0),
    (error: SwrError) => {
      assert.equal(error.message, 'the keys of profile "base" already belong to a session');
      assert.doesNotMatch(error.hints.join(), /reader/);
      return true;
    },
  );
});

Deno.test("long-lived keys, no keys and --from-session are not refused inside a session", () => {
  const env: Record<string, string> = { SWR_PROFILE: "reader" };
  const refuse = (source: CredentialSource | undefined, args: string[]) =>
    refuseSession("p", source, switchOptionsOf(args), (name) => env[name], 0);
  refuse({ ...SOURCE, gives: "long-term" }, ["p"]);
  refuse(undefined, ["p"]);
  refuse(SOURCE, ["--from-session", "p"]);
});
