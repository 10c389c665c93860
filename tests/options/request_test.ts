// What is asked for as typed values: each command with what it works with, and nothing else.

import assert from "node:assert/strict";
import { requestOf } from "../../src/options/request.ts";
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
