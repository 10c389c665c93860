// Secrets, caches, environment, envchain and shell: each finding where it belongs and nowhere else; page and JSON.

import assert from "node:assert/strict";
import { doctorJson, examine, type Facts } from "../../src/doctor/examine.ts";
import type { CacheFact } from "../../src/doctor/checks/caches.ts";
import { doctorPage } from "../../src/doctor/page.ts";
import type { Access } from "../../src/doctor/checks/secrets.ts";
import { FINDINGS } from "../../src/doctor/finding.ts";
import { COLOURS, PLAIN } from "../../src/text/colours.ts";
import { readStartUp } from "../../src/doctor/checks/start_up_files.ts";
import { factsOf } from "../support/doctor_facts.ts";

const CONFIG = "[profile p]\nrole_arn = arn:aws:iam::222233334444:role/admin\n";
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const NOW = Date.parse("2026-01-01T00:00:00Z");
const HOUR = 3600_000;
const QUIET_IDS = [
  "roles",
  "no-stored-keys",
  "no-caches",
  "environment",
  "envchain",
  "shell-not-set-up",
  "version",
];

const ids = (facts: Facts) => examine(facts).map(({ id }) => id);
/** The findings that a change of the facts brings. */
const brought = (change: Partial<Facts>, config = CONFIG, credentials?: string) =>
  examine({ ...factsOf(config, credentials), ...change }).filter(({ id }) =>
    !QUIET_IDS.includes(id)
  );
const inEnvironment = (variables: Record<string, string>, more = {}) => {
  const { environment } = factsOf(CONFIG);
  const env = (name: string) => variables[name];
  return brought({ environment: { ...environment, now: NOW, env, ...more } })
    .map(({ id, level }) => `${id} ${level}`);
};

Deno.test("a machine on which all is as it should be", () => {
  assert.deepEqual(ids(factsOf(CONFIG)), QUIET_IDS);
  assert.ok(
    examine(factsOf(CONFIG)).every(({ id, level }) =>
      level === (id === "shell-not-set-up" ? "warning" : "ok")
    ),
  );
});

Deno.test("long-lived keys in a file: the place, four characters, and the way into the keychain", () => {
  const credentials =
    `[main]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${SECRET}\n`;
  const found = brought({}, CONFIG, credentials);
  assert.deepEqual(found.map(({ id, level, place, profile }) => [id, level, place, profile]), [
    ["long-lived-keys", "warning", "/home/me/.aws/credentials:3", "main"],
  ]);
  const text = JSON.stringify(found);
  assert.match(text, /…MPLE/);
  assert.match(text, /envchain --set aws-main AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY/);
  assert.ok(!text.includes("AKIA") && !text.includes(SECRET.slice(0, 8)));
});

Deno.test("keys count wherever they lie, also in sections that no tool reads; those of a session are others", () => {
  const keys = (id: string) => `aws_access_key_id = ${id}\naws_secret_access_key = ${SECRET}\n`;
  const config = `${CONFIG}[ignored]\n${keys("AKIAIOSFODNN7EXAMPLE")}`;
  assert.ok(brought({}, config).some(({ id }) => id === "long-lived-keys"));
  const session = `[s]\n${keys("ASIAIOSFODNN7EXAMPLE")}aws_session_token = t\n`;
  assert.deepEqual(brought({}, CONFIG, session).map(({ id }) => id), ["session-keys"]);
});

Deno.test("files that others can read or change", () => {
  const path = "/home/me/.aws/credentials";
  const access: Access = { path, folder: false, read: "none", write: "none", foreign: false };
  const keys = `[main]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n`;
  const levels = (change: Partial<Access>, credentials: string) =>
    brought({ accesses: [{ ...access, ...change }] }, CONFIG, credentials)
      .filter(({ id }) => id.startsWith("file-"))
      .map(({ id, level, remedy }) => `${id} ${level} ${remedy[0]}`);
  assert.deepEqual(levels({}, keys), []);
  assert.deepEqual(levels({ read: "all" }, "[main]\nregion = x\n"), [], "nothing to hide");
  assert.deepEqual(levels({ read: "all" }, keys), [`file-exposed problem chmod 600 ${path}`]);
  assert.deepEqual(levels({ read: "group" }, keys), [`file-exposed warning chmod 600 ${path}`]);
  assert.deepEqual(levels({ write: "all" }, ""), [`file-writable problem chmod go-w ${path}`]);
  assert.deepEqual(levels({ foreign: true }, ""), [
    `file-owner warning sudo chown "$USER" ${path}`,
  ]);
});

