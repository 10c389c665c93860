// envchain, the shell and the C library.

import assert from "node:assert/strict";
import { examine, type Facts } from "../../../src/doctor/examine.ts";
import { readStartUp } from "../../../src/doctor/checks/start_up_files.ts";
import { brought, CONFIG, factsOf, SECRET } from "../../support/doctor_facts.ts";

Deno.test("envchain: there, without namespaces, failing, missing", () => {
  const told = (envchain: Facts["envchain"], windows = false) => {
    const found = examine({ ...factsOf(CONFIG), envchain, windows });
    const { id, level, message } = found.find(({ group }) => group === "envchain")!;
    return [id, level, message];
  };
  const path = "/usr/bin/envchain";
  const namespaces = Array.from({ length: 22 }, (_, index) => `n${index}`);
  assert.match(
    told({ state: "there", path, namespaces }).join(" "),
    /^envchain ok .*n19 and 2 more$/,
  );
  assert.deepEqual(told({ state: "there", path, namespaces: [] }).slice(0, 2), [
    "envchain-empty",
    "warning",
  ]);
  assert.deepEqual(told({ state: "failed", path, why: "status 1" }).slice(0, 2), [
    "envchain-failed",
    "warning",
  ]);
  assert.deepEqual(told({ state: "missing" }).slice(0, 2), ["envchain-missing", "warning"]);
  assert.deepEqual(told({ state: "missing" }, true).slice(0, 2), ["envchain-missing", "ok"]);
});

Deno.test("the shell: set up, its own prompt, nothing, unknown, keys and AWS_PROFILE in its files", () => {
  const told = (text: string, path: string | undefined = "/bin/zsh") => {
    const startUps = [{ path: "/home/me/.zshrc", says: readStartUp(text) }];
    return examine({ ...factsOf(CONFIG), shell: { path, startUps } })
      .filter(({ id }) => /^(shell|start-up)/.test(id))
      .map(({ id, level, place }) => [id, level, place]);
  };
  assert.deepEqual(told('eval "$(swr --init zsh)"'), [["shell-set-up", "ok", "/home/me/.zshrc"]]);
  assert.deepEqual(told("PROMPT='$AWS_PROFILE '"), [["shell-set-up", "ok", "/home/me/.zshrc"]]);
  assert.deepEqual(told(""), [["shell-not-set-up", "warning", undefined]]);
  assert.deepEqual(told("", "/bin/dash"), [["shell-unknown", "ok", undefined]]);
  const both = `export AWS_PROFILE=x\nexport AWS_SECRET_ACCESS_KEY=${SECRET}\nswr --init zsh`;
  assert.deepEqual(told(both), [
    ["start-up-keys", "problem", "/home/me/.zshrc:2"],
    ["start-up-profile", "warning", "/home/me/.zshrc:1"],
    ["shell-set-up", "ok", "/home/me/.zshrc"],
  ]);
});

Deno.test("without the C library that is said", () => {
  assert.deepEqual(brought({ hasLibc: false }).map(({ id, level }) => [id, level]), [
    ["no-libc", "warning"],
  ]);
  // Nothing can be done about it on Windows.
  const onWindows = brought({ hasLibc: false, windows: true });
  assert.equal(onWindows.find(({ id }) => id === "no-libc")?.level, "ok");
});
