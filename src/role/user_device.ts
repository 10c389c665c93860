// Which profiles stand for a user's own session, and which MFA device the config has for it.
// Rule: several devices are an error that lists them; none is chosen.

import { setting } from "../config/origin.ts";
import type { FileSetting } from "../config/ini.ts";
import type { Configuration } from "../config/configuration.ts";
import type { Profile } from "../config/profile.ts";
import { SwrError } from "../text/errors.ts";
import type { Setting } from "../text/origin.ts";
import { visible } from "../text/visible.ts";
import { isRole } from "./chain.ts";
import { otherService } from "./other_sources.ts";

/** Whether the profile opens its user's own session: it has an MFA device, and neither role nor source. */
export function opensUserSession(profile: Profile): boolean {
  const { settings } = profile;
  return setting(profile, "mfa_serial") !== undefined && !isRole(profile) &&
    !settings.has("source_profile") && !settings.has("credential_source") &&
    otherService(profile) === undefined;
}

/** The device that every profile with one names; undefined if none does. SwrError "devices-several" if they differ. */
export function onlyDevice({ profiles }: Configuration): Setting | undefined {
  const users = new Map<string, { readonly device: Setting; readonly names: string[] }>();
  for (const profile of profiles.all()) {
    const device = setting(profile, "mfa_serial");
    if (device === undefined) continue;
    const entry = users.get(device.value);
    if (entry === undefined) users.set(device.value, { device, names: [profile.name] });
    else entry.names.push(profile.name);
  }
  const [first, ...others] = users.values();
  if (others.length === 0) return first?.device;
  throw new SwrError(
    "devices-several",
    `the config names ${users.size} MFA devices: choose one with --mfa-serial`,
    [...users].slice(0, MOST_SHOWN).map(([serial, { names }]) =>
      `${visible(serial)}: ${shown(names)}`
    ),
  );
}

/** The device that every profile with one names; undefined if none does, or if they differ. */
export function sharedDevice({ profiles }: Configuration): FileSetting | undefined {
  const devices = [...profiles.all()].flatMap(({ settings }) => {
    const device = settings.get("mfa_serial");
    return device?.value ? [device] : [];
  });
  return devices.every(({ value }) => value === devices[0]!.value) ? devices[0] : undefined;
}

/** How many devices, and how many profiles of each, an error lists. */
const MOST_SHOWN = 8;

function shown(names: readonly string[]): string {
  const more = names.length - MOST_SHOWN;
  const listed = names.slice(0, MOST_SHOWN).map(visible).join(", ");
  return more > 0 ? `${listed} and ${more} more` : listed;
}
