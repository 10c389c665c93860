// What a profile says of IAM Identity Center: which sign-in, which account and permission set.
// Rule: everything is checked before the portal is asked; the sign-in itself is read elsewhere (credentials/).

import { sectionAmbiguity } from "../config/ambiguity.ts";
import { setting } from "../config/origin.ts";
import type { Configuration } from "../config/configuration.ts";
import type { Profile } from "../config/profile.ts";
import { SwrError } from "../text/errors.ts";
import { type LineOrigin, lineOrigin, type Setting } from "../text/origin.ts";
import { visible } from "../text/visible.ts";
import { checkRegion } from "./arn.ts";

/** What a profile wants of IAM Identity Center. */
export type Sso = {
  /** The [sso-session]; undefined with the older settings, which have none. */
  readonly session?: string;
  readonly startUrl: Setting<LineOrigin>;
  readonly region: Setting<LineOrigin>;
  /** Twelve digits. */
  readonly account: string;
  /** The permission set. */
  readonly role: string;
};

/** Reads the profile's settings, whose presence is checked (other_sources.ts). SwrError "config" for what cannot be. */
export function ssoOf(profile: Profile, config: Configuration): Sso {
  const session = setting(profile, "sso_session");
  const section = session && config.ssoSessions.get(session.value);
  if (session !== undefined && section !== undefined) refuseUnclear(session.value, section);
  const settings = section?.settings ?? profile.settings;
  const [startUrl, region] = [settings.get("sso_start_url")!, settings.get("sso_region")!];
  const account = given(profile, "sso_account_id", /^\d{12}$/, "it has twelve digits");
  const role = given(
    profile,
    "sso_role_name",
    /^[\w+=,.@-]{1,32}$/,
    "it is a permission set's name",
  );
  if (URL.parse(startUrl.value)?.protocol !== "https:") {
    throw malformed(
      "sso_start_url",
      startUrl,
      "it is an address like https://example.awsapps.com/start",
    );
  }
  checkRegion(region);
  return {
    ...(session !== undefined && { session: session.value }),
    startUrl,
    region,
    account,
    role,
  };
}

/** SwrError "source-malformed" for a section that AWS's tools reject, or read in two ways. */
function refuseUnclear(
  name: string,
  section: NonNullable<ReturnType<Configuration["ssoSessions"]["get"]>>,
): void {
  const error = section.problems.find(({ severity }) => severity === "error");
  const ambiguity = sectionAmbiguity(section);
  if (error === undefined && ambiguity === undefined) return;
  const origin = error === undefined ? ambiguity!.origin : lineOrigin(error);
  throw new SwrError(
    "source-malformed",
    `the section [sso-session ${visible(name)}] cannot be read: ${
      visible(error?.message ?? ambiguity!.message)
    }`,
    ambiguity?.hints ?? ["correct that line"],
    { origin },
  );
}

function given(profile: Profile, key: string, form: RegExp, hint: string): string {
  const found = setting(profile, key);
  if (found === undefined) {
    throw new SwrError(
      "source-malformed",
      `profile "${visible(profile.name)}" has no ${key}`,
      ["add sso_account_id and sso_role_name: `aws configure sso` lists what you may use"],
      { origin: profile.origin },
    );
  }
  if (!form.test(found.value)) throw malformed(key, found, hint);
  return found.value;
}

function malformed(key: string, { value, origin }: Setting, hint: string): SwrError {
  return new SwrError("source-malformed", `"${visible(value)}" cannot be ${key}`, [hint], {
    origin,
  });
}
