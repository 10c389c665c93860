// Bad input gets a clear error, its status, and nothing else happens: no question, no call.

import assert from "node:assert/strict";
import { isBinary, type RunResult, runSwr } from "../support/program.ts";
import { Sandbox } from "../support/sandbox.ts";
import { openScene } from "../support/scene.ts";
import { startSts } from "../support/sts_double.ts";
import { KEYS, SERIAL } from "../support/sts_world.ts";

const CONFIG = `
[profile sub-account]
role_arn = arn:aws:iam::222233334444:role/admin
mfa_serial = ${SERIAL}

[profile reader]
role_arn = arn:aws:iam::222233334444:role/reader

[profile closed]
role_arn = arn:aws:iam::222233334444:role/closed

[profile plain]
region = eu-central-1

[profile sso]
sso_session = corp
sso_account_id = 222233334444

[profile user-not-mfa]
role_arn = arn:aws:iam::222233334444:role/admin
mfa_serial = arn:aws:iam::111122223333:user/me

[profile bad-arn]
role_arn = arn:aws:iam::2222:role/admin

[profile china]
role_arn = arn:aws-cn:iam::222233334444:role/admin
region = eu-central-1

[profile broken]
role_arn = arn:aws:iam::222233334444:role/admin
this is no property
`;

type Case = {
  name: string;
  args: string[];
  env?: Record<string, string>;
  keys?: Record<string, string>;
  status: number;
  says: RegExp[];
};

