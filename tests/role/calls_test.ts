// What of a chain of profiles goes with which call: options with the first or the last, what any profile says with the
// first.

import assert from "node:assert/strict";
import { chained, type Given, KEYS, plan, refuses, ROLE } from "../support/plans.ts";

Deno.test("options of the session go with the last call, --source-identity with the first", () => {
  const options = ["--session-name", "mine", "--external-id", "abc", "-d", "20m"];
  const { calls } = chained({}, [...options, "--source-identity", "me"]);
  assert.deepEqual(calls.map(({ input }) => input.ExternalId), [undefined, "abc"]);
  assert.deepEqual(calls.map(({ input }) => input.DurationSeconds), [undefined, 1200]);
  assert.equal(calls[1]!.input.RoleSessionName, "mine");
  assert.notEqual(calls[0].input.RoleSessionName, "mine");
  assert.deepEqual(calls.map(({ input }) => input.SourceIdentity), ["me", undefined]);
});

Deno.test("the device and the command for its code may stand with any profile of the chain, the base too", () => {
  const device = "mfa_serial = GAHT12345678\n";
  for (const place of ["p", "mid", "base"]) {
    const { calls } = chained({ [place]: device });
    assert.deepEqual(
      calls.map(({ input }) => input.SerialNumber),
      ["GAHT12345678", undefined],
      place,
    );
    const { mfaProcess } = chained({ [place]: "mfa_process = print-code\n" });
    assert.equal(mfaProcess?.value, "print-code", place);
  }
  const several = { p: "mfa_process = a\n", mid: "mfa_process = b\n", base: "mfa_process = c\n" };
  assert.equal(chained(several).mfaProcess?.value, "a");
  assert.equal(chained({ ...several, p: "" }).mfaProcess?.value, "b");
  assert.equal(chained(several, ["--mfa-process", "o"]).mfaProcess?.value, "o");
  const env = { ...KEYS, SWR_MFA_PROCESS: "v" };
  assert.equal(chained(several, [], env).mfaProcess?.value, "v");
});

Deno.test("keys of a session carry no code, whether they say so by their id or by a token", () => {
  const device = { p: "mfa_serial = GAHT12345678\n" };
  for (const id of ["ASIAIOSFODNN7EXAMPLE", "XYZIOSFODNN7EXAMPLE"]) {
    const env = { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "t" };
    const { calls, notes } = chained(device, ["--from-session"], env);
    assert.equal(calls[0].input.SerialNumber, undefined, id);
    assert.match(notes.join(), /cannot be used with MFA/, id);
  }
});

Deno.test("the session name: option, profile, variable, device, user", () => {
  const config =
    `[profile p]\n${ROLE}role_session_name = mine\nmfa_serial = arn:aws:iam::111122223333:mfa/me\n`;
  const name = (text: string, given: Given = {}) =>
    plan(text, given).calls[0].input.RoleSessionName;
  const env = { ...KEYS, AWS_ROLE_SESSION_NAME: "variable", USER: "login" };
  assert.equal(name(config, { options: ["--session-name", "option"], env }), "option");
  assert.equal(name(config, { env }), "mine");
  const without = config.replace("role_session_name = mine\n", "");
  assert.equal(name(without, { env }), "variable");
  assert.equal(name(without, { env: { ...KEYS, USER: "login" } }), "me");
  assert.equal(name(`[profile p]\n${ROLE}`, { env: { ...KEYS, USER: "login" } }), "login");
});

Deno.test("MFA named anywhere on the chain goes with the first call; two devices are refused", () => {
  const config = (serial: string, other = "") =>
    `[profile p]\n${ROLE}source_profile = mid\n${serial}[profile mid]\n${ROLE}source_profile = base\n${other}[profile base]\n`;
  const serial = "mfa_serial = arn:aws:iam::111122223333:mfa/me\n";
  const { calls } = plan(config(serial));
  assert.deepEqual(calls.map(({ profile }) => profile), ["mid", "p"]);
  assert.deepEqual(calls.map(({ input }) => input.SerialNumber !== undefined), [true, false]);
  refuses(() => plan(config(serial, serial.replace("/me", "/you"))), /two MFA devices/);
});

Deno.test("a chained role lasts an hour: the file's time is shortened with a word, the option's refused", () => {
  const config =
    `[profile p]\n${ROLE}duration_seconds = 7200\nsource_profile = mid\n[profile mid]\n${ROLE}`;
  const chained = plan(config);
  assert.equal(chained.calls[1]?.input.DurationSeconds, 3600);
  assert.deepEqual(chained.warnings, [
    "this session lasts 1h, not 2h (config:3): a role assumed from another role or session cannot last longer",
  ]);
  refuses(() => plan(config, { options: ["-d", "2h"] }), /role chaining/);
  const single = plan(config.replace("source_profile = mid\n", ""), { options: ["-d", "12h"] });
  assert.equal(single.calls[0].input.DurationSeconds, 43200);
  const compound = plan(config.replace("source_profile = mid\n", ""), {
    options: ["-d", "1h30m"],
  });
  assert.equal(compound.calls[0].input.DurationSeconds, 5400);
});
