import assert from "node:assert/strict";
import { commandHints } from "../../src/os/command_hints.ts";

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
