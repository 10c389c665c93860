import assert from "node:assert/strict";
import { parseIni } from "../../src/config/ini.ts";
import { readConfiguration } from "../../src/config/configuration.ts";
import { sessionView, viewWithSection } from "../../src/session/config_view.ts";
import { seeds, seedsText } from "../support/fuzz.ts";
import { randomFiles } from "../support/random_files.ts";

const COMMAND = "/opt/swr --session-keys p";

const TEXT = `# mine
[default]
region = us-east-1

[profile p] # the role
role_arn = arn:aws:iam::222233334444:role/r
Source_Profile = base
mfa_serial = x
  continued
region = eu-central-1
s3 =
  max_concurrent_requests = 20
; kept
unknown = 1

[profile base]
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = hidden
[profile child]
source_profile = p
role_arn = arn:aws:iam::222233334444:role/child
[services s]
sts =
  endpoint_url = http://127.0.0.1
[sso-session corp]
sso_region = us-east-1
`;

Deno.test("sessionView() takes the role out of the profile and keeps the rest of the text", () => {
  const view = sessionView(TEXT, "p", COMMAND);
  assert.equal(
    view,
    `# mine
[default]
region = us-east-1

[profile p]
credential_process = ${COMMAND}
region = eu-central-1
s3 =
  max_concurrent_requests = 20
; kept
unknown = 1

[profile child]
source_profile = p
role_arn = arn:aws:iam::222233334444:role/child
[services s]
sts =
  endpoint_url = http://127.0.0.1
[sso-session corp]
sso_region = us-east-1
`,
  );
});

Deno.test("sessionView() never holds a secret, not even in a comment", () => {
  const text =
    `# aws_secret_access_key = old\n[profile p]\nrole_arn = r\n#aws_session_token=x\naws_secret_access_key = y\n`;
  const view = sessionView(text, "p", COMMAND);
  assert.equal(view, `[profile p]\ncredential_process = ${COMMAND}\n`);
  assert.equal(
    sessionView("[profile p]\nrole_arn = r\ns3 =\n  aws_secret_access_key = x\n", "p", COMMAND),
    `[profile p]\ncredential_process = ${COMMAND}\n`,
  );
});

Deno.test("sessionView() puts the process where the default profile is read from", () => {
  const view = sessionView(
    "[default]\nrole_arn = a\n[profile default]\nrole_arn = b\nregion = r\n",
    "default",
    COMMAND,
  );
  const profiles = readConfiguration(parseIni(view!, "view"), undefined).profiles;
  assert.deepEqual([...profiles.get("default")!.settings.keys()], ["credential_process", "region"]);
});

Deno.test("sessionView() merges sections of one name, CRLF and a missing last line end included", () => {
  const view = sessionView(
    "\ufeff[profile p]\r\nrole_arn = a\r\n[profile p]\r\nexternal_id = e\r\nregion = r",
    "p",
    COMMAND,
  );
  const { settings } = readConfiguration(parseIni(view!, "view"), undefined).profiles.get("p")!;
  assert.deepEqual([...settings].map(([key, { value }]) => [key, value]), [[
    "credential_process",
    COMMAND,
  ], ["region", "r"]]);
  assert.match(sessionView("[profile p]", "p", COMMAND)!, /^\[profile p\]\ncredential_process/);
});

Deno.test("sessionView() finds quoted names, and gives nothing for a profile that is not there", () => {
  assert.match(
    sessionView("[profile 'a b']\nrole_arn = x\n", "a b", COMMAND)!,
    /^\[profile "a b"\]\ncredential_process/,
  );
  assert.equal(sessionView(TEXT, "absent", COMMAND), undefined);
  assert.equal(sessionView(TEXT, "p", "/odd #place/swr"), undefined);
});

Deno.test("a line that a lone CR ends is a line of the view", () => {
  const text =
    "[profile p]\rrole_arn = a\nregion = eu-west-1\rsource_profile = b\r\nmfa_serial = c\r\n";
  assert.equal(
    sessionView(text, "p", COMMAND),
    `[profile p]\ncredential_process = ${COMMAND}\nregion = eu-west-1\n`,
  );
});

