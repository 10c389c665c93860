// The decision of a switch from configuration texts, options and variables.

import assert from "node:assert/strict";
import { from } from "../support/origins.ts";
import { SwrError } from "../../src/text/errors.ts";
import { switchOptionsOf } from "../support/requests.ts";
import { parseIni } from "../../src/config/ini.ts";
import { type Plan, planSwitch } from "../../src/role/plan.ts";
import { readConfiguration } from "../../src/config/profile.ts";

const KEYS = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" };
const ROLE = "role_arn = arn:aws:iam::222233334444:role/admin\n";

type Given = { options?: string[]; env?: Record<string, string>; credentials?: string };

function plan(config: string, { options = [], env = KEYS, credentials }: Given = {}): Plan {
  const files = readConfiguration(
    parseIni(config, "config"),
    credentials === undefined ? undefined : parseIni(credentials, "credentials"),
  );
  return planSwitch("p", switchOptionsOf([...options, "p"]), files, (name) => env[name]);
}

function refuses(action: () => unknown, text: RegExp): void {
  assert.throws(
    action,
    (error) => error instanceof SwrError && text.test([error.message, ...error.hints].join("\n")),
  );
}

Deno.test("the region: option, profile, environment, source, none", () => {
  const config =
    `[profile p]\n${ROLE}region = eu-west-1\nsource_profile = s\n[profile s]\nregion = eu-west-3\n`;
  const env = { ...KEYS, AWS_REGION: "us-east-2", AWS_DEFAULT_REGION: "us-west-2" };
  assert.equal(plan(config, { options: ["-r", "us-east-1"], env }).region?.value, "us-east-1");
  assert.equal(plan(config, { env }).region?.value, "eu-west-1");
  const without = config.replace("region = eu-west-1\n", "");
  assert.equal(plan(without, { env }).region?.value, "us-east-2");
  assert.equal(plan(without, { env: { ...env, AWS_REGION: "" } }).region?.value, "us-west-2");
  assert.equal(plan(without).region?.value, "eu-west-3");
  const none = plan(`[profile p]\n${ROLE}`);
  assert.equal(none.region, undefined);
  assert.deepEqual(none.endpoint, {
    url: "https://sts.amazonaws.com",
    host: "sts.amazonaws.com",
    hostAndPort: "sts.amazonaws.com:443",
    signingRegion: "us-east-1",
  });
});

Deno.test("the session name: option, profile, variable, device, user", () => {
  const config =
    `[profile p]\n${ROLE}role_session_name = mine\nmfa_serial = arn:aws:iam::111122223333:mfa/me\n`;
  const name = (text: string, given: Given = {}) =>
    plan(text, given).calls[0].input.RoleSessionName;
  const env = { ...KEYS, AWS_ROLE_SESSION_NAME: "variable", USER: "login" };
  assert.equal(name(config, { options: ["--session-name", "option"], env }), "option");
  assert.equal(name(config, { env }), "mine");
  const without = config.replace("role_session_name = mine\n", "");
  assert.equal(name(without, { env }), "variable");
  assert.equal(name(without, { env: { ...KEYS, USER: "login" } }), "me");
  assert.equal(name(`[profile p]\n${ROLE}`, { env: { ...KEYS, USER: "login" } }), "login");
});

Deno.test("MFA named anywhere on the chain goes with the first call; two devices are refused", () => {
  const config = (serial: string, other = "") =>
    `[profile p]\n${ROLE}source_profile = mid\n${serial}[profile mid]\n${ROLE}source_profile = base\n${other}[profile base]\n`;
  const serial = "mfa_serial = arn:aws:iam::111122223333:mfa/me\n";
  const { calls } = plan(config(serial));
  assert.deepEqual(calls.map(({ profile }) => profile), ["mid", "p"]);
  assert.deepEqual(calls.map(({ input }) => input.SerialNumber !== undefined), [true, false]);
  refuses(() => plan(config(serial, serial.replace("/me", "/you"))), /two MFA devices/);
});

