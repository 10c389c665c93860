// What hides a profile, or a setting of one, is told with its place.

import assert from "node:assert/strict";
import { parseIni } from "../../src/config/ini.ts";
import { profileNamed } from "../../src/config/lookup.ts";
import { readConfiguration } from "../../src/config/configuration.ts";
import { planSwitch } from "../../src/role/plan.ts";
import { plan } from "../support/plans.ts";
import { switchOptionsOf } from "../support/requests.ts";
import { SwrError } from "../../src/text/errors.ts";

const ROLE = "role_arn = arn:aws:iam::222233334444:role/dev\n";

function told(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof SwrError) return [error.message, ...error.hints].join("\n");
    throw error;
  }
  assert.fail("nothing was refused");
}

function lookUp(config: string, credentials?: string): string {
  const files = readConfiguration(
    parseIni(config, "config"),
    credentials === undefined ? undefined : parseIni(credentials, "credentials"),
  );
  return told(() => profileNamed(files, "dev"));
}

/** The bytes of a text as UTF-16, as a decoder of UTF-8 takes them. */
function utf16(text: string, mark: string): string {
  const units = new Uint16Array([...mark + text].map((letter) => letter.charCodeAt(0)));
  return new TextDecoder().decode(units.buffer);
}

Deno.test("a profile that is hidden by how its header is written is shown with the line", () => {
  const cases: [string, RegExp][] = [
    [`[profile dev\u200b]\n${ROLE}`, /config:1: .*\\u200b/],
    [`[profile\u00a0dev]\n${ROLE}`, /config:1: .*\\u00a0dev/],
    [`[[profile dev]]\n${ROLE}`, /config:1: /],
    [`[profile dev][profile prod]\n${ROLE}`, /config:1: /],
    [`[default][profile dev]\n${ROLE}`, /config:1: /],
    [`[profile a]\n${ROLE}\ufeff[profile dev]\n${ROLE}`, /config:3: .*byte order mark inside/],
    [
      `[profile a]\n${ROLE}output = json[profile dev]\n${ROLE}`,
      /config:3: .*\[profile dev\] is glued/,
    ],
    [utf16(`[profile dev]\n${ROLE}`, ""), /save the file as UTF-8/],
    [utf16(`[profile dev]\n${ROLE}`, "\ufeff"), /save the file as UTF-8/],
  ];
  for (const [config, says] of cases) assert.match(lookUp(config), says);
  assert.match(
    lookUp("[profile x]\n", `[profile dev]\n${ROLE}`),
    /credentials:1: .*written \[dev\]/,
  );
});

Deno.test("a source that is hidden is shown in the same way", () => {
  const config = `[profile p]\n${ROLE}source_profile = base\n`;
  const noKeys = (credentials: string, more = "") =>
    told(() => plan(config + more, { env: {}, credentials }));
  const keys = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x/y\n";
  assert.match(
    noKeys(utf16(`[base]\n${keys}`, "\ufeff")),
    /credentials:1: .*save the file as UTF-8/,
  );
  assert.match(noKeys(utf16(`[base]\n${keys}`, "")), /save the file as UTF-8/);
  assert.match(noKeys(`[profile base]\n${keys}`), /credentials:1: .*a profile is written \[base\]/);
  assert.match(
    noKeys(
      `[base]\nexport AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nexport AWS_SECRET_ACCESS_KEY=x/y\n`,
    ),
    /credentials:2: .*remove "export", which belongs to a shell\ncredentials:3: [^\n]*\nrun it/,
  );
  assert.doesNotMatch(noKeys("[base]\nexport AWS_SECRET_ACCESS_KEY=x/y\n"), /x\/y/);
});

Deno.test("a profile without role_arn lists the lines of its section that set nothing", () => {
  const text = told(() => plan("[profile p]\nexport role_arn=x\nregion = r\nrole\u00a0arn = y\n"));
  assert.match(text, /has no role_arn\nconfig:2: .*is ignored/);
  assert.match(text, /config:4: /);
});

Deno.test("a config file that is not there is named with the variable that points to it", () => {
  const saying = (path: string) => {
    const absent = { config: { path, from: "AWS_CONFIG_FILE" } };
    const files = readConfiguration(undefined, parseIni("[x]\n", "credentials"), absent);
    return told(() => profileNamed(files, "production"));
  };
  assert.match(
    saying("/nowhere/config"),
    /there is no configuration file at \/nowhere\/config \(AWS_CONFIG_FILE\)$/m,
  );
  assert.match(saying("/work/$HOME/config"), /\nvariables in the path are not expanded/);
  assert.match(saying('/work/"/etc/config"'), /\nwrite the path without quotation marks/);
});

Deno.test("a credentials file that is not where the user's variable says is named with a source that is not found", () => {
  const saying = (from: string) => {
    const files = readConfiguration(
      parseIni(
        "[profile p]\nrole_arn = arn:aws:iam::222233334444:role/r\nsource_profile = s\n",
        "config",
      ),
      undefined,
      { credentials: { path: "/nowhere/credentials", from } },
    );
    return told(() => planSwitch("p", switchOptionsOf(["p"]), files, () => undefined));
  };
  assert.match(
    saying("AWS_SHARED_CREDENTIALS_FILE"),
    /there is no credentials file at \/nowhere\/credentials \(AWS_SHARED_CREDENTIALS_FILE\)/,
  );
  assert.doesNotMatch(saying("HOME"), /nowhere/);
});

Deno.test("an indented header is not said to be at the end of a line", () => {
  const config = "[default]\nregion = a\n [profile dev]\n role_arn = x\n";
  const files = readConfiguration(parseIni(config, "config"), undefined);
  const text = told(() => profileNamed(files, "dev"));
  assert.match(text, /config:3: .*\[profile dev\] is indented.*remove the blanks before it/);
  assert.match(
    told(() => planSwitch("default", switchOptionsOf(["default"]), files, () => undefined)),
    /is indented/,
  );
});
