// Who else reads and writes, told from real files.

import assert from "node:assert/strict";
import { othersWho, surveyAccess } from "../../src/io/survey_files.ts";
import { Sandbox } from "../support/sandbox.ts";

const isRoot = Deno.uid() === 0;

async function scene() {
  const box = await Sandbox.create();
  const file = await box.write("home/.aws/credentials", "");
  for (const path of [box.dir, box.home, box.path("home/.aws")]) await Deno.chmod(path, 0o755);
  return {
    box,
    file,
    who: (what: "read" | "write") => othersWho(what, file, Deno.statSync(file)),
    [Symbol.asyncDispose]: () => box[Symbol.asyncDispose](),
  };
}

Deno.test("a mode says who, and a closed folder above says nobody", async () => {
  await using s = await scene();
  for (
    const [mode, read, write] of [[0o600, "none", "none"], [0o604, "all", "none"], [
      0o602,
      "none",
      "all",
    ]] as const
  ) {
    await Deno.chmod(s.file, mode);
    assert.deepEqual([s.who("read"), s.who("write")], [read, write], mode.toString(8));
  }
  await Deno.chmod(s.box.home, 0o700);
  assert.deepEqual([s.who("read"), s.who("write")], ["none", "none"]);
});

Deno.test({
  name: "a group counts where it is not the user's own",
  // Only root can give a file to a group it is not in.
  ignore: !isRoot,
  fn: async () => {
    await using s = await scene();
    await Deno.chmod(s.file, 0o640);
    await Deno.chown(s.file, 1234, 1234);
    assert.equal(s.who("read"), "none");
    await Deno.chown(s.file, 1234, 50);
    assert.equal(s.who("read"), "group");
    const [folder, file] = surveyAccess([s.file], s.box.home);
    assert.deepEqual([folder!.foreign, file!.foreign], [false, true]);
  },
});

Deno.test("what is no file or folder, and what is not there, is nobody's concern", async () => {
  await using s = await scene();
  const paths = surveyAccess(["/dev/null", s.box.path("none/at/all")], s.box.home).map(({ path }) =>
    path
  );
  assert.deepEqual(paths, ["/dev"]);
  assert.ok(surveyAccess(["/tmp/x"], undefined).every(({ write }) => write === "none"));
});