Deno.test("a code that is given and not wanted is not dropped silently", () => {
  const config = `[profile p]\n${ROLE}`;
  const option = { options: ["-t", "123456"] };
  const said = ["the code is not sent: p has no mfa_serial"];
  assert.deepEqual(plan(config, option).warnings, said);
  assert.deepEqual(plan(config, { env: { ...KEYS, SWR_MFA_TOKEN: "123456" } }).warnings, said);
  const device = `${config}mfa_serial = arn:aws:iam::111122223333:mfa/me\n`;
  assert.deepEqual(plan(device, option).warnings, []);
  const session = {
    options: ["-t", "123456", "--from-session"],
    env: { AWS_ACCESS_KEY_ID: "ASIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "t" },
  };
  assert.deepEqual(plan(device, session).warnings, [
    "the code is not sent: session keys cannot be used with MFA",
  ]);
});

Deno.test("a chained role lasts an hour: the file's time is shortened with a word, the option's refused", () => {
  const config =
    `[profile p]\n${ROLE}duration_seconds = 7200\nsource_profile = mid\n[profile mid]\n${ROLE}`;
  const chained = plan(config);
  assert.equal(chained.calls[1]?.input.DurationSeconds, 3600);
  assert.deepEqual(chained.warnings, [
    "this session lasts 1h, not 2h (config:3): a role assumed from another role or session cannot last longer",
  ]);
  refuses(() => plan(config, { options: ["-d", "2h"] }), /role chaining/);
  const single = plan(config.replace("source_profile = mid\n", ""), { options: ["-d", "12h"] });
  assert.equal(single.calls[0].input.DurationSeconds, 43200);
  const compound = plan(config.replace("source_profile = mid\n", ""), {
    options: ["-d", "1h30m"],
  });
  assert.equal(compound.calls[0].input.DurationSeconds, 5400);
});

Deno.test("the environment's keys stand in for the base of the chain, else the base's own are used", () => {
  const config = `[profile p]\n${ROLE}source_profile = base\n`;
  const credentials = "[base]\naws_access_key_id = AKIAFILE\naws_secret_access_key = s\n";
  assert.equal(plan(config, { credentials }).source.accessKeyId, "AKIAEXAMPLE");
  const file = plan(config, { credentials, env: {} });
  assert.deepEqual(
    [file.source.kind === "profile" && file.source.profile, file.source.accessKeyId],
    ["base", "AKIAFILE"],
  );
  refuses(() => plan(config, { env: {} }), /source_profile "base" \(config:3\) does not exist/);
});

Deno.test("where there are no keys, the reason is told in plain words", () => {
  const said = (config: string, credentials?: string) => {
    try {
      plan(config, { env: {}, ...(credentials !== undefined && { credentials }) });
    } catch (error) {
      if (error instanceof SwrError) return [error.message, ...error.hints];
    }
    return [];
  };
  const envchain =
    "run it with envchain: `envchain NAMESPACE swr …` (is the namespace right? `envchain --list`)";
  const cases: readonly [config: string, why: readonly string[], credentials?: string][] = [
    ["", ["AWS_ACCESS_KEY_ID is not set, and the profile has no source_profile"]],
    [
      `source_profile = q\n[profile q]\n${ROLE}`,
      ['AWS_ACCESS_KEY_ID is not set, and profile "q" has no source_profile'],
    ],
    [
      "source_profile = default\n[default]\nregion = eu-west-1\n",
      ['AWS_ACCESS_KEY_ID is not set, and source_profile "default" has no keys in either file'],
    ],
    [
      "source_profile = mian\n[profile main]\n",
      [
        'AWS_ACCESS_KEY_ID is not set, and source_profile "mian" (config:3) does not exist',
        'did you mean "main"?',
      ],
    ],
    [
      "source_profile = q\n",
      [
        'AWS_ACCESS_KEY_ID is not set, and profile "q" has no aws_secret_access_key, only the other key of the pair at credentials:2',
      ],
      "[q]\naws_access_key_id = AKIAFILE\n",
    ],
    [
      "credential_source = Environment\n",
      ["AWS_ACCESS_KEY_ID is not set, and credential_source at config:3 needs it"],
    ],
    [
      "credential_source = environment\n",
      ['"environment" at config:3 is not a valid credential_source: did you mean Environment?'],
    ],
    [
      "credential_source = EcsContainer\n",
      [
        'profile "p" gets them from EcsContainer, which swr does not support: use `aws --profile p …` there',
      ],
    ],
  ];
  for (const [config, why, credentials] of cases) {
    assert.deepEqual(said(`[profile p]\n${ROLE}${config}`, credentials), [
      'no access keys found for assuming "p"',
      ...why,
      envchain,
    ]);
  }
});

Deno.test("a profile that was to be a role is told what keeps it from being one", () => {
  const hints = (config: string) => {
    try {
      plan(`[profile p]\n${config}`);
    } catch (error) {
      if (error instanceof SwrError) return [error.message, ...error.hints];
    }
    return [];
  };
  const none = 'profile "p" has no role_arn';
  assert.deepEqual(hints("region = eu-west-1\n"), [
    none,
    "add role_arn = arn:aws:iam::ACCOUNT:role/NAME at config:1",
  ]);
  assert.deepEqual(hints("region = eu-west-1\nrole_arm = arn:aws:iam::222233334444:role/x\n"), [
    none,
    "role_arm at config:3: did you mean role_arn?",
  ]);
  assert.deepEqual(hints("include_profile = q\n"), [
    none,
    "config:2: only aws-vault follows include_profile: copy that profile's settings into this one",
  ]);
  assert.equal(hints("role_arn =\n")[0], "role_arn is empty");
  refuses(() => plan("[profile p]\nrole_arn =\n", { env: {} }), /^role_arn is empty/);
  refuses(
    () => plan(`[profile p]\n${ROLE}source_profile = "q"\n[profile q]\n`, { env: {} }),
    /does not exist\nwrite it without quotation marks/,
  );
});

Deno.test("a token beside a long-lived key is left over; keys of a session send no code, and last an hour at most", () => {
  const config = `[profile p]\n${ROLE}mfa_serial = arn:aws:iam::111122223333:mfa/me\n`;
  const left = plan(config, { env: { ...KEYS, AWS_SESSION_TOKEN: "old" } });
  assert.equal(left.source.gives, "long-term");
  const env = {
    AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "s",
    AWS_SESSION_TOKEN: "t",
  };
  const chained = plan(config, { env, options: ["--from-session"] });
  assert.equal(chained.calls[0].input.SerialNumber, undefined);
  refuses(() => plan(config, { env, options: ["--from-session", "-d", "2h"] }), /an hour at most/);
});

Deno.test("a key with a blank or a control character in it is refused, and not shown", () => {
  const config = `[profile p]\n${ROLE}`;
  for (
    const sign of ["\n", "\r", "\t", " ", "\0", "\x1b", "\x7f", "\x85", "\x9f", "\u2028", "\ufeff"]
  ) {
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const) {
      const env = { ...KEYS, [name]: `${KEYS[name]}${sign}x` };
      refuses(
        () => plan(config, { env }),
        /^a key of the environment contains a blank or a control/,
      );
      assert.throws(() => plan(config, { env }), (error) => !String(error).includes(KEYS[name]));
    }
  }
  const odd = { ...KEYS, AWS_SECRET_ACCESS_KEY: "é+/=\u{1f600}" };
  assert.equal(plan(config, { env: odd }).source.gives, "long-term");
});

