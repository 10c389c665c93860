// Keys in files, and who else can read or change the files.

import assert from "node:assert/strict";
import type { Access } from "../../../src/doctor/checks/secrets.ts";
import { brought, CONFIG, SECRET } from "../../support/doctor_facts.ts";

Deno.test("long-lived keys in a file: the place, four characters, and the way into the keychain", () => {
  const credentials =
    `[main]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${SECRET}\n`;
  const found = brought({}, CONFIG, credentials);
  assert.deepEqual(found.map(({ id, level, place, profile }) => [id, level, place, profile]), [
    ["long-lived-keys", "warning", "/home/me/.aws/credentials:3", "main"],
  ]);
  const text = JSON.stringify(found);
  assert.match(text, /…MPLE/);
  assert.match(text, /envchain --set aws-main AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY/);
  assert.ok(!text.includes("AKIA") && !text.includes(SECRET.slice(0, 8)));
});

Deno.test("keys count wherever they lie, also in sections that no tool reads; those of a session are others", () => {
  const keys = (id: string) => `aws_access_key_id = ${id}\naws_secret_access_key = ${SECRET}\n`;
  const config = `${CONFIG}[ignored]\n${keys("AKIAIOSFODNN7EXAMPLE")}`;
  assert.ok(brought({}, config).some(({ id }) => id === "long-lived-keys"));
  const quoted = `${CONFIG}[profile 'my work']\n${keys("AKIAIOSFODNN7EXAMPLE")}`;
  const found = brought({}, quoted).find(({ id }) => id === "long-lived-keys");
  assert.equal(found?.profile, "my work");
  const session = `[s]\n${keys("ASIAIOSFODNN7EXAMPLE")}aws_session_token = t\n`;
  assert.deepEqual(brought({}, CONFIG, session).map(({ id }) => id), ["session-keys"]);
});

Deno.test("files that others can read or change", () => {
  const path = "/home/me/.aws/credentials";
  const access: Access = { path, folder: false, read: "none", write: "none", foreign: false };
  const keys = `[main]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n`;
  const levels = (change: Partial<Access>, credentials: string) =>
    brought({ accesses: [{ ...access, ...change }] }, CONFIG, credentials)
      .filter(({ id }) => id.startsWith("file-"))
      .map(({ id, level, remedy }) => `${id} ${level} ${remedy[0]}`);
  assert.deepEqual(levels({}, keys), []);
  assert.deepEqual(levels({ read: "all" }, "[main]\nregion = x\n"), [], "nothing to hide");
  assert.deepEqual(levels({ read: "all" }, keys), [`file-exposed problem chmod 600 ${path}`]);
  assert.deepEqual(levels({ read: "group" }, keys), [`file-exposed warning chmod 600 ${path}`]);
  assert.deepEqual(levels({ write: "all" }, ""), [`file-writable problem chmod go-w ${path}`]);
  assert.deepEqual(levels({ foreign: true }, ""), [
    `file-owner warning sudo chown "$USER" ${path}`,
  ]);
});

Deno.test("a path that a shell would take apart is quoted; one that cannot be shown is in no command", () => {
  const remedy = (path: string) =>
    brought({ accesses: [{ path, folder: false, read: "none", write: "all", foreign: false }] })[0]!
      .remedy[0];
  assert.equal(remedy("/a b/it's;rm"), `chmod go-w '/a b/it'"'"'s;rm'`);
  assert.match(remedy("/a\x1b[2J/b")!, /by hand/);
});
