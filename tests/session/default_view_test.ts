import assert from "node:assert/strict";
import { sessionView } from "../../src/session/config_view.ts";
import { sourceLine, withDefault } from "../../src/session/default_view.ts";

const COMMAND = "/opt/swr --session-keys p";

Deno.test("withDefault() gives [default] the session's keys, or none if it has a source of its own", () => {
  const covered = (own: string) => {
    const text = `${own}[profile p]\nrole_arn = r\n`;
    return withDefault(sessionView(text, "p", COMMAND)!, text, COMMAND)!;
  };
  const process = `credential_process = ${COMMAND}\n`;
  const session = `[profile p]\n${process}`;
  assert.equal(covered(""), `${session}[default]\n${process}`);
  assert.equal(covered("[default]\nregion = x\n"), `[default]\n${process}region = x\n${session}`);
  for (
    const source of [
      "role_arn = r\nsource_profile = q",
      "credential_process = other",
      "sso_session = s",
      "Credential_Source: Environment",
    ]
  ) {
    assert.equal(
      covered(`[default]\nregion = x\n${source}\n`),
      `[default]\nregion = x\n${session}`,
    );
  }
  // A section with a key is left out whole.
  assert.equal(covered("[default]\naws_access_key_id = x\naws_secret_access_key = y\n"), session);
  assert.equal(
    covered("[profile default]\nlogin_session = x\n"),
    `[profile default]\n${session}`,
  );
});

Deno.test("sourceLine() finds where a section says where its keys come from", () => {
  assert.equal(sourceLine("[a]\nrole_arn = x\n[default]\nregion = y\n", "default"), undefined);
  assert.equal(
    sourceLine(
      "[default]\n# aws_access_key_id = x\nregion = y\n\naws_access_key_id = x\n",
      "default",
    ),
    5,
  );
  assert.equal(sourceLine("[ default ] # mine\naws_secret_access_key=x\n", "default"), 2);
});
