// What leaves open who one becomes is found, wherever it is written, and what does not is let through.

import assert from "node:assert/strict";
import { ambiguityOf } from "../../src/config/ambiguity.ts";
import { parseIni } from "../../src/config/ini.ts";
import { readConfiguration } from "../../src/config/configuration.ts";
import { originText } from "../../src/text/origin.ts";

/** What is ambiguous in profile dev, with its places; undefined if nothing is. */
function doubt(config: string, credentials?: string, name = "dev"): string | undefined {
  const files = readConfiguration(
    parseIni(config, "config"),
    credentials === undefined ? undefined : parseIni(credentials, "credentials"),
  );
  const found = ambiguityOf(files.profiles.get(name)!);
  return found && [`${found.message} (${originText(found.origin)})`, ...found.hints].join("\n");
}

const A = "role_arn = arn:aws:iam::222233334444:role/dev\n";
const B = "role_arn = arn:aws:iam::999988887777:role/prod\n";

Deno.test("a setting that decides and has two values is named with both lines", () => {
  for (
    const [first, second] of [
      [A, B],
      ["source_profile = a\n", "source_profile = b\n"],
      ["credential_source = Environment\n", "CREDENTIAL_SOURCE = EcsContainer\n"],
      ["credential_process = a\n", "credential_process = b\n"],
      ["sso_account_id = 1\n", "sso_account_id = 2\n"],
      ["mfa_serial = a\n", "mfa_serial = b\n"],
      ["external_id = a\n", "external_id =\n"],
      ["aws_secret_access_key = a\n", "aws_secret_access_key = b\n"],
      ["services = a\n", "services = b\n"],
      ["endpoint_url = a\n", "endpoint_url = b\n"],
    ] as const
  ) {
    const key = first.split(" ")[0]!;
    const both = new RegExp(`${key} is set twice.*config:\\d[^]*config:2 and config:\\d`);
    assert.match(doubt(`[profile dev]\n${first}${second}`)!, both);
    assert.match(doubt(`[profile dev]\n${first}[profile x]\n[profile dev]\n${second}`)!, both);
    assert.match(doubt(`[profile dev]\n${first}${second}${first}`)!, /config:3 and config:4/);
    assert.equal(doubt(`[profile dev]\n${first}${first}`), undefined);
    assert.equal(doubt(`[profile dev]\n${first}[profile dev]\n${first}`), undefined);
    assert.match(doubt("", `[dev]\n${first}${second}`)!, /credentials:2 and credentials:3/);
  }
});

Deno.test("what decides nothing may be repeated, and the two files are no repetition", () => {
  assert.equal(
    doubt(`[profile dev]\n${A}region = a\nregion = b\noutput = x\noutput = y\n`),
    undefined,
  );
  assert.equal(doubt(`[profile dev]\n${A}`, `[dev]\n${B}`), undefined);
});

Deno.test("[default] and [profile default] count as one section", () => {
  const both = (first: string, second: string) =>
    doubt(`[default]\n${first}[profile default]\n${second}`, undefined, "default");
  assert.match(both(A, B)!, /disagree about the header|set twice/);
  assert.equal(both("region = a\n", `${A}region = b\n`), undefined);
  assert.equal(both(A, A), undefined);
  // The AWS CLI takes the later one, the SDKs the one with the word.
  assert.match(
    doubt(`[profile default]\n${A}[default]\nregion = b\n`, undefined, "default")!,
    /disagree about the header \[profile default\]/,
  );
});

Deno.test("headers that the AWS CLI reads as another profile, or as none, are told apart", () => {
  for (
    const [first, second] of [
      ["[profile dev]", '[profile "dev"]'],
      ["[profile dev]", "[profile  dev]"],
      ["[profile dev ]", "[profile dev]"],
      ["[profile dev]", "[ profile dev]"],
      ["[profile dev]", "[profile d'e'v]"],
      ["[profile dev]", "[profilex dev]"],
    ]
  ) {
    assert.match(doubt(`${first}\n${A}${second}\n${B}`)!, /disagree about|set twice/, second);
    assert.equal(doubt(`${first}\n${A}${second}\n${A}`), undefined);
  }
  assert.match(doubt("[profile dev]\nregion = x\n", `[dev ]\n${A}`)!, /\[dev \] \(credentials:1\)/);
  assert.match(doubt("[profile dev]\nregion = x\n", `[ dev]\n${A}`)!, /disagree/);
  assert.equal(doubt(`[profile dev]\n${A}`, "[ dev]\nregion = x\n"), undefined);
  assert.equal(doubt(`[ profile\tdev ]\n${A}`, "[dev] # c\n"), undefined);
});

