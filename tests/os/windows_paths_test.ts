import assert from "node:assert/strict";
import { isNul, windowsAbsolute, windowsPathOf } from "../../src/os/windows_paths.ts";

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
