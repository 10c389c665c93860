// How AWS's two files are found, and when it is an error that one is not.

import assert from "node:assert/strict";
import { findFiles, loadFiles } from "../../src/config/load.ts";
import { SwrError } from "../../src/text/errors.ts";

const CONFIG = "/home/me/.aws/config";
const CREDENTIALS = "/home/me/.aws/credentials";

/** A machine with those files; a text of null is a device, an error is thrown on reading. */
function machine(
  files: Record<string, string | null | SwrError>,
  env: Record<string, string> = { HOME: "/home/me" },
) {
  return {
    env: (name: string) => env[name],
    platform: "unix" as const,
    read(path: string | undefined) {
      const found = path === undefined ? undefined : files[path];
      if (found instanceof SwrError) throw found;
      return found ?? undefined;
    },
    isEmptyDevice: (path: string) => files[path] === null,
    absolute: (path: string) => path.startsWith("/") ? path : `/work/${path}`,
  };
}

const unreadable = new SwrError("file-unreadable", "cannot read it");

Deno.test("each file is found with its path, its variable, its text, and what keeps it from being read", () => {
  const env = { HOME: "/home/me", AWS_CONFIG_FILE: "mine" };
  const { config, credentials, home } = findFiles(
    machine({ "/work/mine": "[profile p]\n", [CREDENTIALS]: unreadable }, env),
    {},
  );
  const { ini, ...rest } = config;
  assert.deepEqual(rest, {
    kind: "config",
    path: "/work/mine",
    from: "AWS_CONFIG_FILE",
    text: "[profile p]\n",
  });
  assert.deepEqual(ini?.sections.map(({ header }) => header), ["profile p"]);
  assert.deepEqual(credentials, {
    kind: "credentials",
    path: CREDENTIALS,
    from: "HOME",
    unreadable,
  });
  assert.equal(home, "/home/me");
  assert.deepEqual(findFiles(machine({ [CONFIG]: null }), {}).config.emptyDevice, true);
  assert.deepEqual(findFiles(machine({}, {}), {}), {
    config: { kind: "config" },
    credentials: { kind: "credentials" },
    home: undefined,
  });
});

Deno.test("either file is enough; the paths are those of both", () => {
  for (const [path, text] of [[CONFIG, "[profile p]\n"], [CREDENTIALS, "[p]\n"]] as const) {
    const { configuration, paths, configText, credentialsText } = loadFiles(
      machine({ [path]: text }),
      {},
    );
    assert.deepEqual([...configuration.profiles.names], ["p"]);
    assert.deepEqual(paths, { config: CONFIG, credentials: CREDENTIALS });
    assert.equal(configText, path === CONFIG ? text : undefined);
    assert.equal(credentialsText, path === CONFIG ? undefined : text);
    const [kind, other] = path === CONFIG ? ["credentials", CREDENTIALS] : ["config", CONFIG];
    const absent = { [kind]: { path: other, from: "HOME" } };
    assert.deepEqual(configuration.absent, absent);
  }
});

Deno.test("no file, an empty device, no home and a file that cannot be read are errors of their own", () => {
  const code = (...given: Parameters<typeof machine>) => {
    try {
      loadFiles(machine(...given), {});
      return "none";
    } catch (error) {
      return error instanceof SwrError ? error.code : String(error);
    }
  };
  assert.equal(code({}), "config-missing");
  assert.equal(code({ [CONFIG]: null }), "config-empty");
  assert.equal(code({}, {}), "no-home");
  assert.deepEqual(loadFiles(machine({}), {}, true).paths.config, CONFIG);
  assert.equal(code({ [CONFIG]: unreadable, [CREDENTIALS]: "" }), "file-unreadable");
  assert.equal(code({ [CONFIG]: "", [CREDENTIALS]: unreadable }), "file-unreadable");
});
