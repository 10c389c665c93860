import assert from "node:assert/strict";
import { applyChange, environmentChange } from "../../src/core/child_env.ts";

const FACTS = {
  profile: "p",
  roleArn: "arn:aws:iam::222233334444:role/r",
  account: "222233334444",
  region: "eu-central-1",
  setAwsProfile: true,
};
const CREDENTIALS = {
  accessKeyId: "ASIAEXAMPLE",
  secretAccessKey: "a/b+c=",
  sessionToken: "t",
  expiration: "2026-01-01T00:00:00Z",
};

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (entries: Uint8Array[]) =>
  entries.map((entry) => new TextDecoder("latin1").decode(entry));

Deno.test("environmentChange() without credentials shows no secret and knows the names", () => {
  const change = environmentChange(FACTS, undefined);
  assert.equal(change.set.get("AWS_SECRET_ACCESS_KEY"), null);
  assert.equal(change.set.get("AWS_ACCOUNT_ID"), "222233334444");
  assert.deepEqual(
    [...change.set.keys()].toSorted(),
    [
      ...environmentChange(FACTS, CREDENTIALS).set.keys(),
    ].toSorted(),
  );
});

Deno.test("environmentChange() sets and unsets no variable at once", () => {
  for (const facts of [FACTS, { ...FACTS, setAwsProfile: false }]) {
    const { set, unset } = environmentChange(facts, CREDENTIALS);
    assert.deepEqual(unset.filter((name) => set.has(name)), []);
  }
  assert.ok(
    environmentChange({ ...FACTS, setAwsProfile: false }, undefined).unset.includes("AWS_PROFILE"),
  );
});

Deno.test("environmentChange() without a region leaves no stale one", () => {
  const { region: _, ...facts } = FACTS;
  const { unset } = environmentChange(facts, CREDENTIALS);
  assert.ok(unset.includes("AWS_REGION") && unset.includes("AWS_DEFAULT_REGION"));
});

Deno.test("applyChange() keeps every other entry byte for byte, odd ones too", () => {
  const odd = new Uint8Array([0x58, 0x3d, 0xff, 0xfe]);
  const long = "AWS_PROFILE".padEnd(70, "_");
  const environ = [
    bytes("A=1"),
    odd,
    bytes("A=2"),
    bytes("no equals"),
    bytes("=x"),
    bytes(`${long}=1`),
  ];
  const after = applyChange(environ, { set: new Map(), unset: ["AWS_PROFILE"] });
  assert.deepEqual(after, environ);
});

Deno.test("applyChange() replaces each occurrence of what is set, and drops what is unset", () => {
  const environ = ["AWS_PROFILE=old", "B=1", "AWS_PROFILE=older", "AWS_VAULT=x"].map(bytes);
  const change = { set: new Map([["AWS_PROFILE", "new=1"]]), unset: ["AWS_VAULT"] };
  assert.deepEqual(text(applyChange(environ, change)), ["B=1", "AWS_PROFILE=new=1"]);
});