const CASES: Case[] = [
  {
    name: "an unknown profile, with the nearest name",
    args: ["sub-acount"],
    status: 2,
    says: [/there is no profile "sub-acount"/, /did you mean "sub-account"/],
  },
  {
    name: "a configuration file that is a device",
    args: ["reader"],
    env: { AWS_CONFIG_FILE: "/dev/null" },
    status: 2,
    says: [/^swr: the configuration file \/dev\/null is empty\n {2}AWS_CONFIG_FILE names it: /],
  },
  { name: "no profile at all", args: [], status: 2, says: [/no profile given/] },
  {
    name: "a profile without role_arn",
    args: ["plain"],
    status: 2,
    says: [/has no role_arn/, /config:\d+/],
  },
  {
    name: "an SSO profile without its sso-session",
    args: ["sso"],
    status: 2,
    says: [/sso-session named `corp` .*was not found/, /AWS's tools refuse it too/],
  },
  {
    name: "no keys anywhere",
    args: ["reader"],
    keys: {},
    status: 2,
    says: [/no access keys found/, /envchain NAMESPACE/],
  },
  {
    name: "half a key pair",
    args: ["reader"],
    keys: { AWS_ACCESS_KEY_ID: KEYS.AWS_ACCESS_KEY_ID },
    status: 2,
    says: [/AWS_ACCESS_KEY_ID but no AWS_SECRET_ACCESS_KEY/],
  },
  {
    name: "keys of a session",
    args: ["reader"],
    env: {
      AWS_ACCESS_KEY_ID: "ASIAEXAMPLEEXAMPLE00",
      AWS_SESSION_TOKEN: "t",
      SWR_PROFILE: "outer",
    },
    status: 1,
    says: [/already belong to a session/, /you are in "outer"/, /--from-session/],
  },
  {
    name: "a malformed role ARN",
    args: ["bad-arn"],
    status: 2,
    says: [/is not the ARN of a role/, /twelve digits/],
  },
  {
    name: "a user where the MFA device is meant",
    args: ["user-not-mfa"],
    status: 2,
    says: [/mfa\/me/, /config:\d+/],
  },
  {
    name: "a malformed duration",
    args: ["-d", "5m", "reader"],
    status: 2,
    says: [/"5m"/, /15m to 12h/],
  },
  {
    name: "a malformed session name",
    args: ["--session-name", "a b", "reader"],
    status: 2,
    says: [/"a b" is not valid as a role session name/],
  },
  {
    name: "a malformed MFA code",
    args: ["-t", "12345", "sub-account"],
    status: 2,
    says: [/not six digits/],
  },
  {
    name: "an unknown option, with the nearest one",
    args: ["--mfa-tokn", "1", "reader"],
    status: 2,
    says: [/unknown option "--mfa-tokn"/, /--mfa-token/],
  },
  {
    name: "an option behind the profile",
    args: ["reader", "-n"],
    status: 2,
    says: [/"-n" comes after the profile "reader"; put swr's own options before it/],
  },
  {
    name: "a command that is not there",
    args: ["sub-account", "no-such-command"],
    status: 127,
    env: { SHELL: "/bin/bash" },
    says: [
      /"no-such-command" was not found/,
      /are not commands: `swr sub-account bash -ic no-such-command`\n/,
    ],
  },
  {
    name: "a value of thousands of characters",
    args: ["--session-name", "x".repeat(5000), "reader"],
    status: 2,
    says: [/^swr: "x{200}…" is not valid as a role session name \(from --session-name\)\n/],
  },
  {
    name: "a command in quotes",
    args: ["reader", "aws s3 ls"],
    status: 127,
    says: [
      /"aws s3 ls" was not found\n {2}write the words without quotes: `swr reader aws s3 ls`\n/,
    ],
  },
  {
    name: "a subcommand of another switcher",
    args: ["exec", "reader", "--", "true"],
    status: 2,
    says: [/there is no profile "exec"\n {2}swr has no subcommands: use `swr reader -- true`\n$/],
  },
  {
    name: "a subcommand of another switcher with its option",
    args: ["exec", "--duration=1h", "reader"],
    status: 2,
    says: [/^swr: "--duration=1h" comes after "exec"\n.*: use `swr --duration=1h reader`\n/],
  },
  {
    name: "a command that is a directory",
    args: ["sub-account", "/tmp"],
    status: 126,
    says: [/cannot be executed/],
  },
  {
    name: "no terminal to ask on",
    args: ["sub-account", "true"],
    status: 1,
    says: [
      /cannot ask for the MFA code of .*: no terminal/,
      /--mfa-token/,
      /or let a command print it: mfa_process in/,
    ],
  },
  {
    name: "a foreign endpoint",
    args: ["reader", "true"],
    env: { AWS_ENDPOINT_URL_STS: "https://sts.example.org" },
    status: 2,
    says: [/may not connect to sts\.example\.org:443/, /\$AWS_ENDPOINT_URL_STS/],
  },
  {
    name: "plain http to another machine",
    args: ["reader", "true"],
    env: { AWS_ENDPOINT_URL_STS: "http://sts.amazonaws.com" },
    status: 2,
    says: [/allowed on this machine only/],
  },
  {
    name: "a region of another partition",
    args: ["china", "true"],
    env: { AWS_ENDPOINT_URL_STS: "" },
    status: 2,
    says: [/not in the partition/],
  },
  {
    name: "a line that AWS's tools reject",
    args: ["broken"],
    status: 2,
    says: [/config:\d+/, /'='/],
  },
  {
    name: "modes that cannot be combined",
    args: ["-n", "-V", "reader"],
    status: 2,
    says: [/cannot be combined/],
  },
  {
    name: "escape sequences in a name",
    args: ["evil\x1b[31m"],
    status: 2,
    says: [/evil\\x1b\[31m/],
  },
];

for (const { name, args, env = {}, keys = KEYS, status, says } of CASES) {
  Deno.test(`refused with its reason: ${name}`, async () => {
    await using sts = await startSts();
    await using box = await Sandbox.create();
    await box.writeConfig(CONFIG);
    const result = await runSwr(args, {
      env: { ...box.env, ...keys, AWS_ENDPOINT_URL_STS: sts.url, ...env },
    });
    assert.equal(result.status, status, result.stderr);
    for (const pattern of says) assert.match(result.stderr, pattern);
    assert.equal(result.stdout, "");
    assert.equal(sts.seen.length, 0, "nothing was sent");
    assertNoSecret(result);
  });
}

Deno.test("STS's refusals are explained, and nothing is started", async () => {
  await using sts = await startSts();
  await using box = await Sandbox.create();
  await box.writeConfig(CONFIG);
  const env = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: sts.url };
  const denied = await runSwr(["closed", "echo", "started"], { env });
  assert.equal(denied.status, 1);
  assert.match(denied.stderr, /may not be assumed[\s\S]*add mfa_serial[\s\S]*STS says: User: arn/);
  const wrongKey = await runSwr(["reader", "echo", "started"], {
    env: { ...env, AWS_SECRET_ACCESS_KEY: "wrong" },
  });
  assert.match(wrongKey.stderr, /does not match the access key id/);
  const wrongCode = await runSwr(["-t", "000000", "sub-account", "echo", "started"], { env });
  assert.match(wrongCode.stderr, /the MFA code was refused/);
  for (const result of [denied, wrongKey, wrongCode]) {
    assert.equal(result.stdout, "");
    assertNoSecret(result);
  }
});

Deno.test("an answer for another account, and answers that are not STS's, are refused", async () => {
  await using sts = await startSts();
  await using box = await Sandbox.create();
  await box.writeConfig(CONFIG);
  const env = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: sts.url, AWS_ROLE_SESSION_NAME: "me" };
  const lookAlike =
    `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
    <AssumedRoleUser><AssumedRoleId>A:me</AssumedRoleId><Arn>arn:aws:sts::999988887777:assumed-role/reader/me</Arn></AssumedRoleUser>
    <Credentials><AccessKeyId>ASIAEXAMPLEEXAMPLE00</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
    <Expiration>${
      new Date(Date.now() + 3600_000).toISOString()
    }</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
  const xml = { headers: { "content-type": "text/xml" } };
  sts.faults.push(() => new Response(lookAlike, xml));
  const other = await runSwr(["reader", "echo", "started"], { env });
  assert.match(other.stderr, /another identity: arn:aws:sts::999988887777/);
  sts.faults.push(() =>
    new Response("<html>sign in</html>", { headers: { "content-type": "text/html" } })
  );
  const portal = await runSwr(["reader", "echo", "started"], { env });
  assert.match(
    portal.stderr,
    /swr: (the answer of .* does not come from STS|the answer of STS cannot be used)/,
  );
  sts.faults.push(() =>
    new Response(null, { status: 307, headers: { location: "http://127.0.0.1:9/" } })
  );
  const redirect = await runSwr(["reader", "echo", "started"], { env });
  assert.notEqual(redirect.status, 0);
  for (const { stdout, status } of [other, portal, redirect]) {
    assert.deepEqual([stdout, status], ["", 1]);
  }
});

Deno.test("STS that cannot be reached is named", async () => {
  await using box = await Sandbox.create();
  await box.writeConfig(CONFIG);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const env = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${port}` };
  const result = await runSwr(["reader", "true"], { env });
  assert.equal(result.status, 1);
  assert.match(result.stderr, new RegExp(`127\\.0\\.0\\.1:${port} cannot be reached`));
});

