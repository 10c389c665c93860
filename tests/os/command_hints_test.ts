import assert from "node:assert/strict";
import { SwrError } from "../../src/text/errors.ts";
import { commandHints, withCommandHints } from "../../src/os/command_hints.ts";

const slip = (command: string[], shell?: string, profile = "reader") =>
  commandHints(command, profile, shell).join("\n");

Deno.test("a command in quotes is written without, or for a shell where it is a line for one", () => {
  assert.equal(
    slip(["aws s3 ls"]),
    "write the words without quotes: `swr reader aws s3 ls`",
  );
  assert.equal(
    slip([" aws  s3 ", "a b"], "/bin/zsh", "my role"),
    "write the words without quotes: `swr 'my role' aws s3 'a b'`",
  );
  assert.equal(
    slip(["aws s3 ls | head", "a b"]),
    `to run a line in a shell: \`swr reader sh -c 'aws s3 ls | head '"'"'a b'"'"''\``,
  );
  assert.match(slip(["A=1 env"]), /sh -c 'A=1 env'/);
});

Deno.test("what may be an alias or a built-in is run by the user's own shell", () => {
  const said = "aliases and built-ins of your shell are not commands:";
  assert.equal(slip(["ll"], "/usr/bin/zsh"), `${said} \`swr reader zsh -ic ll\``);
  assert.equal(
    slip(["ll", "a b"], "/bin/bash"),
    `${said} \`swr reader bash -ic 'll '"'"'a b'"'"''\``,
  );
  assert.equal(slip(["export"], "/bin/dash"), `${said} \`swr reader sh -c export\``);
  assert.equal(slip(["export"]), `${said} \`swr reader sh -c export\``);
  assert.equal(slip(["./none"], "/bin/zsh"), "");
});

Deno.test("a dash that is no hyphen is named, where a command begins with it", () => {
  assert.deepEqual(commandHints(["\u2013d", "1h"], "p", "/bin/bash"), [
    '"\u2013" is not the dash that options begin with: type it as -d, before the profile',
  ]);
  assert.match(commandHints(["-\u2013x"], "p", "/bin/bash")[0]!, /type it as -x, before/);
});

Deno.test("a second profile is not taken for an alias", () => {
  const error = new SwrError("program-not-found", 'the command "admin" was not found', ["check"]);
  const explained = withCommandHints(error, ["admin", "a b"], "reader", true) as SwrError;
  assert.equal(explained.message, error.message);
  assert.equal(explained.code, "program-not-found");
  assert.deepEqual(explained.hints, [
    "admin is a profile, and swr takes one: `swr admin 'a b'`",
    "after a profile come the words of a command",
  ]);
});