Deno.test("loops, two sources and unknown source kinds are refused with the place", () => {
  refuses(
    () => plan(`[profile p]\n${ROLE}source_profile = q\n[profile q]\n${ROLE}source_profile = p\n`),
    /form a loop: p → q → p\nchange the source_profile at config:6 to a profile that holds keys, or remove/,
  );
  refuses(
    () => plan(`[profile p]\n${ROLE}source_profile = q\ncredential_source = Environment\n`),
    /config:3 or at config:4/,
  );
  refuses(
    () => plan(`[profile p]\n${ROLE}credential_source = Ec2InstanceMetadata\n`, { env: {} }),
    /Ec2InstanceMetadata/,
  );
  refuses(
    () =>
      plan(`[profile p]\n${ROLE}source_profile = q\n[profile q]\nsso_session = x\n`, { env: {} }),
    /export-credentials --profile q/,
  );
});

Deno.test("an endpoint of one's own keeps its origin, and excludes FIPS", () => {
  const env = { ...KEYS, AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
  const { endpoint } = plan(`[profile p]\n${ROLE}`, { env });
  assert.deepEqual([endpoint.url, endpoint.origin], [
    "http://127.0.0.1:1",
    from("$AWS_ENDPOINT_URL"),
  ]);
  refuses(
    () => plan(`[profile p]\n${ROLE}`, { env: { ...env, AWS_USE_FIPS_ENDPOINT: "true" } }),
    /FIPS/,
  );
});

Deno.test("a chain through two partitions, or longer than anybody means, is refused", () => {
  const china = ROLE.replace("arn:aws:", "arn:aws-cn:");
  refuses(
    () => plan(`[profile p]\n${china}source_profile = q\n[profile q]\n${ROLE}`),
    /two partitions, aws and aws-cn[\s\S]*config:5[\s\S]*config:2/,
  );
  refuses(
    () => plan(`[profile p]\n${ROLE}mfa_serial = arn:aws-cn:iam::111122223333:mfa/me\n`),
    /two partitions, aws-cn and aws/,
  );
  const links = (count: number) =>
    Array.from(
      { length: count },
      (_, index) =>
        `[profile ${index === 0 ? "p" : `p${index}`}]\n${ROLE}source_profile = p${index + 1}\n`,
    )
      .join("");
  assert.equal(plan(links(40)).calls.length, 40);
  refuses(() => plan(links(60)), /longer than 50/);
});

Deno.test("a profile in a file that could not be read as a whole is not said to be written wrongly", () => {
  refuses(
    () => plan(`[profile p]\n${ROLE}${"a=b\n".repeat(250_001)}`),
    /no profile "p"\nconfig:1: more than 250000 [\s\S]*\ncorrect that first: the profile may be in/,
  );
});

Deno.test("a profile that is called like a subcommand is meant first", () => {
  for (const name of ["exec", "status", "use"]) {
    const config = readConfiguration(parseIni(`[profile ${name}]\n${ROLE}`, "config"), undefined);
    const env = (name: string) => (KEYS as Record<string, string>)[name];
    assert.equal(planSwitch(name, switchOptionsOf([name, "true"]), config, env).profile, name);
  }
});

Deno.test("a mistyped name with a near match is not also one to add", () => {
  const config = readConfiguration(parseIni(`[profile reader]\n${ROLE}`, "config"), undefined);
  const hints = (name: string) => {
    try {
      planSwitch(name, switchOptionsOf([name]), config, () => undefined);
    } catch (error) {
      if (error instanceof SwrError) return [error.message, ...error.hints];
    }
    return [];
  };
  assert.deepEqual(hints("raeder"), [
    'there is no profile "raeder"',
    'did you mean "reader"?',
  ]);
  assert.match(hints("other")[1]!, /^add \[profile other\]/);
  assert.match(hints("toString")[1]!, /^add \[profile toString\]/);
});

Deno.test("a profile that is there but ignored is not asked for again: the reason is told", () => {
  refuses(() => plan(`[Profile p]\n${ROLE}`), /config:1: /);
  const config = readConfiguration(parseIni(`[profile café]\n${ROLE}`, "config"), undefined);
  const env = (name: string) => ({ ...KEYS } as Record<string, string>)[name];
  refuses(
    () => planSwitch("café", switchOptionsOf(["café"]), config, env),
    /does not support the profile name "café"\nconfig:1: .*the AWS CLI reads .* most SDKs do not.*\nrename the/,
  );
});
