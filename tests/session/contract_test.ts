// What a session writes into an environment is what swr reads from it; every other place that names a variable of the
// contract is held equal here.

import { deviations } from "../../src/session/deviations.ts";
import { managedVariables, sessionVariables } from "../../src/session/session_variables.ts";
import assert from "node:assert/strict";
import {
  asUserSession,
  currentSession,
  filesBefore,
  leftOvers,
  sessionKeysIn,
  userSessionIn,
  withKeys,
} from "../../src/session/contract.ts";
import { parseUserArn } from "../../src/role/user_arn.ts";
import { renewal } from "../support/renewals.ts";
import { walk } from "../support/walk.ts";

const SRC = new URL("../../src/", import.meta.url);
const FACTS = {
  profile: "p",
  identity: {
    kind: "role-session" as const,
    roleArn: "arn:aws:iam::222233334444:role/r",
    account: "222233334444",
  },
  region: "eu-central-1",
  setAwsProfile: true,
  files: { view: "/proc/1/fd/187", config: "/h/.aws/config", credentials: "" },
};
const KEYS = { accessKeyId: "ASIAIOSFODNN7EXAMPLE", secretAccessKey: "s", sessionToken: "t" };
const END = "2026-01-01T00:00:00Z";
const CREDENTIALS = {
  ...KEYS,
  expiration: END,
  kind: "role-session" as const,
  digest: "0123456789abcdef",
};

/** The variables of swr's that are no part of a session: one-time inputs and wishes. */
const INPUTS = ["SWR_MFA_PROCESS", "SWR_MFA_TOKEN", "SWR_OPTIONS", "SWR_PROMPT"];
const ownNames = managedVariables().filter((name) =>
  name.startsWith("SWR_") && !INPUTS.includes(name)
);

function environment(facts: Parameters<typeof sessionVariables>[0]) {
  const set = sessionVariables(facts, CREDENTIALS);
  return (name: string) => set.get(name) ?? undefined;
}

Deno.test("what a session sets is read back", () => {
  const env = environment(FACTS);
  const session = currentSession(env);
  assert.deepEqual(session, {
    kind: "role-session",
    profile: "p",
    roleArn: FACTS.identity.roleArn,
    account: FACTS.identity.account,
    region: FACTS.region,
    expiration: END,
    accessKeyId: KEYS.accessKeyId,
    digest: CREDENTIALS.digest,
    ownRegion: FACTS.region,
    keyless: false,
    renews: false,
    exported: false,
    hasView: true,
  });
  assert.deepEqual(sessionKeysIn(env, session!), KEYS);
  assert.deepEqual(filesBefore(env), {
    config: { path: "/h/.aws/config", from: "SWR_CONFIG_FILE" },
    credentials: { path: "", from: "SWR_SHARED_CREDENTIALS_FILE" },
  });
});

Deno.test("a keyless session has no variable with a key, and gets its keys back for those who decide", () => {
  const set = sessionVariables({ ...FACTS, keyless: true }, CREDENTIALS);
  const values = [...set.values()];
  for (const secret of Object.values(KEYS)) assert.ok(!values.includes(secret), secret);
  assert.ok(!values.includes(CREDENTIALS.digest));
  assert.equal(set.get("AWS_SDK_LOAD_CONFIG"), "1");
  const env = environment({ ...FACTS, keyless: true });
  const session = currentSession(env)!;
  assert.equal(session.keyless, true);
  assert.equal(sessionKeysIn(env, session), undefined);
  const complete = withKeys(env, { kind: "role-session", ...KEYS, expiration: END });
  assert.deepEqual(sessionKeysIn(complete, currentSession(complete)!), KEYS);
  assert.deepEqual(deviations(env, session, undefined), []);
  const foreign = (name: string) => name === "AWS_ACCESS_KEY_ID" ? "AKIAOTHER" : env(name);
  assert.deepEqual(deviations(foreign, session, undefined).map(({ name }) => name), [
    "AWS_ACCESS_KEY_ID",
  ]);
});

Deno.test("a session that renews itself ends with the user session, and counts as one of it for other roles", () => {
  const until = "2026-01-01T09:00:00Z";
  const env = environment({ ...FACTS, keyless: true, renewsUntil: until });
  const session = currentSession(env)!;
  assert.equal(session.renews, true);
  assert.equal(session.expiration, until);
  const outer = asUserSession(env, renewal(until));
  const { kind, renews, roleArn, accessKeyId } = currentSession(outer)!;
  assert.deepEqual([kind, renews, roleArn, accessKeyId], [
    "user-session",
    false,
    undefined,
    renewal(until).user.accessKeyId,
  ]);
  assert.equal(userSessionIn(outer)?.user.name, "me");
  assert.equal(outer("AWS_SECRET_ACCESS_KEY"), "user-secret");
});

Deno.test("a session without a view, and one in a shell that was there before, say so", () => {
  const { files: _, ...rest } = FACTS;
  const env = environment({ ...rest, exported: "1" });
  const { exported, hasView } = currentSession(env)!;
  assert.deepEqual([exported, hasView], [true, false]);
  assert.deepEqual(filesBefore(env), {});
});

Deno.test("one is in a session by the contract, not by the keys", () => {
  const env: Record<string, string> = {
    AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE",
    AWS_SESSION_TOKEN: "t",
  };
  assert.equal(currentSession((name) => env[name]), undefined);
  assert.deepEqual(leftOvers((name) => env[name]), []);
  assert.equal(currentSession((name) => name === "SWR_PROFILE" ? "p" : undefined)?.profile, "p");
  assert.deepEqual(leftOvers((name) => name === "SWR_EXPIRATION" ? "x" : undefined), [
    "SWR_EXPIRATION",
  ]);
});