Deno.test("sections of other profiles keep their credential_process, but neither keys in any spelling nor mfa_process", () => {
  const view = (other: string) =>
    sessionView(`[profile p]\nrole_arn = r\n[profile q]\n${other}`, "p", COMMAND)!
      .replace(`[profile p]\ncredential_process = ${COMMAND}\n`, "");
  const kept = "credential_process = tool --secret-id 5\nregion = eu-west-1\n";
  assert.equal(view(kept), `[profile q]\n${kept}`);
  assert.equal(
    view("web_identity_token_file = /f\n"),
    "[profile q]\nweb_identity_token_file = /f\n",
  );
  for (
    const key of [
      "aws_access_key_id",
      "AWS_SECRET_ACCESS_KEY",
      "aws_secret_key",
      "aws-secret-access-key",
      "secretAccessKey",
      "secret_key",
      "aws_session_token",
      "AWS_Security_Token",
      "x_principal_password",
      "aws_access__key_id",
      "pass-word",
      "aws_sesion_token",
      "Secret Access Key",
      '"aws.secret.access.key"',
      "\x85aws_secret_access_key\x1c",
    ]
  ) {
    assert.equal(view(`region = r\n${key} = x\n`), "", key);
    assert.equal(view(`region = r\n${key}: x\n`), "", key);
    assert.equal(view(`s3 =\n  ${key} = x\n`), "", key);
    assert.equal(view(`region = r\n# ${key} = x\n`), "[profile q]\nregion = r\n", key);
  }
  assert.equal(
    view("region = r\nmfa_process = op item get x\n  --otp\noutput = json\n"),
    "[profile q]\nregion = r\noutput = json\n",
  );
});

Deno.test("an indented file has a view: what continues nothing begins in the first column, and no role is left", () => {
  const text = `  [profile p]
  role_arn = r
    more
  region = eu-west-1
  # mine
  s3 =
    a = 1

  [profile q]
  mfa_process = op
    --otp
  region = r
  [profile k]
  aws_secret_access_key = x
`;
  const view = sessionView(text, "p", COMMAND)!;
  assert.equal(
    view,
    `[profile p]
credential_process = ${COMMAND}
region = eu-west-1
# mine
s3 =
    a = 1

[profile q]
region = r
`,
  );
  const read = readConfiguration(parseIni(view, "view"), undefined).profiles;
  assert.deepEqual([...read.get("p")!.settings.keys()], ["credential_process", "region", "s3"]);
  assert.deepEqual([...read.get("q")!.settings.keys()], ["region"]);
  // Only the settings are indented.
  assert.equal(
    sessionView("[profile p]\n  role_arn = r\n  region = r\n", "p", COMMAND),
    `[profile p]\ncredential_process = ${COMMAND}\nregion = r\n`,
  );
});

Deno.test("the header of the session's profile is written as every tool reads it", () => {
  const headerOf = (header: string, name: string) =>
    sessionView(`${header}\nrole_arn = r\n`, name, COMMAND)!.split("\n")[0];
  assert.equal(headerOf("[profile   p ] # mine", "p"), "[profile p]");
  assert.equal(headerOf("[default] ; mine", "default"), "[default]");
  assert.equal(headerOf("[profile default]", "default"), "[profile default]");
  assert.equal(headerOf("[profile 'a b']", "a b"), '[profile "a b"]');
});

Deno.test("[DEFAULT] loses what the view takes out of the profile, and only that", () => {
  const role =
    "role_arn = arn:aws:iam::999988887777:role/x\nsource_profile = base\nsso_region = x\n";
  const view = sessionView(
    `[DEFAULT]\n${role}region = r\noutput = json\n[profile p]\n${role}region = q\n`,
    "p",
    COMMAND,
  );
  assert.equal(
    view,
    `[DEFAULT]\nregion = r\noutput = json\n[profile p]\ncredential_process = ${COMMAND}\nregion = q\n`,
  );
});

Deno.test("indented lines that some SDKs promote to settings of the profile are left out", () => {
  const text =
    "[profile p]\nrole_arn = a\noutput = json\n  role_arn = arn:aws:iam::999988887777:role/x\n  source_profile = b\n" +
    "  more\ns3 =\n  max = 1\n  sso_session = x\n[profile q]\noutput = text\n  [profile p]\n  role_arn = x\nregion = r\n";
  assert.equal(
    sessionView(text, "p", COMMAND),
    `[profile p]\ncredential_process = ${COMMAND}\noutput = json\n  more\ns3 =\n  max = 1\n` +
      "[profile q]\noutput = text\nregion = r\n",
  );
});

