// From a profile to the roles to assume, in the order of the calls, and to where the first keys come from.
// Rules: the AWS SDKs' (smithy-rs, aws-config/src/profile/credentials/repr.rs), and one of swr's own: a base
// that holds no keys is not yet an error, since the environment's keys may stand in for it (keys.ts decides).
// Pure: imports errors, nearest, profile and visible.

import { SwrError } from "./errors.ts";
import { nearestNames } from "./nearest.ts";
import { type OtherService, otherService, ssoProblem } from "./other_sources.ts";
import type { Configuration, Profile, Setting } from "./profile.ts";
import { visible } from "./visible.ts";

/** A profile that is a role. */
export type Link = { readonly profile: Profile; readonly roleArn: Setting };

/** Where a chain begins: what the last profile of the chain says about its own keys. */
export type Base =
  | { readonly kind: "keys"; readonly profile: Profile }
  | { readonly kind: "credential-source"; readonly profile: Profile; readonly source: Setting }
  | {
    readonly kind: "other";
    readonly profile: Profile;
    readonly service: OtherService;
    readonly problem?: string;
  }
  | { readonly kind: "none"; readonly profile: Profile; readonly reason: string };

export type Chain = { readonly links: readonly Link[]; readonly base: Base };

/** Follows source_profile from the named profile. SwrError "config" for an unknown name, a loop, or two sources. */
export function followSources(config: Configuration, name: string): Chain {
  const links: Link[] = [];
  const visited: string[] = [];
  let profile = profileNamed(config, name);
  while (true) {
    refuseProblems(profile);
    visited.push(profile.name);
    // From the second profile on, keys of its own end the chain, whatever else the profile says.
    if (visited.length > 1 && profile.staticKeys !== undefined) break;
    const roleArn = profile.settings.get("role_arn");
    if (roleArn === undefined || profile.settings.has("web_identity_token_file")) break;
    links.unshift({ profile, roleArn });
    const source = sourceOf(profile);
    if (source === undefined || source.value === profile.name) break;
    if (visited.includes(source.value)) throw loop(visited, source);
    const next = config.profiles.get(source.value);
    if (next === undefined) {
      const reason = `could not find source profile ${
        visible(source.value)
      } referenced from ${profile.name}`;
      return { links, base: { kind: "none", profile, reason } };
    }
    profile = next;
  }
  return { links, base: baseOf(profile, config) };
}

/** The profile of that name; SwrError "config" with the nearest names otherwise, never another profile. */
export function profileNamed(config: Configuration, name: string): Profile {
  const profile = config.profiles.get(name);
  if (profile !== undefined) return profile;
  const near = nearestNames(name, config.profiles.keys());
  // What may hide it: a file that could not be read as a whole, or a header that AWS's tools ignore.
  const hiding = config.problems.filter(({ section, severity }) =>
    section === undefined ? severity === "error" : section === name
  );
  throw new SwrError("config", `there is no profile "${visible(name)}"`, [
    ...(near.length > 0 ? [`did you mean ${near.map((each) => `"${each}"`).join(" or ")}?`] : []),
    ...hiding.slice(0, 3).map(({ file, line, message }) => visible(`${file}:${line}: ${message}`)),
    `add [profile ${visible(name)}] with its role_arn to ~/.aws/config, or check AWS_CONFIG_FILE`,
  ]);
}

/** A line that AWS's tools reject spoils the profile it stands in, since nobody knows what it was to say. */
function refuseProblems(profile: Profile): void {
  const problem = profile.problems.find(({ severity }) => severity === "error");
  if (problem === undefined) return;
  throw new SwrError(
    "config",
    `profile "${profile.name}" cannot be read: ${visible(problem.message)}`,
    [`mend ${problem.file}:${problem.line}`],
  );
}

function sourceOf(profile: Profile): Setting | undefined {
  const source = profile.settings.get("source_profile");
  const named = profile.settings.get("credential_source");
  if (source !== undefined && named !== undefined) {
    throw new SwrError(
      "config",
      "profile contained both source_profile and credential_source. Only one or the other can be defined",
      [`profile "${profile.name}": remove the line at ${where(source)} or at ${where(named)}`],
    );
  }
  return source;
}

function loop(visited: readonly string[], source: Setting): SwrError {
  const path = [...visited, source.value].map(visible).join(" → ");
  return new SwrError("config", `profile formed an infinite loop: ${path}`, [
    `change the source_profile at ${where(source)} to a profile that holds keys or is left out`,
  ]);
}

function baseOf(profile: Profile, config: Configuration): Base {
  const { settings } = profile;
  const source = settings.get("credential_source");
  if (source !== undefined) return { kind: "credential-source", profile, source };
  const service = otherService(profile);
  if (service !== undefined) {
    const problem = service === "sso" ? ssoProblem(profile, config) : undefined;
    return { kind: "other", profile, service, ...(problem !== undefined && { problem }) };
  }
  if (profile.staticKeys !== undefined) return { kind: "keys", profile };
  if (profile.halfKeys !== undefined) {
    const { there, missing } = profile.halfKeys;
    const reason = `profile missing ${missing}; ${where(there)} has the other half`;
    return { kind: "none", profile, reason };
  }
  const reason = settings.has("role_arn") && !settings.has("source_profile")
    ? "profile must contain `source_profile` or `credential_source` but neither were defined"
    : `profile \`${profile.name}\` did not contain credential information`;
  return { kind: "none", profile, reason };
}

/** `file:line`, as messages name a place. */
export function where(setting: Setting): string {
  return `${visible(setting.at.file)}:${setting.at.line}`;
}
