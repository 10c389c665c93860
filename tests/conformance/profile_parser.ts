// Runs AWS's published cases for the configuration files' grammar and their merge against swr.
// Rule: the shape is that of smithy-rs, aws-runtime/test-data/profile-parser-tests.json; one error anywhere makes
// the SDKs refuse both files, so a case that expects profiles expects none.

import { parseIni, type Problem } from "../../src/config/ini.ts";
import { type Configuration, readConfiguration } from "../../src/config/configuration.ts";
import type { Settings } from "../../src/config/profile.ts";
import type { Outcome } from "./deviations.ts";

type Groups = Readonly<Record<string, Readonly<Record<string, string>>>>;

type Case = {
  readonly name: string;
  readonly input: { readonly configFile?: string; readonly credentialsFile?: string };
  readonly output: {
    readonly config?: { readonly profiles: Groups; readonly sso_sessions?: Groups };
    readonly errorContaining?: string;
  };
};

/** How many cases of the file pass, and one line for each that does not. */
export function runProfileParserCases(json: unknown): Outcome {
  const { tests } = json as { tests: readonly Case[] };
  const failed = tests.flatMap((each) => {
    const why = disagreement(each);
    return why === undefined ? [] : [`${each.name}: ${why}`];
  });
  return { passed: tests.length - failed.length, failed };
}

function disagreement({ input, output }: Case): string | undefined {
  const read = (text: string | undefined, path: string) =>
    text === undefined ? undefined : parseIni(text, path);
  const found = readConfiguration(
    read(input.configFile, "~/.aws/config"),
    read(input.credentialsFile, "~/.aws/credentials"),
  );
  const errors = found.problems.filter(({ severity }) => severity === "error").map(asTheSdkSays);
  const wanted = output.errorContaining;
  if (wanted !== undefined) {
    if (errors.some((text) => text.includes(wanted))) return undefined;
    return `no error contains ${JSON.stringify(wanted)}, only ${JSON.stringify(errors)}`;
  }
  if (errors.length > 0) return `refused: ${errors[0]}`;
  return difference(found, output.config ?? { profiles: {} });
}

/** The whole text of an SDK's error, with file and line, since a case may ask for any part of it. */
function asTheSdkSays({ file, line, message }: Problem): string {
  return `error parsing ${file} on line ${line}:\n  ${message}`;
}

function difference(
  found: Configuration,
  wanted: NonNullable<Case["output"]["config"]>,
): string | undefined {
  const profiles = Array.from(
    found.profiles.all(),
    ({ name, settings }): [string, Settings] => [name, settings],
  );
  const ssoSessions = Array.from(
    found.ssoSessions,
    ([name, { settings }]): [string, Settings] => [name, settings],
  );
  const pairs: [string, Iterable<[string, Settings]>, Groups | undefined][] = [
    ["profiles", profiles, wanted.profiles],
    ["sso_sessions", ssoSessions, wanted.sso_sessions],
  ];
  for (const [what, groups, expected] of pairs) {
    if (expected === undefined) continue;
    const [a, b] = [foundText(groups), expectedText(expected)];
    if (a !== b) return `${what} ${a} instead of ${b}`;
  }
  return undefined;
}

// As sorted lists of pairs: no name, `__proto__` neither, means anything there, and the order does not count.
function foundText(groups: Iterable<[string, Settings]>): string {
  return asText(
    Array.from(groups, ([name, settings]) => [
      name,
      Array.from(settings, ([key, { whole }]): [string, string] => [key, whole]),
    ]),
  );
}

function expectedText(groups: Groups): string {
  return asText(Object.entries(groups).map(([name, group]) => [name, Object.entries(group)]));
}

function asText(groups: [string, [string, string][]][]): string {
  const byName = (a: readonly [string, unknown], b: readonly [string, unknown]) =>
    a[0] < b[0] ? -1 : 1;
  return JSON.stringify(
    groups.map(([name, pairs]) => [name, pairs.toSorted(byName)] as const).toSorted(byName),
  );
}