Deno.test("a header of the profile without its word, which JavaScript's SDK v2 reads, is left out with what is below", () => {
  const text =
    "[profile p]\nregion = r\n[p]\nrole_arn = x\n[ p ]\nregion = y\n[profile q]\na = b\n [p]\n c = d\n";
  assert.equal(
    sessionView(text, "p", COMMAND),
    `[profile p]\ncredential_process = ${COMMAND}\nregion = r\n[profile q]\na = b\n`,
  );
  const own = "[plugins]\ncli = x\n[profile plugins]\nregion = r\n";
  assert.match(sessionView(own, "plugins", COMMAND)!, /^\[plugins\]\ncli = x\n/);
});

Deno.test("a header that JavaScript's SDK does not know as one is closed: what is below would be the session's", () => {
  const view = (header: string) =>
    sessionView(`[profile p]\nregion = r\n${header}\nrole_arn = x\n`, "p", COMMAND)!.split("\n")[3];
  for (const after of ["x", "#c", " x", ";c", " x # c]", "\u00a0x"]) {
    assert.equal(view(`[profile q]${after}`), "[profile q]", after);
  }
  assert.equal(view("[profile q # c]"), "[profile q]");
  for (const kept of ["[profile q] # c", "[profile q]\t;c", "[profile q]# [x]", "[profile q"]) {
    assert.equal(view(kept), kept);
  }
  assert.equal(view("[q]#c\r"), "[q]\r");
});

Deno.test("a line of the profile that only begins with a bracket ends none of its settings", () => {
  const text = "[profile p]\n[x = 1\nrole_arn = a\nregion = r\n";
  assert.equal(
    sessionView(text, "p", COMMAND),
    `[profile p]\ncredential_process = ${COMMAND}\n[x = 1\nregion = r\n`,
  );
});

Deno.test("a name is a name whatever blanks are around it, for one of the tools", () => {
  for (const blank of ["\x1c", "\x85", "\u00a0", "\ufeff", "\u3000", "\f\t"]) {
    const text =
      `[profile p]\nregion = r\nrole_arn${blank}=${blank}x\n${blank}source_profile = b\n[profile q]\nregion = r\nmfa_process${blank}= op\n`;
    assert.equal(
      sessionView(text, "p", COMMAND),
      `[profile p]\ncredential_process = ${COMMAND}\nregion = r\n[profile q]\nregion = r\n`,
    );
  }
});

Deno.test("a nested block that loses all its lines is left out, since the AWS CLI fails with an empty one", () => {
  const text = "[profile p]\ns3 =\n  role_arn = x\nec2 =\n  role_arn = x\n  a = b\nempty =\n";
  assert.equal(
    sessionView(text, "p", COMMAND),
    `[profile p]\ncredential_process = ${COMMAND}\nec2 =\n  a = b\nempty =\n`,
  );
});

Deno.test("a profile with two headers has no view: in one form they would be one header twice", () => {
  const text = '[profile p]\nrole_arn = a\n[profile "p"]\nregion = r\n';
  assert.equal(sessionView(text, "p", COMMAND), undefined);
});

Deno.test("a session without a profile gets a section of its own, at the end", () => {
  const section = "[profile 1-me]\ncredential_process = swr x\n";
  assert.equal(viewWithSection("", "1-me", "swr x"), section);
  assert.equal(
    viewWithSection("[profile a]\nregion = r", "1-me", "swr x"),
    `[profile a]\nregion = r\n${section}`,
  );
  const secret = "[profile a]\naws_access_key_id = AKIA\naws_secret_access_key = s\n";
  assert.equal(viewWithSection(secret, "1-me", "swr x"), section);
});

const SEEDS = seeds();

Deno.test(`a section that is copied whole is as it would be line by line: ${seedsText(SEEDS)}`, () => {
  const mark = "# looked at line by line\n";
  const marked = (text: string) => text.replaceAll(/^\[.*\n/gm, (header) => `${header}${mark}`);
  for (const seed of SEEDS) {
    const plain = `[DEFAULT]\na = b\n[profile q]\nregion = r\n\n[profile of-dev]\nx = 1\n`;
    const { config } = randomFiles(seed);
    const text = `${plain}${config.replaceAll(/\r\n?/g, "\n")}\n${plain}`;
    assert.equal(
      sessionView(text, "dev", COMMAND),
      sessionView(marked(text), "dev", COMMAND)?.replaceAll(mark, ""),
      `seed ${seed}`,
    );
  }
});