Deno.test("keys are the session's with its key id, a secret and a token", () => {
  const session = {
    profile: "p",
    kind: "role-session" as const,
    accessKeyId: KEYS.accessKeyId,
    keyless: false,
    renews: false,
    exported: false,
    hasView: false,
  };
  const full = {
    AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: "s",
    AWS_SESSION_TOKEN: "t",
  };
  const keys = (change: Record<string, string>) => {
    const env: Record<string, string> = { ...full, ...change };
    return sessionKeysIn((name) => env[name], session);
  };
  assert.deepEqual(keys({}), KEYS);
  for (const name of Object.keys(full)) assert.equal(keys({ [name]: "" }), undefined, name);
  assert.equal(keys({ AWS_ACCESS_KEY_ID: "AKIAOTHER" }), undefined);
});

Deno.test("no other module of TypeScript names a variable of the contract", () => {
  const names = new RegExp(`\\b(${ownNames.join("|")})\\b`);
  for (const path of walk(SRC).filter((each) => each.endsWith(".ts"))) {
    // options/prose.ts is the manual; the next test holds it.
    if (path === "session/contract.ts" || path === "options/prose.ts") continue;
    const code = Deno.readTextFileSync(new URL(path, SRC)).replaceAll(
      /\/\/.*|\/\*[\s\S]*?\*\//g,
      "",
    );
    assert.doesNotMatch(code, names, path);
    if (path !== "session/view_place.ts") assert.doesNotMatch(code, /\/proc\/(\d+|\$\{)/, path);
  }
});

Deno.test("the manual and the shells' scripts name only variables that there are, the manual all of them", () => {
  const known = new Set([...ownNames, ...INPUTS]);
  const namesIn = (path: string) =>
    new Set(Deno.readTextFileSync(new URL(path, SRC)).match(/\bSWR_[A-Z_]+\b/g) ?? []);
  for (const path of walk(SRC).filter((each) => each.startsWith("shells/scripts/"))) {
    assert.deepEqual([...namesIn(path)].filter((name) => !known.has(name)), [], path);
  }
  assert.deepEqual([...namesIn("options/prose.ts")].toSorted(), [...known].toSorted());
});

Deno.test("a file that the user names inside a session counts, and a view does not", () => {
  const held = { SWR_CONFIG_FILE: "/h/config", SWR_SHARED_CREDENTIALS_FILE: "/h/credentials" };
  const before = (more: Record<string, string>) => {
    const env: Record<string, string> = { ...held, ...more };
    const { config, credentials } = filesBefore((name) => env[name]);
    return [config?.path, credentials?.path];
  };
  assert.deepEqual(before({}), ["/h/config", "/h/credentials"]);
  for (const view of ["/proc/12/fd/187", "/run/user/1/swr/config.Ab12Cd", ""]) {
    assert.deepEqual(before({ AWS_CONFIG_FILE: view }), ["/h/config", "/h/credentials"]);
  }
  assert.deepEqual(before({ AWS_CONFIG_FILE: "/nest/other" }), [undefined, "/h/credentials"]);
  assert.deepEqual(before({ AWS_CONFIG_FILE: "other" }), [undefined, "/h/credentials"]);
  assert.deepEqual(before({ AWS_SHARED_CREDENTIALS_FILE: "/nest/c" }), ["/h/config", undefined]);
  assert.deepEqual(before({ AWS_SHARED_CREDENTIALS_FILE: "/h/credentials" }), [
    "/h/config",
    "/h/credentials",
  ]);
  assert.deepEqual(before({ AWS_SHARED_CREDENTIALS_FILE: "c" }), ["/h/config", "/h/credentials"]);
});

Deno.test("a user session is read back with its user; a role that came from it keeps the user alone", () => {
  const arn = parseUserArn("arn:aws:iam::111122223333:user/alice")!;
  const facts = { ...FACTS, identity: { kind: "user-session" as const } };
  const credentials = {
    ...CREDENTIALS,
    kind: "user-session" as const,
    user: { arn, mfaTime: "2025-12-31T12:00:00Z" },
  };
  const set = sessionVariables(facts, credentials);
  const env = (name: string) => set.get(name) ?? undefined;
  assert.deepEqual(userSessionIn(env), {
    user: arn,
    accessKeyId: KEYS.accessKeyId,
    expiration: END,
    mfaTime: "2025-12-31T12:00:00Z",
  });
  assert.equal(env("AWS_ACCOUNT_ID"), "111122223333");
  assert.equal(set.has("SWR_ROLE_ARN"), false);
  const before = sessionVariables(facts, undefined);
  for (const name of ["AWS_ACCOUNT_ID", "SWR_USER_ARN", "SWR_MFA_TIME"]) {
    assert.equal(before.get(name), null, name);
  }
  const withoutMfa = sessionVariables(facts, { ...credentials, user: { arn } });
  assert.equal(withoutMfa.has("SWR_MFA_TIME"), false);

  const identity = { ...FACTS.identity, userArn: arn.text };
  const role = environment({ ...FACTS, identity });
  assert.equal(currentSession(role)?.userArn, arn.text);
  assert.equal(userSessionIn(role), undefined);
});
