// Two files become profiles: which sections count, which file wins, where keys come from, what is said.

import assert from "node:assert/strict";
import { parseIni, problemText } from "../../src/config/ini.ts";
import { type Configuration, readConfiguration } from "../../src/config/configuration.ts";
import type { Settings } from "../../src/config/profile.ts";

function read(config?: string, credentials?: string): Configuration {
  return readConfiguration(
    config === undefined ? undefined : parseIni(config, "config"),
    credentials === undefined ? undefined : parseIni(credentials, "credentials"),
  );
}

function values(settings: Settings | undefined): Record<string, string> | undefined {
  return settings && Object.fromEntries(Array.from(settings, ([key, { value }]) => [key, value]));
}

function profiles(config?: string, credentials?: string): Record<string, unknown> {
  return Object.fromEntries(
    Array.from(
      read(config, credentials).profiles.all(),
      ({ name, settings }) => [name, values(settings)],
    ),
  );
}

const KEYS = "aws_access_key_id = id\naws_secret_access_key = secret\n";

Deno.test("no files make no profiles", () => {
  assert.deepEqual(profiles(), {});
  assert.deepEqual(profiles("", ""), {});
});

Deno.test("a profile is [profile x] in the config file and [x] in the credentials file, nothing else", () => {
  const text =
    "[profile a]\n[b]\n[profilec]\n[Profile d]\n[profile]\n[profile e f]\n[default]\n[x y]";
  assert.deepEqual(Object.keys(profiles(text)), ["a", "default"]);
  assert.deepEqual(Object.keys(profiles(undefined, text)), ["b", "profilec", "profile", "default"]);
  assert.equal(read(text).problems.length, 6);
  assert.ok(read(text).problems.every(({ severity }) => severity === "warning"));
});

Deno.test("a name is of letters, digits and _-/.%@:+, else the section is ignored with its properties", () => {
  assert.deepEqual(
    profiles("[profile aZ0_-/.%@:+]\nk = 1\n[profile é]\nk = 2\n[profile a!]\nk = 3"),
    {
      "aZ0_-/.%@:+": { k: "1" },
    },
  );
});

Deno.test("a name in quotes counts as the AWS CLI reads it, also with blanks, with a word about the SDKs", () => {
  const text =
    `[profile "a"]\nk = 1\n[profile 'b c']\n[profile "it's"]\n[profile ""]\n[profile "d']`;
  assert.deepEqual(Object.keys(profiles(text)), ["a", "b c", "it's"]);
  assert.deepEqual(read(text).problems.map(({ line, severity }) => [line, severity]), [
    [1, "warning"],
    [3, "warning"],
    [4, "warning"],
    [5, "warning"],
    [6, "warning"],
  ]);
});

Deno.test("a name with blanks counts in the credentials file if the config file has it in quotes", () => {
  assert.deepEqual(profiles("[profile 'a b']\nregion = r", `[a b]\n${KEYS}[c d]\n${KEYS}`), {
    "a b": { region: "r", aws_access_key_id: "id", aws_secret_access_key: "secret" },
  });
  assert.deepEqual(profiles("[profile x]", `[a b]\n${KEYS}`), { x: {} });
});

Deno.test("[profile default] replaces [default] of the config file in any order, with its problems", () => {
  const [plain, prefixed] = ["[default]\na = 1\nnonsense\n", "[profile  default]\nb = 2\n"];
  for (const text of [plain + prefixed, prefixed + plain]) {
    assert.deepEqual(profiles(text), { default: { b: "2" } });
    assert.deepEqual(read(text).profiles.get("default")!.problems, []);
  }
  assert.deepEqual(profiles(plain + prefixed, "[default]\nc = 3"), { default: { b: "2", c: "3" } });
  assert.deepEqual(profiles("[default]\na = 1"), { default: { a: "1" } });
});

Deno.test("the credentials file wins key by key, and each setting knows its place", () => {
  const found = read("\n[profile p]\na = 1\nb = 2", "[p]\nb = 3\nc = 4").profiles.get("p")!;
  assert.deepEqual(values(found.settings), { a: "1", b: "3", c: "4" });
  assert.deepEqual([found.origin.file, found.origin.line], ["config", 2]);
  assert.deepEqual(found.settings.get("a")!.origin, { kind: "line", file: "config", line: 3 });
  assert.deepEqual(found.settings.get("b")!.origin, { kind: "line", file: "credentials", line: 2 });
});

Deno.test("profiles come in the order of the config file, then of the credentials file, and inherit nothing", () => {
  const found = profiles("[profile b]\nx = 1\n[profile a]\n[default]\ny = 2", "[c]\n[a]");
  assert.deepEqual(Object.keys(found), ["b", "a", "default", "c"]);
  assert.deepEqual(found, { b: { x: "1" }, a: {}, default: { y: "2" }, c: {} });
});

Deno.test("services and sso-session sections count in the config file only", () => {
  const text =
    "[services s]\nsts =\n  endpoint_url = u\n[sso-session s]\nsso_region = r\n[services a b]";
  const found = read(text);
  assert.deepEqual(values(found.services.get("s")?.settings), { sts: "" });
  assert.deepEqual(values(found.ssoSessions.get("s")?.settings), { sso_region: "r" });
  assert.deepEqual([found.services.size, found.ssoSessions.size, found.profiles.names.size], [
    1,
    1,
    0,
  ]);
  const other = read(undefined, text);
  assert.deepEqual([other.services.size, other.ssoSessions.size, other.profiles.names.size], [
    0,
    0,
    0,
  ]);
  assert.equal(other.problems.length, 3);
});