Deno.test("a path that a shell would take apart is quoted; one that cannot be shown is in no command", () => {
  const remedy = (path: string) =>
    brought({ accesses: [{ path, folder: false, read: "none", write: "all", foreign: false }] })[0]!
      .remedy[0];
  assert.equal(remedy("/a b/it's;rm"), `chmod go-w '/a b/it'"'"'s;rm'`);
  assert.match(remedy("/a\x1b[2J/b")!, /by hand/);
});

Deno.test("caches: live, renewable, expired, not to be read, too large", () => {
  const cache: CacheFact = {
    path: "/home/me/.aws/cli/cache",
    entries: [],
    skipped: 0,
    cut: false,
    read: "none",
  };
  const told = (change: Partial<CacheFact>) => {
    const environment = { ...factsOf(CONFIG).environment, now: NOW };
    return brought({ caches: [{ ...cache, ...change }], environment })
      .map(({ id, level, message, remedy }) => [`${id} ${level}`, message, remedy.at(-1)] as const);
  };
  assert.deepEqual(told({}), []);
  const [live] = told({
    entries: [{ ends: NOW + HOUR }, { ends: NOW + 2 * HOUR }, { ends: NOW - 1 }],
  });
  assert.deepEqual(live, [
    "cache-live warning",
    "2 sets of credentials in /home/me/.aws/cli/cache, until 2026-01-01T02:00:00Z",
    "rm -r /home/me/.aws/cli/cache",
  ]);
  const odd = { ...cache, path: "C:\\u’; calc; '", entries: [{ ends: NOW + HOUR }] };
  const environment = { ...factsOf(CONFIG).environment, now: NOW };
  const [onWindows] = brought({ caches: [odd], environment, windows: true });
  assert.equal(onWindows!.remedy.at(-1), "Remove-Item -Recurse 'C:\\u’’; calc; '''");
  const [renewable] = told({ entries: [{ ends: NOW - 1, renewableUntil: NOW + 1 }] });
  assert.match(renewable![1], /1 with a token that renews it/);
  assert.equal(told({ entries: [{ ends: undefined }] })[0]![0], "cache-live warning");
  assert.deepEqual(told({ entries: [{ ends: NOW - 1 }, { ends: NOW }] }), [[
    "cache-expired ok",
    "2 sets of credentials in /home/me/.aws/cli/cache, no longer valid",
    "rm -r /home/me/.aws/cli/cache",
  ]]);
  for (const change of [{ skipped: 3 }, { cut: true }, { unreadable: "Permission denied" }]) {
    assert.deepEqual(told(change).map(([id]) => id), ["cache-unreadable warning"]);
  }
  const exposed = told({ entries: [{ ends: NOW + 1 }], read: "all" });
  assert.deepEqual(exposed.map(([id]) => id), ["file-exposed problem", "cache-live warning"]);
  assert.equal(told({ entries: [{ ends: 9e18 }] })[0]![0], "cache-live warning");
});

