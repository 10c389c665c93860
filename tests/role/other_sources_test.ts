// Credentials that other programs serve: what AWS's tools refuse in how a profile asks for them, in AWS's words.

import assert from "node:assert/strict";
import { parseIni } from "../../src/config/ini.ts";
import { readConfiguration } from "../../src/config/configuration.ts";
import { otherService, serviceProblem } from "../../src/role/other_sources.ts";

function problem(text: string): string | undefined {
  const config = readConfiguration(parseIni(text, "config"), undefined);
  const profile = config.profiles.get("p")!;
  return serviceProblem(otherService(profile)!, profile, config);
}

const SESSION = "[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://x\n";

Deno.test("AWS's reasons: a token without a role, and settings beside a session that belong into it", () => {
  assert.match(problem("[profile p]\nweb_identity_token_file = /t\n")!, /`role_arn` was missing/);
  assert.equal(
    problem("[profile p]\nweb_identity_token_file = /t\nrole_arn = arn:aws:iam::1:role/r\n"),
    undefined,
  );
  assert.equal(problem(`[profile p]\nsso_session = s\n${SESSION}`), undefined);
  for (const key of ["sso_region", "sso_start_url"]) {
    assert.equal(
      problem(`[profile p]\nsso_session = s\n${key} = x\n${SESSION}`),
      `\`${key}\` can only be specified in the [sso-session] config when a session name is given`,
    );
  }
  assert.match(problem("[profile p]\nsso_session = none\n")!, /was not found/);
});
