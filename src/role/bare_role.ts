// A role that is named on the command line and has no profile: its settings, and the chain that leads to it.
// Rule: a profile of that name, or the one profile of that role, comes first; of another profile (--settings-from) nothing
// is taken that belongs to its role: no ARN, external id, tags or policies.

import { isScalar } from "../config/deciding.ts";
import { setting, variableSetting } from "../config/origin.ts";
import type { Lookup } from "../config/origin.ts";
import { profileNamed } from "../config/lookup.ts";
import type { Configuration } from "../config/configuration.ts";
import type { Profile } from "../config/profile.ts";
import type { SwitchOptions } from "../options/request.ts";
import { SwrError } from "../text/errors.ts";
import { originText } from "../text/origin.ts";
import { pasted } from "../text/quoting.ts";
import { visible } from "../text/visible.ts";
import { parseRoleArn, type RoleArn } from "./arn.ts";
import { type Chain, followSources, isRole } from "./chain.ts";
import { freeName } from "./own_section.ts";
import { planChain, planSwitch, type RolePlan, type Situation } from "./plan.ts";
import { accountOfKey } from "./source.ts";
import { ownerOfDevice } from "./user_arn.ts";
import { argument, isSameRole, roleOfWord } from "./role_word.ts";
import { sharedDevice } from "./user_device.ts";

/**
 * Decides a switch to the role that the word names: by its profile if it has one. SwrError "role-elsewhere" if a profile
 * of that name is another role, "roles-differ" if several profiles of the role differ.
 */
export function planRoleWord(
  word: string,
  options: SwitchOptions,
  config: Configuration,
  env: Lookup,
  situation: Situation,
): RolePlan {
  const from = options.role["settings-from"];
  const model = from && profileNamed(config, from.value);
  const region = options.role.region ?? (model && setting(model, "region")) ??
    variableSetting("AWS_REGION", env) ?? variableSetting("AWS_DEFAULT_REGION", env);
  const role = roleOfWord(word, region?.value);
  const profile = profileOfWord(word, role, config);
  if (profile !== undefined) {
    const warnings = [
      ...(profile.name === word ? [] : [
        `${visible(word)} is the role of profile "${visible(profile.name)}": its settings are used`,
      ]),
      ...(from === undefined
        ? []
        : [`--settings-from is not used: profile "${visible(profile.name)}" has this role`]),
    ];
    const plan = planSwitch(profile.name, options, config, env, situation);
    return { ...plan, warnings: [...warnings, ...plan.warnings] };
  }
  const name = freeName(`${role.account}-${role.name}`, config);
  const own = model === undefined
    ? withoutModel(name, config, options, env)
    : { ...NO_PROFILE, name, settings: settingsFrom(model), origin: model.origin };
  const typed = `${from === undefined ? "" : `--settings-from ${pasted(from.value)} `}${
    pasted(word)
  }`;
  return planChain(
    { name, typed, chain: chainTo(own, role, model, config) },
    options,
    config,
    env,
    situation,
  );
}

/** The profile that the word means; undefined if there is none. */
function profileOfWord(
  word: string,
  role: RoleArn,
  config: Configuration,
): Profile | undefined {
  const named = config.profiles.get(word);
  if (named !== undefined) {
    const other = roleOf(named);
    if (other !== undefined && isSameRole(word, role, other)) return named;
    throw new SwrError(
      "role-elsewhere",
      `profile "${visible(word)}" is not the role that its name spells`,
      [
        other === undefined ? "it has no role_arn" : `its role_arn is ${other.text}`,
        "rename the profile, or correct its role_arn",
      ],
      { origin: named.settings.get("role_arn")?.origin ?? named.origin },
    );
  }
  const found = [...config.profiles.all()].filter((profile) => {
    const other = roleOf(profile);
    return other !== undefined && isSameRole(word, role, other);
  });
  const [first, ...others] = found;
  const other = first && others.find((each) => settingsText(each) !== settingsText(first));
  if (first === undefined || other === undefined) return first;
  throw new SwrError(
    "roles-differ",
    `several profiles have the role ${role.text}, and they differ`,
    [
      ...found.slice(0, MOST_SHOWN).map((each) =>
        `"${visible(each.name)}" (${originText(each.origin)})`
      ),
      ...(found.length > MOST_SHOWN ? [`and ${found.length - MOST_SHOWN} more`] : []),
      "name the profile that you mean",
    ],
  );
}

const MOST_SHOWN = 8;

function roleOf(profile: Profile): RoleArn | undefined {
  const arn = isRole(profile) ? setting(profile, "role_arn") : undefined;
  try {
    return arn && parseRoleArn(arn);
  } catch {
    return undefined; // a profile that is written wrongly is not this role
  }
}

/** What swr reads of a profile, for comparison. */
function settingsText({ settings }: Profile): string {
  return JSON.stringify(
    [...settings.values()].filter(({ key, value }) => isScalar(key) && value !== "")
      .map(({ key, value }) => [key, value]).toSorted(),
  );
}

/** What is taken from the profile of --settings-from: source, device, region, and the way to STS. */
const TAKEN: readonly string[] = [
  "source_profile",
  "credential_source",
  "mfa_serial",
  "mfa_process",
  "region",
  "ca_bundle",
  "endpoint_url",
  "ignore_configured_endpoint_urls",
  "services",
  "sts_regional_endpoints",
  "use_dualstack_endpoint",
  "use_fips_endpoint",
];

function settingsFrom(model: Profile): Profile["settings"] {
  return new Map([...model.settings].filter(([key]) => TAKEN.includes(key)));
}

/** The chain that leads to the model, with the role in the model's place; if the model has keys instead, after them. */
function chainTo(
  own: Profile,
  role: RoleArn,
  model: Profile | undefined,
  config: Configuration,
): Chain {
  const last = { profile: own, roleArn: argument(role.text) };
  if (model === undefined) {
    return { links: [last], base: { kind: "none", profile: own, lack: { kind: "no-profile" } } };
  }
  const { links, base } = followSources(config, model);
  return { links: [...links.slice(0, -1), last], base };
}

/** Without --settings-from the config can name the device alone: if it names one, of the account of the keys. */
function withoutModel(
  name: string,
  config: Configuration,
  { role: { "mfa-serial": given } }: SwitchOptions,
  env: Lookup,
): Profile {
  const device = given === undefined ? sharedDevice(config) : undefined;
  const account = accountOfKey(env("AWS_ACCESS_KEY_ID") ?? "");
  const isOwn = device !== undefined && account !== undefined &&
    ownerOfDevice(device.value)?.account === account;
  return { ...NO_PROFILE, name, settings: new Map(isOwn ? [["mfa_serial", device]] : []) };
}

const NO_PROFILE: Omit<Profile, "name"> = {
  origin: { kind: "line", file: "", line: 0 },
  settings: new Map(),
  problems: [],
  doubts: { conflicts: [], spellings: {} },
};