function assertNoSecret({ stdout, stderr }: RunResult): void {
  assert.ok(!`${stdout}${stderr}`.includes(KEYS.AWS_SECRET_ACCESS_KEY), "a secret key is shown");
}

for (
  const [what, args, env, says] of [
    ["a region that swr does not know", ["-r", "eu-nowhere-9"], {}, /no region eu-nowhere-9/],
    ["a code that is none", ["-t", "abc"], {}, /six digits/],
    ["keys the wrong way round", [], {
      AWS_ACCESS_KEY_ID: KEYS.AWS_SECRET_ACCESS_KEY,
      AWS_SECRET_ACCESS_KEY: KEYS.AWS_ACCESS_KEY_ID,
    }, /wrong way round/],
    ["a token that ends the line", ["--from-session"], {
      AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE",
      AWS_SESSION_TOKEN: "tok\r\nX-Injected: yes",
    }, /session token of the environment contains a blank or a control/],
    ["a log of TLS secrets", [], { SSLKEYLOGFILE: "/dev/null" }, /SSLKEYLOGFILE is set/],
    ...(isBinary ? [] : [
      ["code of others", [], { NODE_OPTIONS: "--no-warnings" }, /NODE_OPTIONS is set/],
      ["a collector of traces", [], { OTEL_DENO: "1" }, /OTEL_DENO is set/],
    ] as const),
    ["authorities that are not there", [], { AWS_CA_BUNDLE: "/nope" }, /cannot use the CA bundle/],
  ] as const
) {
  Deno.test(`--dry-run refuses what the switch would refuse: ${what}`, async () => {
    await using box = await Sandbox.create();
    await box.writeConfig(CONFIG);
    for (const mode of [["-n"], []]) {
      const result = await runSwr([...mode, ...args, "reader", "true"], {
        env: { ...box.env, ...KEYS, ...env },
      });
      assert.equal(result.status, 2, result.stderr);
      assert.match(result.stderr, says);
      assert.equal(result.stdout, "");
    }
  });
}

