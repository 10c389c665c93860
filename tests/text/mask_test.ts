// Secrets of a run are in no text that is printed, whole, cut, wrapped or encoded.

import assert from "node:assert/strict";
import { commandShown, keepSecret, keepSecretsOf, mask, maskKept } from "../../src/text/mask.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const TOKEN = "FwoGZXIvYXdzEXAMPLEtoken".repeat(20);

keepSecret(SECRET, TOKEN, "654321", undefined, "");

Deno.test("a secret is masked wherever it is, and the text around it stays", () => {
  for (const form of [SECRET, encodeURIComponent(SECRET), SECRET.replaceAll("/", "\\/"), TOKEN]) {
    for (const print of [mask, maskKept]) {
      assert.equal(print(`before ${form} after ${form}.`), "before … after ….");
    }
  }
  assert.equal(maskKept("nothing here"), "nothing here");
});

Deno.test("sixteen characters in a row of a secret are masked: text may be cut or wrapped", () => {
  assert.equal(mask(`x ${SECRET.slice(3, 19)}`), "x …");
  assert.equal(mask(`x:${TOKEN.slice(-20)}!`), "x:…!");
  assert.equal(mask(TOKEN.replace(/.{76}/g, "$&\n")).replaceAll(/\W/g, ""), "");
  assert.equal(mask(SECRET.slice(0, 12)), SECRET.slice(0, 12));
});

Deno.test("a code is masked as a word, never inside a number", () => {
  assert.equal(
    mask("TokenCode=654321&x, 654321"),
    "TokenCode=654321&x, 654321".replaceAll(/654321/g, "…"),
  );
  assert.equal(mask("account 654321654321"), "account 654321654321");
});

Deno.test("what looks like a secret is masked in messages, whatever its origin", () => {
  assert.equal(
    mask("region eu-west-1aws_secret_access_key = abcdef"),
    "region eu-west-1aws_secret_access_key = …",
  );
  assert.equal(mask('"sessionToken": "abcdefgh"'), '"sessionToken": "…"');
  assert.equal(
    mask("je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY is not a region"),
    "… is not a region",
  );
  assert.equal(mask("aB3x/ZGOxUA4/ilmKvx4nOIzT/xOT/fPYHwk/oH4"), "…");
  assert.equal(mask("key=je7mtgbclwbf/2zp9utk/h3yco8nvbEXAMPLEKEY"), "key=…");
  assert.equal(mask("x --db-password hunter2 -y"), "x --db-password … -y");
  assert.equal(
    mask("https://user:correct-horse@example.com/ and http://proxy.example.com:8080"),
    "https://user:…@example.com/ and http://proxy.example.com:8080",
  );
  for (
    const plain of [
      "arn:aws:iam::222233334444:role/a@b",
      "commit a91411e8d6f1c0a5b3e2d4f6a7b8c9d0e1f2a3b4",
      "/home/alice/projects/infrastructure/conf",
      "arn:aws:iam::222233334444:role/AdministratorAccessForEverybody1",
      "aws_secret_access_key at credentials:3",
    ]
  ) assert.equal(mask(plain), plain);
});

Deno.test("the secrets of a configuration file are found by name, by looks, and in commands", () => {
  keepSecretsOf(`[a]
aws_secret_access_key = notAsLongAsOthers1
region = eu-west-1aws_session_token=gluedTokenOfSomeLength
 Aws_Secret_Key: colonSecretColonSecret
mfa_process = oathtool --totp -b JBSWY3DPEHPK3PXPSEEDSEED
credential_process = SECRET_OF_TOOL=firstWord1firstWord1 tool
source_profile = JE7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY
`);
  for (
    const secret of [
      "notAsLongAsOthers1",
      "gluedTokenOfSomeLength",
      "colonSecretColonSecret",
      "JBSWY3DPEHPK3PXPSEEDSEED",
      "firstWord1firstWord1",
      "JE7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
    ]
  ) assert.equal(maskKept(`<${secret}>`), "<…>");
  assert.equal(maskKept("oathtool eu-west-1 source_profile"), "oathtool eu-west-1 source_profile");
});

