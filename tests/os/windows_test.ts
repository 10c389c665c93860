import assert from "node:assert/strict";
import {
  isBatchFile,
  isNul,
  unsafeForBatch,
  windowsAbsolute,
  windowsPathOf,
  windowsSearch,
} from "../../src/os/windows.ts";

Deno.test("a name is looked for in the folders of PATH with the endings of PATHEXT, in their order", () => {
  const { startable, others } = windowsSearch(
    "tool",
    'C:\\one;"C:\\two words";;D:\\three\\',
    ".COM;.EXE;.CMD;.JS",
  );
  assert.deepEqual(startable, [
    "C:\\one\\tool.COM",
    "C:\\one\\tool.EXE",
    "C:\\one\\tool.CMD",
    "C:\\two words\\tool.COM",
    "C:\\two words\\tool.EXE",
    "C:\\two words\\tool.CMD",
    "D:\\three\\tool.COM",
    "D:\\three\\tool.EXE",
    "D:\\three\\tool.CMD",
  ]);
  // What is there but cannot be started is told apart from what is not there.
  assert.deepEqual(others.slice(0, 2), ["C:\\one\\tool.JS", "C:\\one\\tool"]);
});

Deno.test("a name with its ending comes first, in any case; without PATHEXT four endings count", () => {
  assert.equal(windowsSearch("Tool.ExE", "C:\\b", ".CMD").startable[0], "C:\\b\\Tool.ExE");
  assert.deepEqual(windowsSearch("tool", "C:\\b", undefined).startable, [
    "C:\\b\\tool.com",
    "C:\\b\\tool.exe",
    "C:\\b\\tool.bat",
    "C:\\b\\tool.cmd",
  ]);
  assert.deepEqual(windowsSearch("tool", "C:\\b", "; exe;.\\x; .EXE ").startable, [
    "C:\\b\\tool.EXE",
  ]);
  // Another ending belongs to the name: `python3.12` is `python3.12.exe`.
  assert.deepEqual(windowsSearch("python3.12", "C:\\b", ".EXE"), {
    startable: ["C:\\b\\python3.12.EXE"],
    others: ["C:\\b\\python3.12"],
  });
});

Deno.test("a name with a separator or a drive is at that place only; the working directory is not searched", () => {
  for (const name of [".\\tool", "C:\\x\\tool", "C:tool", "bin/tool", "\\\\server\\share\\tool"]) {
    assert.deepEqual(windowsSearch(name, "C:\\b", ".EXE").startable, [`${name}.EXE`]);
  }
  assert.deepEqual(windowsSearch("tool", undefined, ".EXE").startable, []);
});

Deno.test("batch files are known by their ending, in any case and with the blanks that Windows ignores", () => {
  for (const path of ["a.cmd", "A.BAT", "C:\\x y\\a.Cmd", "a.bat .", "a.cmd "]) {
    assert.ok(isBatchFile(path), path);
  }
  for (const path of ["a.exe", "a.cmd.exe", "cmd", "a.bats"]) assert.ok(!isBatchFile(path), path);
});

Deno.test("a batch file is not given what cmd.exe would read as its own", () => {
  assert.match(unsafeForBatch('"&calc.exe')!, /double quote/);
  assert.match(unsafeForBatch("%CMDCMDLINE:~-1%&calc.exe")!, /percent/);
  for (const text of ["a\nb", "a\rb", "a\0b"]) assert.match(unsafeForBatch(text)!, /line break/);
  for (const text of ["", "a b", "x&y^z", "(c)|<>!", "end\\", "日本", "--query=[*].{a:b}"]) {
    assert.equal(unsafeForBatch(text), undefined, text);
  }
});

Deno.test("a path is named from its drive or its server", () => {
  const cases: [path: string, from: string, absolute: string][] = [
    ["a\\b", "C:\\work", "C:\\work\\a\\b"],
    ["a", "C:\\", "C:\\a"],
    [".\\.\\a", "C:\\work", "C:\\work\\a"],
    ["..\\a", "C:\\work", "C:\\work\\..\\a"],
    ["C:\\a", "D:\\work", "C:\\a"],
    ["c:/a", "D:\\work", "c:/a"],
    ["\\a", "D:\\work", "D:\\a"],
    ["/a", "\\\\server\\share\\folder", "\\\\server\\share/a"],
    ["D:a", "d:\\work", "d:\\work\\a"],
    ["E:a", "D:\\work", "E:a"],
    ["\\\\server\\share\\a", "D:\\work", "\\\\server\\share\\a"],
    ["//server/share/a", "D:\\work", "//server/share/a"],
    ["a", "\\\\server\\share", "\\\\server\\share\\a"],
    ["nul", "C:\\work", "nul"],
  ];
  for (const [path, from, absolute] of cases) {
    assert.equal(windowsAbsolute(path, from), absolute, `${path} in ${from}`);
  }
});

Deno.test("NUL is the empty device in any case and folder", () => {
  for (const path of ["NUL", "nul", "C:\\x\\Nul", "NUL:", "\\\\.\\NUL"]) {
    assert.ok(isNul(path), path);
  }
  for (const path of ["null", "C:\\nul\\a", "annul"]) assert.ok(!isNul(path), path);
});

Deno.test("the path of a file: URL has a drive or a server", () => {
  assert.equal(windowsPathOf(new URL("file:///C:/a%20b/main.ts")), "C:\\a b\\main.ts");
  assert.equal(windowsPathOf(new URL("file://server/share/a.ts")), "\\\\server\\share\\a.ts");
});
