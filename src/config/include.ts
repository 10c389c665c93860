// include_profile, aws-vault's own: what a profile takes from another one (aws-vault, vault/config.go,
// populateFromConfigFile).
// Rule: only what does not decide who one becomes: never a role, an external id, keys or a credential process; what the
// profile sets itself, to nothing even, comes first.

import { type LineOrigin, originText } from "../text/origin.ts";
import { visible } from "../text/visible.ts";
import { ambiguityOf } from "./ambiguity.ts";
import { misspelledSettings } from "./deciding.ts";
import type { Configuration } from "./configuration.ts";
import type { Profile } from "./profile.ts";

/** The settings that another profile may give. */
const INCLUDED: readonly string[] = [
  "duration_seconds",
  "mfa_process",
  "mfa_serial",
  "policy_arns",
  "region",
  "role_session_name",
  "session_tags",
  "source_profile",
  "transitive_session_tags",
];

/** Why what a profile includes cannot be read. */
type IncludeFault = {
  readonly kind: "loop" | "unknown" | "unreadable";
  readonly message: string;
  readonly hints: readonly string[];
  readonly origin: LineOrigin;
};

/** The profile with what it takes from the profiles that it includes, each by the one before. */
export function withIncludes(profile: Profile, config: Configuration): Profile | IncludeFault {
  if (!profile.settings.has("include_profile")) return profile;
  const settings = new Map(profile.settings);
  const visited = [profile.name];
  for (let include = settings.get("include_profile"); include?.value;) {
    const { value: name, origin } = include;
    const path = [...visited, name].map(visible).join(" → ");
    if (visited.includes(name)) {
      const hints = ["change or remove one of the include_profile lines"];
      return {
        kind: "loop",
        message: `include_profile settings form a loop: ${path}`,
        hints,
        origin,
      };
    }
    visited.push(name);
    const included = config.profiles.get(name);
    if (included === undefined) {
      const hints = [`add [profile ${visible(name)}], or remove the line`];
      return {
        kind: "unknown",
        message: `include_profile "${visible(name)}" does not exist`,
        hints,
        origin,
      };
    }
    const fault = faultOf(included);
    if (fault !== undefined) return fault;
    for (const key of INCLUDED) {
      const found = included.settings.get(key);
      if (found !== undefined && !settings.has(key)) settings.set(key, found);
    }
    include = included.settings.get("include_profile");
  }
  const { isPlain: _, ...own } = profile;
  return { ...own, settings };
}

function faultOf(profile: Profile): IncludeFault | undefined {
  const problem = profile.problems.find(({ severity }) => severity === "error");
  if (problem !== undefined) {
    const origin: LineOrigin = { kind: "line", file: problem.file, line: problem.line };
    const message = `profile "${profile.name}", which is included, cannot be read: ${
      visible(problem.message)
    }`;
    return { kind: "unreadable", message, hints: ["correct that line"], origin };
  }
  const ambiguity = ambiguityOf(profile);
  return ambiguity && {
    kind: "unreadable",
    message: `profile "${profile.name}", which is included, is ambiguous: ${ambiguity.message}`,
    hints: ambiguity.hints,
    origin: ambiguity.origin,
  };
}

/** Settings without any effect that were probably meant as others, in the profile or in what it includes. */
export function misspelled({ settings }: Profile): string[] {
  return misspelledSettings(settings).map(({ setting: { key, origin }, meant }) =>
    `${visible(key)} (${originText(origin)}) has no effect: did you mean ${meant}?`
  );
}

/** Settings that other tools honour and swr does not, in the profile or in what it includes. */
export function droppedSettings({ settings }: Profile): string[] {
  return DROPPED.flatMap((key) => {
    const found = settings.get(key);
    return found === undefined || (found.value === "" && found.continued === undefined)
      ? []
      : [`${key} (${originText(found.origin)}) is not supported: the session is opened without it`];
  });
}

const DROPPED = ["policy"];