Deno.test("a header that the AWS CLI ignores is a doubt if the credentials file has keys for the profile", () => {
  for (const header of ["[ profile dev]", "[\tprofile dev]"]) {
    assert.match(
      doubt(`${header}\n${A}`, `[dev]\n${B}`)!,
      /^tools for AWS disagree about the header/,
    );
    assert.equal(doubt(`${header}\n${A}`), undefined);
  }
  assert.equal(doubt(`[profile  dev ]\n${A}`, `[dev]\nregion = a\n`), undefined);
});

Deno.test("what the AWS CLI takes from [DEFAULT] is a doubt if it decides and is not the profile's own", () => {
  const from = /^the AWS CLI takes external_id from \[DEFAULT\].*\(config:2\)/;
  assert.match(doubt(`[DEFAULT]\nexternal_id = x\n[profile dev]\n${A}`)!, from);
  assert.equal(doubt(`[DEFAULT]\nregion = x\n[profile dev]\n${A}`), undefined);
  assert.equal(doubt(`[DEFAULT]\n${B}[profile dev]\n${A}`), undefined);
  assert.match(
    doubt(`[profile dev]\n${A}`, `[DEFAULT]\n${B}[dev]\nregion = x\n`)!,
    /takes role_arn/,
  );
  assert.equal(doubt(`[profile dev]\n${A}`, `[DEFAULT]\n${B}[x]\nregion = x\n`), undefined);
});

Deno.test("a header glued to the end of a line is recognised, in both files and after any key", () => {
  const prod = `[profile prod]\nsource_profile = default\n`;
  for (
    const line of [
      "output = json",
      "region = eu-west-1",
      "external_id = x",
      "cli_pager =",
      "s3 =\n  max = 1",
      "# a comment",
      "output = json # a comment",
    ]
  ) {
    assert.match(
      doubt(`[profile dev]\n${A}${line}${prod}`)!,
      /^the header \[profile prod\] is glued to the end of a line \(config:\d\)\nput \[profile prod\] on a line/,
      line,
    );
  }
  assert.match(doubt(`[profile dev]\n${A}region = a[default]\n`)!, /glued/);
  assert.match(doubt(`[profile dev]\n${A}output = json[prod]\n`)!, /glued/);
  assert.match(doubt(`[profile dev]\n${A}foo = bar[profile prod] # c\n`)!, /glued/);
  assert.match(doubt(`[profile dev]\n${A}output = json[sso-session x] \n`)!, /glued/);
  for (const key of ["aws_secret_access_key", "aws_session_token", "anything"]) {
    assert.match(
      doubt("", `[dev]\n${key} = abc/d+e=[prod]\n${B}`)!,
      /\[prod\] is glued.*credentials:2/,
    );
  }
  for (
    const line of [
      "credential_process = tool [x]",
      "mfa_process = sh -c '[ -t 0 ]'",
      'policy_arns = ["x"]',
      "cli_history = [a]",
      "duration_seconds = 900 # [profile prod]",
      "#[profile prod]",
      "# was [profile prod]",
    ]
  ) assert.equal(doubt(`[profile dev]\n${A}${line}\n`), undefined, line);
});

Deno.test("a setting of one line with an indented line below it is named with both lines", () => {
  assert.match(
    doubt(`[profile dev]\n${A}region = eu-west-1\n  aws_secret_access_key = x\n`)!,
    /^line 4 is indented, so it belongs to region at line 3 \(config:4\)\nremove the blanks/,
  );
  assert.match(doubt(`[profile dev]\nrole_arn =\n  arn\n`) ?? "", /^$|belongs to role_arn/);
  assert.equal(doubt(`[profile dev]\n${A}output = json\n  more\ns3 =\n  a = b\n`), undefined);
});