Deno.test("a seed of MFA codes is masked by its looks or its name, in whatever setting or variable it is", () => {
  const aws = "QX3ZJ5WT7KD2MNB4RVY6HCG3LPS2EUA5FO7IQ3XW4ZJD6TKN5MBR2VYH7CGLPSEU";
  for (
    const [message, masked] of [
      ['"JBSWY3DPEHPK3PXQ" is not a code', '"…" is not a code'],
      [`mfa_serial = ${aws} is no ARN`, "mfa_serial = … is no ARN"],
      [`AWS_REGION=${aws}`, "AWS_REGION=…"],
      ["the jbsw y3dp ehpk 3pxq of me", "the … of me"],
      ['"JBSW Y3DP EHPK 3PXQ"', '"…"'],
      ["JBSW-Y3DP-EHPK-3PXQ is", "… is"],
      ["otp_seed = JBSWYDDPEHPKPPXQ", "otp_seed = …"],
      ["MFA_KEY='jbswy3dpehpkzpxq'", "MFA_KEY='…'"],
      ["otpauth://totp/AWS:me?secret=abc&digits=6 is", "otpauth://… is"],
      ["OTPAUTH-MIGRATION://offline?data=Cj8K", "OTPAUTH-MIGRATION://…"],
      ["the command oathtool -b JBSWY3DPEHPK3PXQ fails", "the command oathtool -b … fails"],
    ]
  ) assert.equal(mask(message!), masked);
  for (
    const plain of [
      "AKIAIOSFODNN7EXAMPLE and ASIA5XAMPL2ES3EXAMPLE, AROADBQP57FF2AEXAMPLE:me",
      "arn:aws:iam::222233334444:role/PRODUCTION2ADMIN3ROLE",
      "SHAREDSERVICESPRODUCTION, SHAREDSERVICES2PROD, DATABASEADMINISTRATOR2",
      "mfa_serial = GAHT12345678 of organizationaccountaccess",
      "AWS_CONTAINER_CREDENTIALS_FULL_URI",
      "with 2 more than what this does when 4567 2345",
      "mfa_process = administratordevice",
      "mfa_process: when that code does fail",
    ]
  ) assert.equal(mask(plain), plain);
});

Deno.test("a seed in a setting of a configuration file is masked in data too", () => {
  keepSecretsOf(`[profile MZXW6YTBOI2DCNRV]
mfa_serial = NZSXO2LOMVSTEMZU
totp=otpauth://totp/AWS:me?secret=GEZDGNBVGY3TQOJQ&digits=6
otp_seed: gezd gnbv gy3t qojr
role_session_name = MZXW6YTBOI2DCNRV
mfa_serial = arn:aws:iam::111122223333:mfa/ONSWG4TFORZWK3DM
`);
  for (const secret of ["NZSXO2LOMVSTEMZU", "GEZDGNBVGY3TQOJQ", "gezd gnbv gy3t qojr"]) {
    assert.equal(maskKept(`<${secret}>`), "<…>");
  }
  for (const plain of ["MZXW6YTBOI2DCNRV", "arn:aws:iam::111122223333:mfa/ONSWG4TFORZWK3DM"]) {
    assert.equal(maskKept(plain), plain);
  }
});

Deno.test("of a command the first word is shown", () => {
  assert.equal(commandShown("oathtool --totp -b SEED"), "oathtool …");
  assert.equal(commandShown(" yk\x1b "), "yk\\x1b");
  assert.equal(commandShown("PASSWORD=hunter2 tool -x"), "PASSWORD=…");
  assert.equal(commandShown("tool;other=hunter2"), "tool …");
  assert.equal(commandShown("/bin/tool$(hunter2)"), "/bin/tool …");
});

Deno.test("a long text with many secrets is searched in little time", () => {
  for (let each = 0; each < 2000; each++) keepSecret(`${each}`.padStart(40, "Zz9/"));
  const text = "profile\trole\tregion\n".repeat(50_000);
  assert.equal(maskKept(text), text);
});

Deno.test("the host in a URL of a configured command is not masked: an endpoint there is named; what follows it is", () => {
  keepSecretsOf(
    "mfa_process = curl http://vault1.example.com:8200/v1/code\n" +
      "credential_process = tool https://t0ken-as-the-user@vault3.example.com\n" +
      "credential_process = tool https://u:Passw0rd-in-a-url@vault2.example.com/v1/7fQzT4bnW2kLx90Aw\n",
  );
  for (
    const shown of [
      "the endpoint of STS is http://vault1.example.com:8201",
      "the endpoint of STS is https://vault2.example.com",
    ]
  ) {
    assert.equal(mask(shown), shown);
  }
  assert.equal(mask("asked for /v1/7fQzT4bnW2kLx90Aw"), "asked for …");
  assert.equal(mask("as t0ken-as-the-user"), "as …");
  assert.equal(mask("as Passw0rd-in-a-url"), "as …");
});
