// Why a profile is no role that swr can switch to, and what to do about it.
// Rule: what stands in the profile and was meant to make it one is named with its place. Pure: imports its siblings.

import { where } from "./chain.ts";
import { SwrError } from "./errors.ts";
import { nearestNames } from "./nearest.ts";
import { otherService, SERVED } from "./other_sources.ts";
import type { Profile } from "./profile.ts";
import { visible } from "./visible.ts";

/** The error for a profile that is no role, with what to use instead. */
export function noRole(profile: Profile): SwrError {
  const name = visible(profile.name);
  const service = otherService(profile);
  if (service !== undefined) {
    const { how, command } = SERVED[service];
    const message = `profile "${name}" gets its credentials ${how}, which swr does not do`;
    return new SwrError("config", message, [`use \`${command(profile.name)}\``]);
  }
  const reasons = reasonsOf(profile);
  return new SwrError(
    "config",
    `profile "${name}" has no role_arn`,
    reasons.length > 0 ? reasons : [
      `add role_arn = arn:aws:iam::ACCOUNT:role/NAME at ${
        visible(profile.at.file)
      }:${profile.at.line}`,
    ],
  );
}

function reasonsOf({ settings }: Profile): string[] {
  const mistyped = [...settings].filter(([key]) => nearestNames(key, ["role_arn"]).length > 0);
  const included = settings.get("include_profile");
  return [
    ...mistyped.map(([key, setting]) =>
      `${visible(key)} at ${where(setting)}: did you mean role_arn?`
    ),
    ...(included === undefined ? [] : [
      `${
        where(included)
      }: include_profile is aws-vault's own, and swr does not follow it: write that profile's settings into this one`,
    ]),
  ];
}
