import assert from "node:assert/strict";
import { absolute, isEmptyDevice, readSmall, readText } from "../../src/os/files.ts";
import { SwrError } from "../../src/text/errors.ts";
import { Sandbox } from "../support/sandbox.ts";

const unix = Deno.build.os === "windows" ? Deno.test.ignore : Deno.test;

unix(
  "readText() reads a file; one that is not there is none, and a directory is an error",
  async () => {
    await using box = await Sandbox.create();
    const file = await box.write("folder/file", "text\n");
    assert.equal(readText(file), "text\n");
    for (const missing of [undefined, box.path("nothing"), `${file}/below`]) {
      assert.equal(readText(missing), undefined);
    }
    assert.throws(
      () => readText(box.path("folder")),
      (error) =>
        error instanceof SwrError && error.code === "file-unreadable" &&
        error.message.endsWith("it is a directory"),
    );
  },
);

unix("readText() does not wait for the writer of a FIFO, and a device is empty", async () => {
  await using box = await Sandbox.create();
  await new Deno.Command("mkfifo", { args: [box.path("fifo")] }).output();
  assert.throws(() => readText(box.path("fifo")), /not a regular file/);
  assert.equal(readSmall(box.path("fifo"), 10), undefined);
  assert.equal(readText("/dev/null"), undefined);
  assert.equal(isEmptyDevice("/dev/null"), true);
  assert.equal(isEmptyDevice(box.path("nothing")), false);
});

unix("readSmall() reads up to the limit, and nothing of what is larger", async () => {
  await using box = await Sandbox.create();
  const file = await box.write("file", "12345");
  assert.equal(readSmall(file, 5), "12345");
  assert.equal(readSmall(file, 4), undefined);
  assert.equal(readSmall(box.dir, 5), undefined);
  assert.equal(readSmall(box.path("nothing"), 5), undefined);
});

unix("absolute() adds the working directory to a relative path only", () => {
  assert.equal(absolute("/a/b"), "/a/b");
  // Drives are Windows' own (windows_test.ts).
  assert.equal(absolute("C:\\a"), `${Deno.cwd()}/C:\\a`);
  assert.equal(absolute("a/b"), `${Deno.cwd()}/a/b`);
});