Deno.test("variables outside a session", () => {
  const cases: [Record<string, string>, string[]][] = [
    [{}, []],
    [{ AWS_ACCESS_KEY_ID: "AKIAX", AWS_SECRET_ACCESS_KEY: "s" }, ["environment-keys warning"]],
    [
      { AWS_ACCESS_KEY_ID: "AKIAX", AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "t" },
      ["environment-keys warning", "token-left-over warning"],
    ],
    [
      { AWS_ACCESS_KEY_ID: "ASIAX", AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "t" },
      ["environment-keys warning"],
    ],
    [{ AWS_ACCESS_KEY_ID: "AKIAX" }, ["environment-keys-unusable problem"]],
    [{ AWS_PROFILE: "p" }, ["profile-variable warning"]],
    [{ AWS_DEFAULT_PROFILE: "nope" }, ["profile-variable warning"]],
    [{ AWS_SECURITY_TOKEN: "t" }, ["security-token warning"]],
    [{ AWS_STS_REGIONAL_ENDPOINTS: "legacy" }, ["legacy-endpoint warning"]],
    [{ AWS_STS_REGIONAL_ENDPOINTS: "regional" }, []],
    [{ AWS_ENDPOINT_URL_STS: "https://sts.amazonaws.com" }, ["endpoint-variable warning"]],
    [{ AWS_ENDPOINT_URL: "https://sts.example" }, ["endpoint-variable problem"]],
    [{ AWS_ENDPOINT_URL: "nonsense" }, ["endpoint-variable problem"]],
    [{ AWS_ENDPOINT_URL: "x", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" }, []],
    [{ AWS_REGION: "eu-central-1" }, []],
    [{ AWS_REGION: "eu-central-1", AWS_DEFAULT_REGION: "us-east-1" }, ["region-variable warning"]],
    [{ AWS_REGION: "EU!" }, ["region-variable problem"]],
    [{ SSLKEYLOGFILE: "/tmp/x" }, ["key-log problem"]],
    [{ NODE_OPTIONS: "--require x" }, ["runtime-variable problem"]],
    [{ OTEL_DENO: "true" }, ["runtime-variable problem"]],
    [{ OTEL_DENO: "false", NODE_OPTIONS: "" }, []],
    [{ AWS_CA_BUNDLE: "/none.pem" }, ["ca-bundle problem"]],
    [{ AWS_CA_BUNDLE: "/good.pem" }, []],
    [{ SWR_MFA_TOKEN: "123456" }, ["mfa-variable warning"]],
    [{ SWR_OPTIONS: "--quiet" }, ["options-variable ok"]],
    [{ SWR_OPTIONS: "--region x" }, ["options-variable problem"]],
    [{ SWR_EXPIRATION: "x", SWR_CONFIG_FILE: "" }, ["session-left-over warning"]],
  ];
  for (const [variables, expected] of cases) {
    assert.deepEqual(inEnvironment(variables).toSorted(), expected, JSON.stringify(variables));
  }
  assert.deepEqual(inEnvironment({}, { malformed: ["HOME"] }), ["variable-malformed problem"]);
});

Deno.test("variables inside a session are its own, while it lasts", () => {
  const session = {
    SWR_PROFILE: "p",
    SWR_EXPIRATION: "2026-01-01T00:57:00Z",
    SWR_ACCESS_KEY_ID: "ASIAX",
    SWR_CONFIG_FILE: "",
    AWS_ACCESS_KEY_ID: "ASIAX",
    AWS_SECRET_ACCESS_KEY: "s",
    AWS_SESSION_TOKEN: "t",
    AWS_PROFILE: "p",
    AWS_CONFIG_FILE: "/proc/1/fd/3",
  };
  assert.deepEqual(inEnvironment(session), ["session ok"]);
  assert.deepEqual(inEnvironment({ ...session, AWS_PROFILE: "q" }), [
    "session-broken warning",
    "session ok",
  ]);
  assert.deepEqual(inEnvironment(session, { now: NOW + HOUR }), ["session-broken warning"]);
  for (const view of ["gone", "other"] as const) {
    assert.deepEqual(inEnvironment(session, { viewAt: () => view }), [
      "session-broken warning",
      "session ok",
    ]);
  }
  assert.deepEqual(inEnvironment({ ...session, AWS_CONFIG_FILE: "/home/me/.aws/config" }), [
    "session-broken warning",
    "session ok",
  ]);
});

Deno.test("envchain: there, without namespaces, failing, missing", () => {
  const told = (envchain: Facts["envchain"], windows = false) => {
    const found = examine({ ...factsOf(CONFIG), envchain, windows });
    const { id, level, message } = found.find(({ group }) => group === "envchain")!;
    return [id, level, message];
  };
  const path = "/usr/bin/envchain";
  const namespaces = Array.from({ length: 22 }, (_, index) => `n${index}`);
  assert.match(
    told({ state: "there", path, namespaces }).join(" "),
    /^envchain ok .*n19 and 2 more$/,
  );
  assert.deepEqual(told({ state: "there", path, namespaces: [] }).slice(0, 2), [
    "envchain-empty",
    "warning",
  ]);
  assert.deepEqual(told({ state: "failed", path, why: "status 1" }).slice(0, 2), [
    "envchain-failed",
    "warning",
  ]);
  assert.deepEqual(told({ state: "missing" }).slice(0, 2), ["envchain-missing", "warning"]);
  assert.deepEqual(told({ state: "missing" }, true).slice(0, 2), ["envchain-missing", "ok"]);
});

Deno.test("the shell: set up, its own prompt, nothing, unknown, keys and AWS_PROFILE in its files", () => {
  const told = (text: string, path: string | undefined = "/bin/zsh") => {
    const startUps = [{ path: "/home/me/.zshrc", says: readStartUp(text) }];
    return examine({ ...factsOf(CONFIG), shell: { path, startUps } })
      .filter(({ id }) => /^(shell|start-up)/.test(id))
      .map(({ id, level, place }) => [id, level, place]);
  };
  assert.deepEqual(told('eval "$(swr --init zsh)"'), [["shell-set-up", "ok", "/home/me/.zshrc"]]);
  assert.deepEqual(told("PROMPT='$AWS_PROFILE '"), [["shell-set-up", "ok", "/home/me/.zshrc"]]);
  assert.deepEqual(told(""), [["shell-not-set-up", "warning", undefined]]);
  assert.deepEqual(told("", "/bin/dash"), [["shell-unknown", "ok", undefined]]);
  const both = `export AWS_PROFILE=x\nexport AWS_SECRET_ACCESS_KEY=${SECRET}\nswr --init zsh`;
  assert.deepEqual(told(both), [
    ["start-up-keys", "problem", "/home/me/.zshrc:2"],
    ["start-up-profile", "warning", "/home/me/.zshrc:1"],
    ["shell-set-up", "ok", "/home/me/.zshrc"],
  ]);
});

Deno.test("without the C library that is said", () => {
  assert.deepEqual(brought({ hasLibc: false }).map(({ id, level }) => [id, level]), [
    ["no-libc", "warning"],
  ]);
});

const MESSY = `${CONFIG}mfa_serial = arn:aws:iam::111122223333:user/me
${Array.from({ length: 12 }, (_, i) => `[x${i}]\n`).join("")}`;
const wish = { quiet: false, verbose: false, home: "/home/me" };

Deno.test("the page: headings, marks, places and remedies, many alike cut short, a summary", () => {
  const findings = examine(factsOf(MESSY));
  const page = doctorPage(findings, wish, PLAIN);
  assert.ok(
    page.startsWith(
      `Configuration
  problem  "arn:aws:iam::111122223333:user/me" is not an MFA device that STS can check
           profile "p", ~/.aws/config:3
           that is the user; the device is probably arn:aws:iam::111122223333:mfa/me
  warning  [x0] is ignored: in the config file a profile is written [profile x0]
           ~/.aws/config:4
`,
    ),
    page,
  );
  assert.match(page, /\n {11}and 2 more like these \(-v\)\n/);
  assert.match(page, /\n\nEnvironment\n {2}ok {7}no variable causes trouble\n\n/);
  assert.ok(page.endsWith("\n1 problem, 14 warnings\n"), page.slice(-100));
  assert.ok(!page.includes("\x1b"));
  const all = doctorPage(findings, { ...wish, verbose: true }, PLAIN);
  assert.match(all, /\[x11\]/);
  assert.doesNotMatch(all, /more like/);
});

Deno.test("the page in colours says the same", () => {
  const findings = examine(factsOf(MESSY));
  const painted = doctorPage(findings, wish, COLOURS);
  for (
    const mark of ["\x1b[31mproblem\x1b[39m", "\x1b[33mwarning\x1b[39m", "\x1b[32mok     \x1b[39m"]
  ) {
    assert.ok(painted.includes(mark), mark);
  }
  // deno-lint-ignore no-control-regex
  assert.equal(painted.replaceAll(/\x1b\[\d+m/g, ""), doctorPage(findings, wish, PLAIN));
});

Deno.test("the page names the profile also if a value in the message is spelt like it", () => {
  const page = doctorPage(examine(factsOf("[profile a_b]\nregion = a_b\n")), wish, PLAIN);
  assert.match(page, /"a_b" is not a region\n {11}profile "a_b", ~\/.aws\/config:2\n/);
  const [named] = examine(factsOf("[profile k]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n"));
  assert.deepEqual(named?.says, ["profile"]);
  assert.match(
    doctorPage([named!], wish, PLAIN),
    /profile "k" has no .*\n {11}~\/.aws\/config:2\n/,
  );
});

Deno.test("-q leaves out what is fine, and says nothing where all is", () => {
  const quiet = doctorPage(examine(factsOf(MESSY)), { ...wish, quiet: true }, PLAIN);
  assert.doesNotMatch(quiet, /^ {2}ok/m);
  assert.doesNotMatch(quiet, /Environment/);
  const fine = examine(factsOf(CONFIG)).filter(({ level }) => level === "ok");
  assert.equal(doctorPage(fine, { ...wish, quiet: true }, PLAIN), "");
  assert.ok(doctorPage(fine, wish, PLAIN).endsWith("\nall is well\n"));
});

Deno.test("the JSON has stable keys, and every id is in the table", () => {
  const report = JSON.parse(doctorJson(examine(factsOf(MESSY)), "1.2.3"));
  assert.deepEqual(Object.keys(report), ["version", "findings", "problems", "warnings"]);
  assert.deepEqual([report.version, report.problems, report.warnings], ["1.2.3", 1, 14]);
  assert.deepEqual(Object.keys(report.findings[0]), [
    "id",
    "level",
    "group",
    "message",
    "remedy",
    "place",
    "profile",
    "code",
  ]);
  assert.equal(report.findings[0].code, "mfa-serial-malformed");
  const known = new Set<string>(FINDINGS.map(([id]) => id));
  assert.ok(report.findings.every(({ id }: { id: string }) => known.has(id)));
});
