import assert from "node:assert/strict";
import { fileInfo, linkInfo, linkText, namesIn, realPath } from "../../src/os/file_info.ts";

const unix = Deno.build.os === "windows" ? Deno.test.ignore : Deno.test;

unix("a link, what it leads to, and what is not there are told apart", async () => {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    await Deno.writeTextFile(`${folder}/file`, "12345");
    await Deno.symlink("file", `${folder}/link`);
    await Deno.symlink("nothing", `${folder}/broken`);
    assert.equal(fileInfo(`${folder}/link`)?.size, 5);
    assert.equal(linkInfo(`${folder}/link`)?.isSymlink, true);
    assert.equal(fileInfo(`${folder}/broken`), undefined);
    assert.equal(linkInfo(`${folder}/broken`)?.isSymlink, true);
    assert.equal(linkText(`${folder}/link`), "file");
    assert.equal(linkText(`${folder}/file`), undefined);
    assert.equal(realPath(`${folder}/../${folder.split("/").at(-1)}/link`), `${folder}/file`);
    assert.equal(realPath(`${folder}/broken`), undefined);
    assert.deepEqual(namesIn(folder)?.toSorted(), ["broken", "file", "link"]);
    assert.equal(namesIn(`${folder}/nothing`), undefined);
    assert.throws(() => namesIn(`${folder}/file`), Deno.errors.NotADirectory);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