Deno.test("--dry-run -v tells what the switch would tell under -v", async () => {
  await using box = await Sandbox.create();
  await box.writeConfig(CONFIG);
  const env = { ...box.env, ...KEYS, AWS_SESSION_TOKEN: "left over" };
  const [loud, quiet] = await Promise.all(
    [["-n", "-v"], ["-n"]].map((mode) => runSwr([...mode, "reader", "true"], { env })),
  );
  assert.match(loud!.stderr, /leftover and is not sent/);
  assert.equal(quiet!.stderr, "");
});

for (
  const [what, firstLine, says] of [
    [
      "is not there",
      "#!/nope/python3 -u",
      /its first line names \/nope\/python3, which does not exist/,
    ],
    ["ends in CR LF", "#!/bin/sh\r", /names \/bin\/sh\\x0d, which does not exist\n {2}.*CR LF/],
  ] as const
) {
  Deno.test({
    name: `a script whose interpreter ${what} is refused before anything is asked`,
    ignore: Deno.build.os === "windows",
    async fn() {
      await using scene = await openScene(CONFIG);
      const { sts, box, env } = scene;
      await box.writeScript("job", `${firstLine}\necho never\n`);
      const result = await runSwr(["-t", sts.code(), "sub-account", "job"], { env });
      assert.equal(result.status, 127, result.stderr);
      assert.match(result.stderr, /"[^"]*\/job" cannot be started\n/);
      assert.match(result.stderr, says);
      assert.equal(sts.seen.length, 0);
    },
  });
}

Deno.test({
  name: "a script whose interpreter's path is long, or not UTF-8, is left to the kernel",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using scene = await openScene(CONFIG);
    const { box, env } = scene;
    const deep = `${box.dir}/${"d".repeat(120)}/${"e".repeat(120)}`;
    await Deno.mkdir(deep, { recursive: true });
    await Deno.symlink("/bin/sh", `${deep}/sh`);
    await box.writeScript("long", `#!${deep}/sh\necho ran\n`);
    const long = await runSwr(["-q", "reader", "long"], { env });
    assert.equal(long.stdout, "ran\n", long.stderr);
    const script = await box.writeScript("bytes", "");
    const odd =
      `printf 'ln -sf /bin/sh "%s/\\351sh"' "$1" | sh; printf '#!%s/\\351sh\\necho ran\\n' "$1" >"$2"`;
    await new Deno.Command("sh", { args: ["-c", odd, "sh", box.dir, script] }).output();
    const bytes = await runSwr(["-q", "reader", "bytes"], { env });
    assert.equal(bytes.stdout, "ran\n", bytes.stderr);
  },
});

Deno.test("a shell that opens no session is refused before a code is asked for", async () => {
  await using box = await Sandbox.create();
  await box.writeConfig(CONFIG);
  for (const shell of ["/usr/sbin/nologin", "/sbin/nologin", "/bin/false", "/usr/bin/false"]) {
    for (const mode of [["-n"], []]) {
      const result = await runSwr([...mode, "reader"], {
        env: { ...box.env, ...KEYS, SHELL: shell },
      });
      assert.equal(result.status, 126, result.stderr);
      assert.match(result.stderr, /opens no session \(from \$SHELL\)\n.*--shell/);
    }
  }
});

Deno.test("a bundle with one damaged certificate is named with the file and the line, before the code", async () => {
  await using box = await Sandbox.create();
  await box.writeConfig(CONFIG);
  const damaged = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
  const path = await box.write("ca.pem", `# a comment\n${damaged}`);
  const result = await runSwr(["reader", "true"], {
    env: { ...box.env, ...KEYS, AWS_CA_BUNDLE: path },
  });
  assert.equal(result.status, 2, result.stderr);
  assert.match(result.stderr, /CA bundle .*ca\.pem: the certificate at line 2 is damaged/);
});
