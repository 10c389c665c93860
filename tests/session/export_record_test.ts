import assert from "node:assert/strict";
import { recordOf, undoing } from "../../src/session/export_record.ts";

type Variables = Record<string, string>;

const lookup = (env: Variables) => (name: string) => env[name];

/** A session as --export leaves it in a shell where `before` was set. */
function exported(before: Variables, more: Variables = {}): Variables {
  return {
    AWS_ACCESS_KEY_ID: "ASIA1",
    AWS_SECRET_ACCESS_KEY: "s",
    AWS_SESSION_TOKEN: "t",
    AWS_PROFILE: "p",
    AWS_CONFIG_FILE: "/run/user/1/swr/config.abcdef",
    AWS_REGION: "eu-central-1",
    AWS_DEFAULT_REGION: "eu-central-1",
    SWR_PROFILE: "p",
    SWR_ACCESS_KEY_ID: "ASIA1",
    SWR_CONFIG_FILE: "/home/me/.aws/config",
    SWR_EXPORTED: recordOf(lookup(before), "p")!,
    ...more,
  };
}

Deno.test("the record holds files, profile and regions, and of keys only that there were some", () => {
  assert.equal(recordOf(lookup({}), "p"), "1");
  const before = {
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "wJalr",
    AWS_PROFILE: "a b=c\n",
    AWS_REGION: "us-west-2",
    AWS_VAULT: "x",
  };
  assert.equal(recordOf(lookup(before), "p"), "AWS_PROFILE=a~20b~3Dc~0A AWS_REGION=us-west-2 keys");
});

Deno.test("undoing() puts back what the record holds, and unsets the rest of the session", () => {
  const before = {
    AWS_PROFILE: "a b=c~!%\n",
    AWS_DEFAULT_REGION: "us-west-2",
    AWS_CONFIG_FILE: "/c",
  };
  const { change, hadKeys } = undoing(lookup(exported(before)))!;
  assert.deepEqual(Object.fromEntries(change.set), before);
  assert.deepEqual(change.unset, [
    "AWS_ACCESS_KEY_ID",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "SWR_ACCESS_KEY_ID",
    "SWR_CONFIG_FILE",
    "SWR_EXPORTED",
    "SWR_PROFILE",
  ]);
  assert.equal(hadKeys, false);
});

Deno.test("undoing() leaves keys that are not the session's, and what is as it was", () => {
  const env = exported({ AWS_PROFILE: "p", AWS_ACCESS_KEY_ID: "AKIA1" }, {
    AWS_ACCESS_KEY_ID: "AKIA2",
  });
  const { change, hadKeys } = undoing(lookup(env))!;
  assert.equal(change.unset.includes("AWS_SECRET_ACCESS_KEY"), false);
  assert.equal([...change.set.keys(), ...change.unset].includes("AWS_PROFILE"), false);
  assert.equal(hadKeys, true);
});

Deno.test("there is nothing to take back outside an export", () => {
  assert.equal(undoing(lookup({})), undefined);
  assert.equal(undoing(lookup({ SWR_PROFILE: "p" })), undefined);
});

Deno.test("a record outlasts renewals and other exports; a shell that swr opened has none for its profile", () => {
  const first = exported({ AWS_PROFILE: "mine" });
  assert.equal(recordOf(lookup(first), "p"), "AWS_PROFILE=mine");
  assert.equal(recordOf(lookup(first), "q"), "AWS_PROFILE=mine");
  const { SWR_EXPORTED: _, ...opened } = first;
  assert.equal(recordOf(lookup(opened), "p"), undefined);
  // AWS_PROFILE of the session around would name a profile without keys.
  assert.equal(
    recordOf(lookup(opened), "q"),
    "AWS_CONFIG_FILE=~2Fhome~2Fme~2F.aws~2Fconfig AWS_REGION=eu-central-1 AWS_DEFAULT_REGION=eu-central-1",
  );
});

Deno.test("a record that is no record puts nothing back", () => {
  const env = exported({}, { SWR_EXPORTED: "PATH=/tmp AWS_PROFILE=~zz AWS_SECRET_ACCESS_KEY=x" });
  assert.deepEqual([...undoing(lookup(env))!.change.set], [["AWS_PROFILE", "~zz"]]);
});
