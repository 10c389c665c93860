// Plans whose source another program serves: what is decided before it is asked, and after.

import assert from "node:assert/strict";
import { parseIni } from "../../src/config/ini.ts";
import { readConfiguration } from "../../src/config/configuration.ts";
import { planSwitch } from "../../src/role/plan.ts";
import type { ServedFacts } from "../../src/role/served_source.ts";
import { opensSourceSession, planSourceProfile } from "../../src/role/source_plan.ts";
import { refuses, ROLE } from "../support/plans.ts";
import { switchOptionsOf } from "../support/requests.ts";

const SSO =
  "sso_start_url = https://x\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = Dev\n";
const MFA = "mfa_serial = arn:aws:iam::111122223333:mfa/me\n";

type Given = { options?: string[]; env?: Record<string, string>; served?: ServedFacts };

function own(text: string, { options = [], env = {}, served }: Given = {}) {
  const config = readConfiguration(parseIni(`[profile p]\n${text}`, "config"), undefined);
  const profile = config.profiles.get("p")!;
  assert.ok(opensSourceSession(profile));
  const lookup = (name: string) => env[name];
  return planSourceProfile(profile, switchOptionsOf([...options, "p"]), config, lookup, { served });
}

function chained(base: string, { options = [], env = {}, served }: Given = {}, role = ROLE) {
  const text = `[profile p]\n${role}${MFA}source_profile = b\n[profile b]\n${base}`;
  const config = readConfiguration(parseIni(text, "config"), undefined);
  const lookup = (name: string) => env[name];
  return planSwitch("p", switchOptionsOf([...options, "p"]), config, lookup, { served });
}

const LONG_TERM: ServedFacts = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", gives: "long-term" };
const SESSION: ServedFacts = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  gives: "role-session",
  expiration: "2026-01-01T00:00:00Z",
};

Deno.test("a chain that a process begins plans a code until it is known that none is wanted", () => {
  const serial = (served?: ServedFacts) =>
    chained("credential_process = x\n", served && { served }).calls[0].input.SerialNumber;
  assert.equal(serial(), "arn:aws:iam::111122223333:mfa/me");
  assert.equal(serial(LONG_TERM), "arn:aws:iam::111122223333:mfa/me");
  assert.equal(serial(SESSION), undefined);
  assert.equal(chained(SSO).calls[0].input.SerialNumber, undefined);
});

Deno.test("a role from session keys lasts an hour at most", () => {
  const process = "credential_process = x\n";
  const long = { options: ["-d", "2h"] };
  assert.equal(
    chained(process, { ...long, served: LONG_TERM }).calls[0].input.DurationSeconds,
    7200,
  );
  refuses(() => chained(process, { ...long, served: SESSION }), /2h is not possible/);
  refuses(() => chained(SSO, long), /2h is not possible/);
});

Deno.test("the chosen profile's process opens what its keys allow", () => {
  const process = `credential_process = x\n${MFA}`;
  assert.equal(own(process).opens, "source-session");
  const user = own(process, { served: LONG_TERM, options: ["-d", "30h"] });
  assert.equal(user.opens, "user-session");
  assert.deepEqual(user.calls[0]!.input, {
    DurationSeconds: 108_000,
    SerialNumber: "arn:aws:iam::111122223333:mfa/me",
  });
  assert.equal(own(process, { served: SESSION }).opens, "source-session");
  refuses(
    () => own("credential_process = x\n", { served: LONG_TERM }),
    /prints long-lived keys.*\nadd mfa_serial/,
  );
  const { expiration: _, ...endless } = SESSION;
  refuses(() => own(process, { served: endless }), /does not say when its keys end/);
});

Deno.test("the portal is AWS's own by the settings, and the partitions agree", () => {
  const url = (more = "", env: Record<string, string> = {}) => own(SSO + more, { env }).portal?.url;
  assert.equal(url(), "https://portal.sso.eu-west-1.amazonaws.com");
  assert.equal(
    url("region = eu-west-1\nuse_fips_endpoint = true\n"),
    "https://portal.sso-fips.eu-west-1.amazonaws.com",
  );
  assert.equal(
    url("region = eu-west-1\n", { AWS_USE_DUALSTACK_ENDPOINT: "true" }),
    "https://portal.sso.eu-west-1.api.aws",
  );
  assert.equal(chained(SSO).portal?.url, "https://portal.sso.eu-west-1.amazonaws.com");
  refuses(
    () =>
      url("region = eu-west-1\nuse_fips_endpoint = true\n", { AWS_ENDPOINT_URL_SSO: "https://x" }),
    /FIPS and a custom endpoint cannot be combined/,
  );
  refuses(
    () => url("region = cn-north-1\n"),
    /the region cn-north-1 is not in the partition of the region of IAM Identity Center, aws/,
  );
  refuses(
    () => chained(SSO, {}, ROLE.replace("arn:aws:", "arn:aws-cn:")),
    /crosses two partitions, aws(-cn)? and aws/,
  );
});

Deno.test("without a region the session has none, and STS is asked in the partition of the sign-in", () => {
  const plan = own(SSO.replace("eu-west-1", "cn-north-1"));
  assert.equal(plan.region, undefined);
  assert.equal(plan.endpoint.url, "https://sts.cn-northwest-1.amazonaws.com.cn");
});

Deno.test("a profile with a source is no session of its own if it is a role, or names a source_profile", () => {
  const opens = (text: string) => {
    const config = readConfiguration(parseIni(`[profile p]\n${text}`, "config"), undefined);
    return opensSourceSession(config.profiles.get("p")!);
  };
  assert.ok(opens(SSO));
  assert.ok(opens("login_session = x\n"));
  assert.ok(!opens(`${ROLE}source_profile = q\n${SSO}`));
  assert.ok(!opens(`source_profile = q\n${SSO}`));
  assert.ok(!opens(`${ROLE}web_identity_token_file = x\n`));
});
