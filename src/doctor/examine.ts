// --doctor: all the checks in their order, and the JSON that shows what they found.
// Rule: facts in, findings out; what is fine is summed up, and each problem is reported once with its remedy.

import { type CacheFact, checkCaches } from "./checks/caches.ts";
import { checkChains } from "./checks/chains.ts";
import { checkFiles, EXAMPLE } from "./checks/files.ts";
import { checkEnvironment, type EnvironmentFacts } from "./checks/environment.ts";
import {
  checkEnvchain,
  checkShell,
  checkSwr,
  type EnvchainFact,
  type ShellFact,
} from "./checks/machine.ts";
import { checkSignIns, checkSources, type SignInFact } from "./checks/sources.ts";
import { checkProfile } from "./checks/profiles.ts";
import { type Access, checkStoredKeys } from "./checks/secrets.ts";
import { type Finding, findingsOf, GROUPS } from "./finding.ts";
import type { FoundFile } from "../config/load.ts";
import { type Configuration, readConfiguration } from "../config/configuration.ts";
import { jsonText } from "../text/visible.ts";

/** What the machine looks like, gathered by doctor/survey/machine.ts. */
export type Facts = {
  readonly version: string;
  readonly windows: boolean;
  readonly hasLibc: boolean;
  /** Why the kernel keeps no keys here; undefined if it does. */
  readonly keylessObstacle: string | undefined;
  readonly files: readonly FoundFile[];
  readonly accesses: readonly Access[];
  /** Undefined if there is no home folder to look for them in. */
  readonly caches: readonly CacheFact[] | undefined;
  readonly signIns: readonly SignInFact[];
  readonly environment: Omit<EnvironmentFacts, "hasProfile" | "windows">;
  readonly envchain: EnvchainFact;
  readonly shell: ShellFact;
};

const finding = findingsOf("configuration");

/** Every finding, in the order of the page: by group, within it problems first, else as the files have it. */
export function examine(facts: Facts): Finding[] {
  const iniOf = (kind: FoundFile["kind"]) => facts.files.find((file) => file.kind === kind)?.ini;
  const configuration = readConfiguration(iniOf("config"), iniOf("credentials"));
  const hasProfile = (name: string) => configuration.profiles.has(name);
  const found = [
    ...checkFiles(facts.files, configuration),
    ...checkProfiles(facts, configuration),
    ...checkStoredKeys(facts.files, facts.accesses),
    ...checkCaches(facts.caches, facts.environment.now, facts.windows),
    ...checkEnvironment({ ...facts.environment, hasProfile, windows: facts.windows }),
    ...checkEnvchain(facts.envchain, facts.windows),
    ...checkShell(facts.shell),
    ...checkSwr(facts),
  ];
  const groups = Object.keys(GROUPS);
  const levels = ["problem", "warning", "ok"];
  return found.toSorted((a, b) =>
    groups.indexOf(a.group) - groups.indexOf(b.group) ||
    levels.indexOf(a.level) - levels.indexOf(b.level)
  );
}

function checkProfiles(facts: Facts, configuration: Configuration): Finding[] {
  const faulty = new Set<string>();
  const found: Finding[] = [];
  for (const profile of configuration.profiles.all()) {
    const own = checkProfile(profile, configuration, facts.environment.bundleProblem);
    const refused = profile.problems.some(({ severity }) => severity === "error");
    if (refused || own.some(({ level }) => level === "problem")) faulty.add(profile.name);
    for (const each of own) found.push(each);
  }
  const credentials = facts.files.find(({ kind }) => kind === "credentials")?.ini;
  const headers = new Set((credentials?.sections ?? []).map(({ header }) => header));
  const { findings, roles } = checkChains({
    configuration,
    faulty,
    isInCredentials: (name) => headers.has(name),
    mayReach: facts.environment.mayReach,
  });
  for (const each of findings) found.push(each);
  const isThere = facts.files.some(({ kind, ini }) => kind === "config" && ini !== undefined);
  const sources = checkSources(configuration);
  for (const each of [...sources.findings, ...checkSignIns(facts.signIns)]) found.push(each);
  return [...found, ...(isThere || roles.length > 0 ? summary(roles, sources.usable) : [])];
}

/** So many profiles are named. */
const MOST_NAMED = 5;

function summary(roles: ReturnType<typeof checkChains>["roles"], sources: number): Finding[] {
  const own = sources === 0 ? [] : [finding("sources", "ok", sourcesMessage(sources))];
  if (roles.length === 0 && sources > 0) return own;
  if (roles.length === 0) {
    return [
      finding(
        "roles",
        "warning",
        "no profile has a role_arn: there is nothing to switch to",
        EXAMPLE,
      ),
    ];
  }
  const usable = roles.filter((role) => role.usable).length;
  const elsewhere = roles.filter((role) => role.usable && role.elsewhere).map(({ name }) => name);
  const found = [
    usable === roles.length
      ? finding("roles", "ok", usableMessage(usable, usable))
      : finding("roles", "warning", usableMessage(usable, roles.length), [
        "correct the problems above",
      ]),
  ];
  if (elsewhere.length > 0) {
    const more = elsewhere.length - MOST_NAMED;
    const names = elsewhere.slice(0, MOST_NAMED).join(", ") + (more > 0 ? ` and ${more} more` : "");
    const message = `${names}: the source is a web identity token or the machine`;
    found.push(
      finding("roles-elsewhere", "ok", message, [
        "put those credentials into the environment and use --from-session",
      ]),
    );
  }
  return [...found, ...own];
}

function sourcesMessage(count: number): string {
  return `swr can open a session in ${
    count === 1 ? "1 profile that has a source" : `${count} profiles that have a source`
  } of ${count === 1 ? "its" : "their"} own`;
}

function usableMessage(usable: number, all: number): string {
  if (all === 1) {
    return `swr ${usable === 1 ? "can" : "cannot"} switch to the only role`;
  }
  return `swr can switch to ${usable === all ? `all ${all}` : `${usable} of ${all}`} roles`;
}

/** The number of findings of a level. */
export function countOf(findings: readonly Finding[], level: Finding["level"]): number {
  return findings.filter((each) => each.level === level).length;
}

/** One JSON object; the keys are those of Finding, but for what only the page needs. */
export function doctorJson(findings: readonly Finding[], version: string): string {
  const report = {
    version,
    findings: findings.map(({ says: _, ...shown }) => shown),
    problems: countOf(findings, "problem"),
    warnings: countOf(findings, "warning"),
  };
  return jsonText(report);
}
