// SWR_OPTIONS: which defaults count, which are overridden or without meaning, and what cannot be there.

import assert from "node:assert/strict";
import { requestWithDefaults } from "../../src/options/defaults.ts";
import { headline, SwrError } from "../../src/text/errors.ts";
import { from } from "../support/origins.ts";

const policy = (args: string[], defaults: string) => {
  const request = requestWithDefaults(args, defaults);
  return "awsProfile" in request ? request.awsProfile : undefined;
};
const isQuiet = (args: string[], defaults: string) => {
  const request = requestWithDefaults(args, defaults);
  return "quiet" in request && request.quiet;
};

Deno.test("a default counts, and the command line overrides it", () => {
  assert.equal(policy(["p"], "--no-aws-profile"), "never");
  assert.equal(policy(["--aws-profile", "p"], "--no-aws-profile"), "always");
  assert.equal(isQuiet(["p"], " \t--quiet  --login\n"), true);
  assert.equal(isQuiet(["--no-quiet", "p"], "--quiet"), false);
  assert.equal(isQuiet(["p"], "--quiet --no-quiet"), false);
  assert.equal(isQuiet(["p"], ""), false);
});

Deno.test("a session name says that it comes from the variable, or from the option", () => {
  const name = (args: string[]) => {
    const request = requestWithDefaults(args, "--session-name=ci --verbose");
    return "role" in request ? request.role["session-name"] : undefined;
  };
  assert.deepEqual(name(["p"]), { value: "ci", origin: from("$SWR_OPTIONS") });
  const own = { value: "me", origin: from("--session-name") };
  assert.deepEqual(name(["--session-name", "me", "p"]), own);
});

Deno.test("a default without meaning is ignored: in another mode, or with a command", () => {
  assert.equal(requestWithDefaults(["--list"], "--no-aws-profile --login").mode, "list");
  assert.equal(policy(["--export", "sh", "p"], "--no-aws-profile"), "if-safe");
  const request = requestWithDefaults(["p", "true"], "--login");
  assert.ok(request.mode === "switch" && !request.login);
});

Deno.test("what other programs call ignores the variable, whatever it holds", () => {
  for (const args of [["--session-keys", "p"], ["--init", "zsh"], ["--version"], ["-h"]]) {
    assert.doesNotThrow(() => requestWithDefaults(args, "--nonsense"), args.join(" "));
  }
});

Deno.test("anything else is refused with the variable's name: who one becomes is not hidden there", () => {
  const cases = {
    "--region eu-west-1": /"--region" cannot be a default option/,
    "--from-session": /"--from-session" cannot be a default option/,
    "-q": /"-q" cannot be a default option/,
    "quiet": /"quiet" cannot be a default option/,
    "--quite": /cannot be a default option/,
    "--quiet=yes": /--quiet takes no value/,
    "--session-name": /--session-name needs a value/,
  };
  for (const [text, message] of Object.entries(cases)) {
    assert.throws(
      () => requestWithDefaults(["p"], text),
      (error) =>
        error instanceof SwrError && error.kind === "usage" && message.test(error.message) &&
        headline(error).endsWith("(from $SWR_OPTIONS)") &&
        /SWR_OPTIONS may hold --aws-profile/.test(error.hints.at(-1)!),
      text,
    );
  }
});
