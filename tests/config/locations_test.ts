// Where the two files are looked for, by variable and platform.

import assert from "node:assert/strict";
import { fileLocations, type Platform } from "../../src/config/locations.ts";

function locate(env: Record<string, string>, platform: Platform = "linux") {
  const { config, credentials, from } = fileLocations((name) => env[name], platform);
  return [config, from.config, credentials, from.credentials];
}

Deno.test("the files are in .aws at home; HOME comes first on every platform", () => {
  const env = { HOME: "/home/u", USERPROFILE: "x", HOMEDRIVE: "y:", HOMEPATH: "z" };
  for (const platform of ["linux", "darwin", "unix"] as const) {
    assert.deepEqual(locate(env, platform), [
      "/home/u/.aws/config",
      "HOME",
      "/home/u/.aws/credentials",
      "HOME",
    ]);
  }
  assert.equal(locate({ ...env, HOME: "C:\\u" }, "windows")[0], "C:\\u\\.aws\\config");
});

Deno.test("Windows knows USERPROFILE, then HOMEDRIVE with HOMEPATH; other platforms know neither", () => {
  const drive = { HOMEDRIVE: "C:", HOMEPATH: "\\u" };
  const all = { HOME: "", USERPROFILE: "C:\\v", ...drive };
  assert.deepEqual(locate(all, "windows").slice(0, 2), ["C:\\v\\.aws\\config", "USERPROFILE"]);
  assert.deepEqual(locate(drive, "windows").slice(2), [
    "C:\\u\\.aws\\credentials",
    "HOMEDRIVE and HOMEPATH",
  ]);
  assert.equal(locate({ HOMEPATH: "\\u" }, "windows")[0], undefined);
  assert.deepEqual(locate(all), [undefined, undefined, undefined, undefined]);
});

Deno.test("each variable moves its own file; empty counts as unset", () => {
  const HOME = "/home/u";
  assert.deepEqual(locate({ HOME, AWS_CONFIG_FILE: "c", AWS_SHARED_CREDENTIALS_FILE: "" }), [
    "c",
    "AWS_CONFIG_FILE",
    "/home/u/.aws/credentials",
    "HOME",
  ]);
  assert.deepEqual(locate({ AWS_SHARED_CREDENTIALS_FILE: "/d" }), [
    undefined,
    undefined,
    "/d",
    "AWS_SHARED_CREDENTIALS_FILE",
  ]);
});

Deno.test("a first part ~ of a path is the home folder, ~someone and a later ~ are names", () => {
  const config = (path: string, platform: Platform, HOME = "/h") =>
    locate({ HOME, AWS_CONFIG_FILE: path }, platform)[0];
  assert.equal(config("~/x/~/y", "linux"), "/h/x/~/y");
  assert.equal(config("~", "linux"), "/h");
  assert.equal(config("~u/x", "linux"), "~u/x");
  assert.equal(config("/~/x", "linux"), "/~/x");
  assert.equal(config("~\\x", "linux"), "~\\x");
  assert.equal(config("~\\x", "windows", "C:\\h"), "C:\\h\\x");
  assert.equal(config("~/x", "linux", ""), "~/x");
});

Deno.test("a home that ends with a separator, or is the root, makes no double one", () => {
  assert.equal(locate({ HOME: "/h/" })[0], "/h/.aws/config");
  assert.equal(locate({ HOME: "/" })[0], "/.aws/config");
  assert.equal(fileLocations((name) => name === "HOME" ? "/" : undefined, "linux").home, "/");
  assert.equal(locate({ HOME: "C:\\" }, "windows")[0], "C:\\.aws\\config");
});

Deno.test("the paths in force before a session count, empty meaning the default place", () => {
  const env: Record<string, string> = {
    HOME: "/h",
    AWS_CONFIG_FILE: "/run/view",
    AWS_SHARED_CREDENTIALS_FILE: "/run/view2",
  };
  const lookup = (name: string) => env[name];
  const config = { path: "~/before", from: "BEFORE" };
  const both = fileLocations(lookup, "linux", { config, credentials: { path: "", from: "X" } });
  assert.deepEqual(both, {
    config: "/h/before",
    credentials: "/h/.aws/credentials",
    home: "/h",
    from: { config: "BEFORE", credentials: "HOME" },
  });
  assert.equal(fileLocations(lookup, "linux", { config }).credentials, "/run/view2");
});
