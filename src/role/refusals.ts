// The errors for a profile that swr cannot switch to: it is not a role, or no keys are found for its chain.
// Rule: the first line names the profile that was asked for, the others the one at fault, with its place.

import { originText } from "../text/origin.ts";
import { isInQuotes, WITHOUT_QUOTES } from "./arn.ts";
import type { Base, Chain, Lack } from "./chain.ts";
import { SwrError } from "../text/errors.ts";
import { nearestNames, suggestion } from "../text/suggest.ts";
import {
  isCredentialSource,
  type OtherService,
  otherService,
  SERVED,
  serviceProblem,
  sourceRemedy,
} from "./other_sources.ts";
import { absentFile, ignoredLines, problemHint, problemsHiding } from "../config/hiding.ts";
import { isSupported } from "./served_source.ts";
import type { Configuration } from "../config/configuration.ts";
import type { Profile } from "../config/profile.ts";
import { pasted } from "../text/quoting.ts";
import { visible } from "../text/visible.ts";

/** The error for a profile that is no role, with what to use instead. */
export function noRole(profile: Profile, config: Configuration): SwrError {
  const name = visible(profile.name);
  const service = otherService(profile);
  if (service !== undefined) {
    const problem = serviceProblem(service, profile, config);
    if (isSupported(service)) {
      return new SwrError("no-role", `profile "${name}" has no role_arn`, [
        `it uses ${SERVED[service].how}: \`swr ${pasted(profile.name)}\` opens a session with that`,
      ]);
    }
    return new SwrError("source-not-supported", elsewhere(profile, service), [
      ...(problem === undefined ? [] : [`AWS's tools reject it too: ${problem}`]),
      `use \`${SERVED[service].command(profile.name)}\``,
    ]);
  }
  const reasons = reasonsOf(profile);
  return new SwrError(
    "no-role",
    `profile "${name}" has no role_arn`,
    reasons.length > 0 ? reasons : [
      `add role_arn = arn:aws:iam::ACCOUNT:role/NAME at ${originText(profile.origin)}`,
    ],
  );
}

function reasonsOf({ settings, problems }: Profile): string[] {
  return [
    ...ignoredLines(problems).filter(({ about }) => about !== "include-profile").map(problemHint),
    ...mistyped(settings, ["role_arn"]),
    ...includeHint(settings, "role_arn"),
  ];
}

/** Settings whose names are nearly one of those. */
function mistyped(settings: Profile["settings"], names: readonly string[]): string[] {
  return [...settings].flatMap(([key, { origin }]) => {
    const [near] = names.includes(key) ? [] : nearestNames(key, names);
    return near === undefined
      ? []
      : [`${visible(key)} at ${originText(origin)}: did you mean ${near}?`];
  });
}

/** That a profile which is included does not give what is missing. */
function includeHint(settings: Profile["settings"], what: "role_arn" | "keys"): string[] {
  const included = settings.get("include_profile");
  const remedy = what === "keys" ? "set source_profile" : "set it";
  return included === undefined ? [] : [
    `${originText(included.origin)}: include_profile gives no ${what}: ${remedy} in this profile`,
  ];
}

/** The error for a chain whose keys are neither in the environment nor in the profile that it begins with. */
export function noKeys({ links, base }: Chain, config: Configuration): SwrError {
  const target = (links.at(-1)?.profile ?? base.profile).name;
  return new SwrError(
    "no-keys",
    `no access keys found for assuming "${visible(target)}"`,
    base.kind === "other" ? servedElsewhere(base) : [
      ...(base.kind === "credential-source"
        ? sourceHints(base)
        : base.kind === "none"
        ? lackHints(base.profile, base.lack, target, config)
        : []),
      "run it with envchain: `envchain NAMESPACE swr …` (is the namespace right? `envchain --list`)",
    ],
  );
}

function elsewhere({ name }: Profile, service: OtherService): string {
  return `profile "${visible(name)}" uses ${SERVED[service].how}, which swr does not support`;
}

function servedElsewhere({ profile, service, problem }: Base & { kind: "other" }): string[] {
  return [
    elsewhere(profile, service),
    ...(problem === undefined ? [] : [`AWS's tools reject it too: ${problem}`]),
    `try \`${SERVED[service].command(profile.name)}\``,
    `or hand them to swr: \`eval "$(aws configure export-credentials --profile ${
      pasted(profile.name)
    } --format env)"\`, then swr --from-session …`,
  ];
}

function sourceHints({ profile, source }: Base & { kind: "credential-source" }): string[] {
  const value = visible(source.value);
  if (value === "Environment") {
    return [
      `${NOT_SET}credential_source at ${originText(source.origin)} needs it`,
    ];
  }
  if (!isCredentialSource(value)) {
    return [
      value === ""
        ? `credential_source at ${originText(source.origin)} is empty: ${sourceRemedy(value)}`
        : `"${value}" at ${originText(source.origin)} is not a valid credential_source: ${
          sourceRemedy(value)
        }`,
    ];
  }
  return [
    `profile "${
      visible(profile.name)
    }" gets them from ${value}, which swr does not support: use \`aws --profile ${
      pasted(profile.name)
    } …\` there`,
  ];
}

/** That the credentials file is missing where the user's own variable says; at its usual place it may well be. */
function absentCredentials({ absent }: Configuration): string[] {
  return absent.credentials?.from.startsWith("AWS_") ? absentFile(absent, "credentials") : [];
}

/** What is to be written instead of such a source_profile, if that is plain. */
export function sourceSlip(value: string): string | undefined {
  if (isInQuotes(value)) return WITHOUT_QUOTES;
  const name = /^profile\s+(.+)$/.exec(value)?.[1];
  return name && `write the name alone: source_profile = ${visible(name)}`;
}

const NOT_SET = "AWS_ACCESS_KEY_ID is not set, and ";

function lackHints(
  { name, problems, settings }: Profile,
  lack: Lack,
  target: string,
  config: Configuration,
): string[] {
  switch (lack.kind) {
    case "no-source":
      return [
        `${NOT_SET}${
          name === target ? "the profile" : `profile "${visible(name)}"`
        } has no source_profile`,
        ...mistyped(settings, ["source_profile", "credential_source"]),
        ...includeHint(settings, "keys"),
      ];
    case "no-profile":
      return [`${NOT_SET}no profile is named whose keys could be used (--settings-from PROFILE)`];
    case "source-unknown": {
      const { source } = lack;
      if (source.value === "") {
        return [
          `${NOT_SET}source_profile at ${originText(source.origin)} is empty`,
          "write the name of the profile that has the keys",
        ];
      }
      const near = nearestNames(source.value, config.profiles.names);
      const slip = sourceSlip(source.value);
      return [
        `${NOT_SET}source_profile "${visible(source.value)}" (${
          originText(source.origin)
        }) does not exist`,
        ...(slip !== undefined ? [slip] : suggestion(near.map((each) => `"${visible(each)}"`))),
        ...problemsHiding(config, source.value).map(problemHint),
        ...absentCredentials(config),
      ];
    }
    case "half":
      return [
        `${NOT_SET}profile "${
          visible(name)
        }" has no ${lack.missing}, only the other key of the pair at ${
          originText(lack.there.origin)
        }`,
      ];
    case "no-keys":
      return [
        `${NOT_SET}source_profile "${visible(name)}" has no keys in either file`,
        ...new Set([...ignoredLines(problems), ...problemsHiding(config, name)].map(problemHint)),
        ...absentCredentials(config),
      ];
  }
}
