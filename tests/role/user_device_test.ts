// Which profiles stand for a user's own session.

import assert from "node:assert/strict";
import { parseIni } from "../../src/config/ini.ts";
import { readConfiguration } from "../../src/config/configuration.ts";
import { onlyDevice, opensUserSession } from "../../src/role/user_device.ts";
import { ROLE } from "../support/plans.ts";

const SERIAL = "mfa_serial = arn:aws:iam::111122223333:mfa/me\n";

const configuration = (text: string) => readConfiguration(parseIni(text, "config"), undefined);
const opens = (text: string) =>
  opensUserSession(configuration(`[profile p]\n${text}`).profiles.get("p")!);

Deno.test("a profile with a device and neither role nor source opens its user's session", () => {
  assert.equal(opens(SERIAL), true);
  assert.equal(opens(`${SERIAL}region = eu-west-1\n`), true);
  for (
    const more of [
      ROLE,
      "source_profile = base\n",
      "credential_source = Environment\n",
      "credential_process = x\n",
      "sso_session = x\n",
    ]
  ) {
    assert.equal(opens(SERIAL + more), false, more);
  }
  assert.equal(opens("region = eu-west-1\n"), false);
});

Deno.test("the device that all profiles name is the only one, however often it is named", () => {
  const twice = `[profile p]\n${ROLE}${SERIAL}[profile q]\n${SERIAL}[profile r]\n`;
  assert.equal(onlyDevice(configuration(twice))?.value, "arn:aws:iam::111122223333:mfa/me");
  assert.equal(onlyDevice(configuration("[profile r]\n")), undefined);
  const many = Array.from({ length: 12 }, (_, at) => `[profile p${at}]\n${SERIAL}`).join("");
  assert.throws(
    () => onlyDevice(configuration(`${many}[profile x]\nmfa_serial = GAHT12345678\n`)),
    /names 2 MFA devices/,
  );
});
