import assert from "node:assert/strict";
import { findOnPath, findProgram } from "../../src/os/find_program.ts";
import { SwrError } from "../../src/text/errors.ts";
import { Sandbox } from "../support/sandbox.ts";

const unix = Deno.build.os === "windows" ? Deno.test.ignore : Deno.test;
const NO_SHELL = { shell: undefined, login: false };

async function program(box: Sandbox, path: string, text: string): Promise<string> {
  const file = await box.write(path, text);
  await Deno.chmod(file, 0o755);
  return file;
}

function refused(action: () => unknown, code: SwrError["code"]): string {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof SwrError, String(error));
    assert.equal(error.code, code);
    return [error.message, ...error.hints].join("\n");
  }
  throw new Error("nothing was refused");
}

unix("a path is taken as it is; what is not there, or not executable, is told apart", async () => {
  await using box = await Sandbox.create();
  const file = await program(box, "run", "#!/bin/sh\n");
  const data = await box.write("data", "");
  assert.equal(findOnPath(file, undefined), file);
  assert.match(refused(() => findOnPath(data, undefined), "program-not-executable"), /chmod \+x/);
  refused(() => findOnPath(box.dir, undefined), "program-not-executable");
  refused(() => findOnPath(box.path("nothing"), undefined), "program-not-found");
});

unix("a name is searched for on PATH", () => {
  assert.match(findOnPath("sh", undefined), /\/sh$/);
  refused(() => findOnPath("no-such-program-of-anybody", undefined), "program-not-found");
});

unix(
  "a script whose interpreter is not there is refused, and its line ends are named",
  async () => {
    await using box = await Sandbox.create();
    const find = (path: string) => findProgram([path, "-x"], NO_SHELL, undefined);
    const good = await program(box, "good", "#!/bin/sh\n");
    assert.deepEqual(find(good), { path: good, argv: [good, "-x"] });
    const bad = await program(box, "bad", "#!/no/such/shell\n");
    assert.match(refused(() => find(bad), "program-not-found"), /names \/no\/such\/shell/);
    const dos = await program(box, "dos", "#!/bin/sh\r\n");
    assert.match(refused(() => find(dos), "program-not-found"), /CR LF/);
  },
);

unix("a login shell has a dash before its name; a shell that is not there names the option", () => {
  const wish = { shell: "/bin/sh", login: true };
  assert.deepEqual(findProgram([], wish, undefined), { path: "/bin/sh", argv: ["-sh"] });
  assert.deepEqual(findProgram([], { ...wish, login: false }, undefined).argv, ["/bin/sh"]);
  const said = refused(
    () => findProgram([], { shell: "/no/shell", login: false }, undefined),
    "program-not-found",
  );
  assert.match(said, /^the shell cannot be started/);
});
