// What is asked for as typed values: each command with what it works with, and nothing else.

import assert from "node:assert/strict";
import { requestWithDefaults } from "../../src/options/defaults.ts";
import { requestOf } from "../../src/options/request_of.ts";
import { ALL_OPTIONS, EXPORT_FORMATS, INIT_SHELLS } from "../../src/options/table.ts";
import { from } from "../support/origins.ts";

Deno.test("a session has its profile, its command, and the role's options with their origins", () => {
  const words = ["-q", "-d", "1h", "--external-id", "x-1", "--from-session", "p", "aws", "-v"];
  assert.deepEqual(requestOf(words), {
    mode: "switch",
    quiet: true,
    verbose: false,
    profile: "p",
    role: {
      duration: { value: "1h", origin: from("--duration") },
      "external-id": { value: "x-1", origin: from("--external-id") },
    },
    user: false,
    fromSession: true,
    command: ["aws", "-v"],
    defaults: [],
    awsProfile: "if-safe",
    keyless: "as-outside",
    renew: "never",
    login: false,
  });
});

Deno.test("AWS_PROFILE is set if it is safe, always, or never", () => {
  const policy = (...words: string[]) => {
    const request = requestOf([...words, "p"]);
    return "awsProfile" in request ? request.awsProfile : undefined;
  };
  assert.equal(policy(), "if-safe");
  assert.equal(policy("--aws-profile"), "always");
  assert.equal(policy("-n", "--no-aws-profile"), "never");
  assert.equal(policy("--export", "sh", "--aws-profile"), "always");
  assert.equal(policy("--console"), undefined);
});

Deno.test("a session is keyless if it is asked for, by default, or as the one that one is in", () => {
  const keyless = (words: string[], defaults = "") => {
    const request = requestWithDefaults([...words, "p"], defaults);
    return "keyless" in request ? request.keyless : undefined;
  };
  assert.equal(keyless([]), "as-outside");
  assert.equal(keyless(["--keyless"]), "always");
  assert.equal(keyless(["-n", "--keyless"]), "always");
  assert.equal(keyless([], "--keyless"), "if-possible");
  assert.equal(keyless(["--keyless"], "--keyless"), "always");
  assert.equal(keyless(["--no-keyless"], "--keyless"), "never");
  assert.equal(keyless([], "--keyless --no-keyless"), "as-outside");
  assert.equal(keyless(["--export", "sh"], "--keyless"), undefined);
});

Deno.test("a session renews itself if that is asked for, or by default", () => {
  const renew = (words: string[], defaults = "") => {
    const request = requestWithDefaults([...words, "p"], defaults);
    return "renew" in request ? request.renew : undefined;
  };
  assert.equal(renew([]), "never");
  assert.equal(renew(["--renew"]), "always");
  assert.equal(renew([], "--renew"), "if-possible");
  assert.equal(renew(["--no-renew"], "--renew"), "never");
});

Deno.test("--expose takes a command and no profile", () => {
  const request = requestOf(["--expose", "aws", "-v"]);
  assert.ok(request.mode === "expose");
  assert.deepEqual(request.command, ["aws", "-v"]);
  const dashed = requestOf(["-v", "--expose", "--", "-x"]);
  assert.ok(dashed.mode === "expose" && dashed.verbose);
  assert.deepEqual(dashed.command, ["-x"]);
  const shell = requestOf(["--shell", "fish", "--expose"]);
  assert.ok(shell.mode === "expose" && shell.shell === "fish" && shell.command.length === 0);
});

Deno.test("every format and every shell of the table reaches its command", () => {
  for (const format of EXPORT_FORMATS) {
    const request = requestOf(["--export", format, "p"]);
    assert.ok(request.mode === "export" && request.format === format);
  }
  for (const shell of INIT_SHELLS) {
    const request = requestOf(["--init", shell]);
    assert.ok(request.mode === "init" && request.shell === shell);
  }
});

Deno.test("every option that chooses a command makes a request of that mode", () => {
  for (const { name, chooses, among } of ALL_OPTIONS) {
    if (chooses === undefined) continue;
    const words = [`--${name}`, ...(among === undefined ? [] : [among[0]!])];
    assert.equal(requestOf(words).mode, chooses, name);
  }
});

Deno.test("without a profile, a request has none: it is chosen from a list", () => {
  const request = requestOf(["--switch-url"]);
  assert.ok(request.mode === "switch-url" && request.profile === undefined);
});
