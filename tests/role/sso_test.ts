// What a profile says of IAM Identity Center, and what is refused before the portal is asked.

import assert from "node:assert/strict";
import { parseIni } from "../../src/config/ini.ts";
import { readConfiguration } from "../../src/config/configuration.ts";
import { ssoOf } from "../../src/role/sso.ts";
import { refuses } from "../support/plans.ts";

const SESSION =
  "[sso-session work]\nsso_start_url = https://example.awsapps.com/start\nsso_region = eu-central-1\n";
const PROFILE =
  "[profile p]\nsso_session = work\nsso_account_id = 222233334444\nsso_role_name = admin\n";

function read(config: string) {
  const files = readConfiguration(parseIni(config, "config"), undefined);
  return ssoOf(files.profiles.get("p")!, files);
}

Deno.test("start URL and region come from the sso-session, account and permission set from the profile", () => {
  const { session, startUrl, region, account, role } = read(PROFILE + SESSION);
  assert.deepEqual([session, startUrl.value, region.value, account, role], [
    "work",
    "https://example.awsapps.com/start",
    "eu-central-1",
    "222233334444",
    "admin",
  ]);
});

Deno.test("the older settings are all in the profile", () => {
  const older = PROFILE.replace("sso_session = work", SESSION.split("\n").slice(1).join("\n"));
  assert.deepEqual([read(older).session, read(older).region.value], [undefined, "eu-central-1"]);
});

Deno.test("what cannot be is refused with its line", () => {
  const change = (from: string, to: string) => () => read((PROFILE + SESSION).replace(from, to));
  refuses(change("222233334444", "22223333444"), /cannot be sso_account_id\nit has twelve digits/);
  refuses(change("= admin", "= a b"), /cannot be sso_role_name/);
  refuses(change("sso_role_name = admin\n", ""), /has no sso_role_name/);
  refuses(change("https://example", "http://example"), /cannot be sso_start_url/);
  refuses(change("https://example.awsapps.com/start", "example"), /cannot be sso_start_url/);
  refuses(change("eu-central-1", "eu central"), /region/);
});

Deno.test("a section that says two things is refused", () => {
  refuses(() => read(`${PROFILE}${SESSION}sso_region = us-east-1\n`), /sso-session work/);
});
