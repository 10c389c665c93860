// Who else reads and writes, from real files.

import assert from "node:assert/strict";
import { othersWho, surveyAccess } from "../../../src/doctor/survey/files.ts";
import { surveyCaches } from "../../../src/doctor/survey/caches.ts";
import { Sandbox } from "../../support/sandbox.ts";

const isRoot = Deno.uid() === 0;
/** Modes say nothing on Windows. */
const unix = Deno.build.os === "windows" ? Deno.test.ignore : Deno.test;

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

unix("a mode says who, and below a closed folder no other user can read", async () => {
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

/** What is said of each path in the sandbox. */
function told(box: Sandbox, path: string) {
  return surveyAccess([path], box.home).filter(({ path }) => path.startsWith(`${box.dir}/`))
    .map(({ path, read, write }) => [path.slice(box.dir.length), read, write]);
}

unix("a link's file counts where it lies, and the folders of both can be changed", async () => {
  await using s = await scene();
  await Deno.chmod(s.box.home, 0o700);
  const real = await s.box.write("open/creds", "");
  await Deno.chmod(s.box.path("open"), 0o777);
  await Deno.chmod(real, 0o644);
  await Deno.remove(s.file);
  await Deno.symlink("../../open/creds", s.file);
  assert.equal(s.who("read"), "all");
  assert.deepEqual(told(s.box, s.file), [
    ["/home/.aws", "none", "none"],
    ["/home", "none", "none"],
    ["/open", "all", "all"],
    ["/home/.aws/credentials", "all", "none"],
  ]);
  await Deno.chmod(s.box.path("open"), 0o700);
  assert.deepEqual(told(s.box, s.file).slice(2), [
    ["/open", "none", "none"],
    ["/home/.aws/credentials", "none", "none"],
  ]);
});

unix(
  "links by way of links, and of folders, are followed, however long and however round",
  async () => {
    await using s = await scene();
    await s.box.write("store/aws/credentials", "");
    await s.box.write("between/x", "");
    for (const path of ["between", "store", "store/aws"]) await Deno.chmod(s.box.path(path), 0o755);
    await Deno.chmod(s.box.path("between"), 0o777);
    await Deno.remove(s.box.path("home/.aws"), { recursive: true });
    await Deno.symlink(s.box.path("between/hop"), s.box.path("home/.aws"));
    await Deno.symlink("../between/../store/aws", s.box.path("between/hop"));
    assert.deepEqual(told(s.box, s.file).map(([path, , write]) => [path, write]), [
      ["/home/.aws", "none"],
      ["/home", "none"],
      ["/between", "all"],
      ["/store", "none"],
      ["/home/.aws/credentials", "none"],
    ]);
    await Deno.symlink("round", s.box.path("home/round"));
    assert.deepEqual(told(s.box, s.box.path("home/round")), [["/home", "all", "none"]]);
  },
);

unix("a cache reached by a link counts where it lies", async () => {
  await using s = await scene();
  await Deno.chmod(s.box.home, 0o700);
  const entry = JSON.stringify({
    Credentials: { SecretAccessKey: "x", Expiration: "2026-01-01T00:00:00Z" },
  });
  await Deno.chmod(await s.box.write("open/entry.json", entry), 0o644);
  await Deno.chmod(s.box.path("open"), 0o755);
  await Deno.mkdir(s.box.path("home/.aws/cli"));
  await Deno.symlink(s.box.path("open"), s.box.path("home/.aws/cli/cache"));
  const [cache] = surveyCaches(s.box.home, () => undefined) ?? [];
  assert.equal(surveyCaches(undefined, () => undefined), undefined, "there was no place to look");
  assert.deepEqual([cache!.entries.length, cache!.read], [1, "all"]);
});

unix("what is neither a file nor a folder, and what is not there, is passed over", async () => {
  await using s = await scene();
  const paths = surveyAccess(["/dev/null", s.box.path("none/at/all")], s.box.home).map(({ path }) =>
    path
  );
  assert.deepEqual(paths, ["/dev"]);
  assert.ok(surveyAccess(["/tmp/x"], undefined).every(({ write }) => write === "none"));
});