Deno.test("keys are taken as a pair from one file, credentials first, with the token of that file", () => {
  const pair = (config: string, credentials?: string) => {
    const found = read(
      `[profile p]\n${config}`,
      credentials === undefined ? undefined : `[p]\n${credentials}`,
    ).profiles.get("p")!;
    const { staticKeys: keys } = found;
    return [keys?.accessKeyId.value, keys?.secretAccessKey.value, keys?.sessionToken?.value];
  };
  const ours = KEYS.replaceAll("= ", "= own-");
  assert.deepEqual(pair(KEYS), ["id", "secret", undefined]);
  assert.deepEqual(pair(KEYS, ours), ["own-id", "own-secret", undefined]);
  assert.deepEqual(pair(`${KEYS}aws_session_token = t`, ours), ["own-id", "own-secret", undefined]);
  assert.deepEqual(pair(KEYS, "aws_session_token = t"), ["id", "secret", undefined]);
  assert.deepEqual(pair(`${KEYS}aws_session_token = t`), ["id", "secret", "t"]);
  assert.deepEqual(pair(`${KEYS}aws_session_token = t\naws_security_token = s`)[2], "s");
  assert.deepEqual(pair(`${KEYS}aws_session_token =`)[2], undefined);
});

Deno.test("half a pair is reported as such and never completed from the other file", () => {
  const half = (config: string, credentials: string) => {
    const found = read(`[profile p]\n${config}`, `[p]\n${credentials}`).profiles.get("p")!;
    const { staticKeys, halfKeys } = found;
    return [staticKeys?.accessKeyId.value, halfKeys?.there.origin.file, halfKeys?.missing];
  };
  const [id, secret] = ["aws_access_key_id = own", "aws_secret_access_key = own"];
  assert.deepEqual(half(KEYS, id), [undefined, "credentials", "aws_secret_access_key"]);
  assert.deepEqual(half(KEYS, secret), ["id", undefined, undefined]);
  assert.deepEqual(half(id, secret), [undefined, "config", "aws_secret_access_key"]);
  assert.deepEqual(half("", secret), [undefined, "credentials", "aws_access_key_id"]);
  assert.deepEqual(
    half("aws_access_key_id =\naws_secret_access_key =", ""),
    Array(3).fill(undefined),
  );
});

Deno.test("a profile has the problems of its sections in both files, and no other's", () => {
  const found = read(
    "stray = 1\n[profile a]\nnonsense\n[profile b]\n[profile c\n",
    "[a]\n= 1\n[b]\nx = 1\n",
  );
  const of = (name: string) =>
    found.profiles.get(name)!.problems.map(({ file, line }) => `${file}:${line}`);
  assert.deepEqual(of("a"), ["config:3", "credentials:2"]);
  assert.deepEqual(of("b"), []);
  assert.deepEqual(of("c"), ["config:5"]);
  assert.deepEqual(
    found.problems.map(({ file, line }) => `${file}:${line}`),
    ["config:1", "config:3", "config:5", "credentials:2"],
  );
});

Deno.test("include_profile is reported, and changes no profile by itself", () => {
  const found = read("[profile a]\ninclude_profile = b\n[profile b]\nregion = r").profiles.get(
    "a",
  )!;
  assert.deepEqual(values(found.settings), { include_profile: "b" });
  assert.match(found.problems[0]!.message, /include_profile/);
});

Deno.test("names that mean something in JavaScript are names like any other", () => {
  const found = read("[profile __proto__]\nconstructor = 1\n[profile toString]");
  assert.deepEqual([...found.profiles.names], ["__proto__", "toString"]);
  assert.deepEqual([...found.profiles.get("__proto__")!.settings.keys()], ["constructor"]);
});

Deno.test("the AWS CLI's own sections are no mistake, and a header without a name is reported as such", () => {
  const { problems } = readConfiguration(
    parseIni("[plugins]\na = b\n[preview]\na = true\n[sso-session]\na = b\n", "config"),
    undefined,
  );
  assert.deepEqual(problems.map((problem) => [problem.line, problemText(problem)]), [
    [5, "[sso-session] is ignored: the name is missing"],
  ]);
});

Deno.test("a profile is the same each time it is asked for, and one that is not there is none", () => {
  const { profiles } = read("[profile a]\nx = 1\n[profile b]", "[c]");
  assert.equal(profiles.get("b"), profiles.get("b"));
  assert.deepEqual([profiles.has("c"), profiles.has("x"), profiles.get("x")], [
    true,
    false,
    undefined,
  ]);
  assert.equal([...profiles.all()][1], profiles.get("b"));
});

Deno.test("the profiles of the config file come first, each file's in its own order", () => {
  const { profiles } = read("[profile b]\n[profile a]", "[c]\n[a]");
  assert.deepEqual([...profiles.names], ["b", "a", "c"]);
  assert.deepEqual([...profiles.all()].map(({ name }) => name), ["b", "a", "c"]);
});

Deno.test("of ten thousand profiles, only the one that is asked for is read", () => {
  const text = Array.from({ length: 10_000 }, (_, at) => `[profile p${at}]\nregion = r\n`).join("");
  const file = parseIni(text, "f");
  const asked = new Set<string>();
  const sections = file.sections.map((section) => ({
    written: "x",
    header: section.header,
    line: section.line,
    read() {
      asked.add(section.header);
      return section.read();
    },
  }));
  const configuration = readConfiguration({ ...file, sections }, undefined);
  assert.equal(configuration.profiles.names.size, 10_000);
  assert.deepEqual([...asked], []);
  assert.equal(configuration.profiles.get("p7")!.settings.get("region")!.value, "r");
  assert.deepEqual([...asked], ["profile p7"]);
  assert.deepEqual(configuration.problems, []);
  assert.equal(asked.size, 10_000);
});
