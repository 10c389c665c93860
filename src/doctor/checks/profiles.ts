// What is wrong with each profile by itself: settings that STS or AWS's tools would refuse, keys that cannot be used.
// Rule: a rule is defined where a switch applies it (arn.ts, source.ts, endpoint.ts …); here its error becomes a finding.

import type { Setting } from "../../text/origin.ts";
import { checkRegion, parseRoleArn, type RoleArn } from "../../role/arn.ts";
import { secondsOf } from "../../text/times.ts";
import type { SwrError } from "../../text/errors.ts";
import { type Finding, type FindingId, findingOf, findingsOf } from "../finding.ts";
import { setting } from "../../config/origin.ts";
import { profileSource } from "../../role/source.ts";
import { SETTINGS } from "../../role/parameters.ts";
import {
  isCredentialSource,
  otherService,
  serviceProblem,
  sourceRemedy,
} from "../../role/other_sources.ts";
import { agreedPartition } from "../../role/region.ts";
import type { Configuration } from "../../config/configuration.ts";
import type { Profile } from "../../config/profile.ts";
import { droppedSettings, misspelled } from "../../config/include.ts";
import { pasted } from "../../text/quoting.ts";

const finding = findingsOf("configuration");

/** A setting that has a form, what checks it, and the finding if it has another form. */
type Form = {
  readonly setting: string;
  readonly check: (given: Setting) => unknown;
  readonly id: FindingId;
};

const FORMS: readonly Form[] = [
  ...SETTINGS.map(({ setting, check, finding: [id] }) => ({ setting, check, id })),
  { setting: "region", check: checkRegion, id: "region" },
];

/** Why a file of certificates cannot be used; undefined if it can. */
type BundleProblem = (path: string) => SwrError | undefined;

/** Findings about the profile that do not depend on any other profile. */
export function checkProfile(
  profile: Profile,
  config: Configuration,
  bundleProblem: BundleProblem,
): Finding[] {
  const bundle = setting(profile, "ca_bundle");
  const unusable = bundle && bundleProblem(bundle.value);
  return [
    ...checkName(profile),
    ...FORMS.flatMap((form) => checkForm(profile, form)),
    ...checkPartition(profile),
    ...checkDurationText(profile),
    ...checkCredentialSource(profile),
    ...checkKeys(profile),
    ...checkService(profile, config),
    ...misspelled(profile).map((message) =>
      finding("setting-misspelled", "warning", message, ["correct the name, or remove the line"], {
        origin: profile.origin,
        profile: profile.name,
      })
    ),
    ...droppedSettings(profile).map((message) =>
      finding(
        "setting-dropped",
        "warning",
        message,
        ["name a managed policy with policy_arns, or a file with --policy"],
        {
          origin: profile.origin,
          profile: profile.name,
        },
      )
    ),
    ...(unusable === undefined ? [] : [
      findingOf(unusable, "configuration", "ca-bundle", {
        origin: bundle!.origin,
        profile: profile.name,
      }),
    ]),
  ];
}

/** A `-` makes it an option; zsh expands `%` in a prompt; quoted names may hold anything. */
function checkName({ name, origin }: Profile): Finding[] {
  const about = { origin, profile: name };
  const remedy = ["rename the profile to one word of letters, digits, - and _"];
  if (name.startsWith("-")) {
    return [
      finding("profile-name", "warning", `the profile's name begins with "-", like an option`, [
        ...remedy,
        `until then: swr --profile=${pasted(name)}`,
      ], about),
    ];
  }
  const odd = /[^\p{L}\p{N}\s_./@:+-]/u.exec(name)?.[0];
  if (odd === undefined) return [];
  const message = `"${odd}" in the name "${name}" has a special meaning in shells or their prompts`;
  return [finding("profile-name", "warning", message, remedy, { ...about, says: ["profile"] })];
}

function checkForm(profile: Profile, { setting: key, check, id }: Form): Finding[] {
  const given = setting(profile, key) ?? emptyRole(profile, key);
  if (given === undefined) return [];
  try {
    check(given);
    return [];
  } catch (error) {
    const about = { origin: given.origin, profile: profile.name };
    return [findingOf(error, "configuration", id, about)];
  }
}

/** Elsewhere an empty setting is none; a role_arn makes the profile a role all the same. */
function emptyRole({ settings }: Profile, key: string): Setting | undefined {
  const found = key === "role_arn" ? settings.get(key) : undefined;
  return found;
}

/** The role's partition and the region beside it; where either is malformed, that is reported alone. */
function checkPartition(profile: Profile): Finding[] {
  const [roleArn, region] = [setting(profile, "role_arn"), setting(profile, "region")];
  if (roleArn === undefined) return [];
  let role: RoleArn;
  try {
    role = parseRoleArn(roleArn);
    if (region !== undefined) checkRegion(region);
  } catch {
    return [];
  }
  try {
    agreedPartition(role, region);
    return [];
  } catch (error) {
    const about = { origin: region?.origin ?? roleArn.origin, profile: profile.name };
    return [findingOf(error, "configuration", "partition", about)];
  }
}

/** What swr takes and botocore does not (botocore/credentials.py, int(duration_seconds)). */
function checkDurationText(profile: Profile): Finding[] {
  const given = setting(profile, "duration_seconds");
  const value = given?.value.trim() ?? "";
  if (given === undefined || /^\d+$/.test(value) || secondsOf(value) === undefined) return [];
  return [
    finding(
      "line-foreign",
      "warning",
      `swr accepts duration_seconds = ${given.value}, the AWS CLI rejects it`,
      ["write it in seconds"],
      { origin: given.origin, profile: profile.name },
    ),
  ];
}

function checkCredentialSource(profile: Profile): Finding[] {
  const given = setting(profile, "credential_source");
  if (given === undefined || isCredentialSource(given.value)) return [];
  return [
    finding(
      "credential-source",
      "problem",
      `"${given.value}" is not a valid credential_source`,
      [sourceRemedy(given.value)],
      { origin: given.origin, profile: profile.name },
    ),
  ];
}

function checkKeys(profile: Profile): Finding[] {
  if (profile.halfKeys !== undefined) {
    const { there, missing } = profile.halfKeys;
    return [
      finding("keys-unusable", "problem", `profile "${profile.name}" has no ${missing}`, [
        "keys come in pairs: add the missing one, or remove this one",
      ], { origin: there.origin, profile: profile.name, says: ["profile"] }),
    ];
  }
  try {
    profileSource(profile);
    return [];
  } catch (error) {
    return [
      findingOf(error, "configuration", "keys-unusable", {
        origin: profile.staticKeys!.accessKeyId.origin,
        profile: profile.name,
        says: ["profile"],
      }),
    ];
  }
}

function checkService(profile: Profile, config: Configuration): Finding[] {
  const service = otherService(profile);
  const problem = service && serviceProblem(service, profile, config);
  if (problem === undefined) return [];
  const { origin, name } = profile;
  const [id, remedy] = service === "sso"
    ? ["sso-settings", "write it again with `aws configure sso`"] as const
    : ["web-identity-settings", "add the role_arn that the token is for"] as const;
  return [finding(id, "problem", problem, [remedy], { origin, profile: name })];
}
