import { helperEnvironment } from "../../src/config/variables.ts";
import assert from "node:assert/strict";
import { applyChange, environmentChange } from "../../src/session/environment.ts";

const FACTS = {
  profile: "p",
  identity: {
    kind: "role-session" as const,
    roleArn: "arn:aws:iam::222233334444:role/r",
    account: "222233334444",
  },
  region: "eu-central-1",
  setAwsProfile: true,
};
const CREDENTIALS = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  secretAccessKey: "a/b+c=",
  sessionToken: "t",
  expiration: "2026-01-01T00:00:00Z",
  digest: "0123456789abcdef",
  kind: "role-session" as const,
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

Deno.test("environmentChange() marks what is exported, and a session takes the mark away", () => {
  assert.equal(
    environmentChange({ ...FACTS, exported: "1" }, CREDENTIALS).set.get("SWR_EXPORTED"),
    "1",
  );
  assert.ok(environmentChange(FACTS, CREDENTIALS).unset.includes("SWR_EXPORTED"));
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

Deno.test("a bearer token, which SDKs prefer to keys, is known by name and goes whatever service it is for", () => {
  const change = environmentChange(FACTS, CREDENTIALS);
  assert.ok(change.unset.includes("AWS_BEARER_TOKEN_BEDROCK"));
  const environ = ["AWS_BEARER_TOKEN_BEDROCK=a", "AWS_BEARER_TOKEN_OF_TOMORROW=b", "C=d"].map(
    bytes,
  );
  const after = text(applyChange(environ, change));
  assert.deepEqual(after.filter((entry) => !change.set.has(entry.split("=")[0]!)), ["C=d"]);
});

Deno.test("a helper gets no credential that its name gives away, and everything else", () => {
  const gone = [
    "AWS_SECRET_ACCESS_KEY",
    "AWS_BEARER_TOKEN_BEDROCK",
    "AWS_BEARER_TOKEN_OF_TOMORROW",
    "AWS_PROD_SECRET",
    "AWS_OLD_SESSION_TOKEN_2",
    "AWS_ACCESS_KEY_ID_PROD",
    "AWS_VAULT_FILE_PASSPHRASE",
    "TF_VAR_aws_secret_access_key",
    "EC2_SECRET_KEY",
    `${"LONG_".repeat(15)}AWS_SECRET_ACCESS_KEY`,
  ];
  const kept = {
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "x",
    AWS_CONFIG_FILE: "/c",
    AWS_CA_BUNDLE: "/ca",
    OP_SESSION_TOKEN: "x",
    LAWS_TOKEN: "x",
    ODD: "a=b",
  };
  const environ = [
    ...gone.map((name) => `${name}=x`),
    ...Object.entries(kept).map(([name, value]) => `${name}=${value}`),
  ];
  assert.deepEqual(helperEnvironment(environ.map(bytes)), kept);
});
