// The source that another program serves, as the first profile of a chain names it.
// Rule: decided here, asked later (credentials/); a profile that names two sources is refused.

import { setting } from "../config/origin.ts";
import type { Configuration } from "../config/configuration.ts";
import type { Profile } from "../config/profile.ts";
import { SwrError } from "../text/errors.ts";
import { originText } from "../text/origin.ts";
import { visible } from "../text/visible.ts";
import type { Base, Chain } from "./chain.ts";
import { type OtherService, SERVICE_KEYS, serviceProblem } from "./other_sources.ts";
import type { CredentialKind, ServedSource } from "./source.ts";
import { ssoOf } from "./sso.ts";

/** What is known of served credentials besides their secrets. */
export type ServedFacts = {
  readonly accessKeyId: string;
  readonly gives: CredentialKind;
  /** The account that the source says they are of, twelve digits. */
  readonly account?: string;
  /** RFC 3339 in UTC; undefined if the source does not say when they end. */
  readonly expiration?: string;
};

/** The services that swr can ask. */
const SUPPORTED: readonly OtherService[] = ["credential-process", "sso", "login"];

/** Whether swr can ask that service. */
export function isSupported(service: OtherService): boolean {
  return SUPPORTED.includes(service);
}

/**
 * The served source that a chain begins with; undefined if it begins otherwise. SwrError "two-sources" if the profile
 * names a second one, or is a role itself.
 */
export function servedSource(
  base: Base,
  { links }: Pick<Chain, "links">,
  config: Configuration,
  served?: ServedFacts,
): ServedSource | undefined {
  if (base.kind !== "other" || !isSupported(base.service)) return undefined;
  const { profile, service } = base;
  const isRole = links.some((link) => link.profile.name === profile.name);
  if (isRole) throw roleAndSource(profile, service);
  return sourceOfProfile(profile, service, config, served);
}

/** The served source of a profile that is no role. SwrError "two-sources" or "source-malformed" if it is not clear. */
export function sourceOfProfile(
  profile: Profile,
  service: OtherService,
  config: Configuration,
  served?: ServedFacts,
): ServedSource {
  refuseTwoSources(profile);
  const line = lineOf(profile, service);
  const empty = SERVICE_KEYS[service].find((key) => profile.settings.has(key));
  const problem = line === undefined
    ? `${empty} is empty`
    : serviceProblem(service, profile, config);
  if (problem !== undefined) {
    throw new SwrError(
      "source-malformed",
      `profile "${visible(profile.name)}" cannot get credentials: ${problem}`,
      ["AWS's tools refuse it too: correct the profile"],
      { origin: (line ?? profile.settings.get(empty!)!).origin },
    );
  }
  const { gives = TENTATIVE[service], accessKeyId, account } = served ?? {};
  const { origin } = line!;
  const known = { profile: profile.name, origin, accessKeyId, gives };
  if (service === "sso") {
    const sso = ssoOf(profile, config);
    return { kind: "sso", sso, ...known, account: sso.account };
  }
  if (service === "login") {
    const meant = accountOfLogin(line!.value) ?? account;
    const of = meant === undefined ? {} : { account: meant };
    return { kind: "login", session: line!, ...known, ...of };
  }
  return { kind: "process", command: line!, ...known, ...(account !== undefined && { account }) };
}

/** The account in the ARN of who has signed in with `aws login`. */
export function accountOfLogin(session: string): string | undefined {
  return /^arn:[^:]*:[^:]*::(\d{12}):/.exec(session)?.[1];
}

/** What the calls are planned for until the source has answered. */
const TENTATIVE: Readonly<Record<OtherService, CredentialKind>> = {
  "credential-process": "long-term",
  sso: "role-session",
  login: "role-session",
  "web-identity": "role-session",
};

/** The first line that names the service. */
function lineOf(profile: Profile, service: OtherService) {
  return SERVICE_KEYS[service].map((key) => setting(profile, key)).find((line) => line);
}

/** SwrError "two-sources" if the profile says in two ways where its credentials come from. */
function refuseTwoSources(profile: Profile): void {
  const named = (Object.keys(SERVICE_KEYS) as OtherService[]).flatMap((service) =>
    lineOf(profile, service) === undefined ? [] : [{ service, line: lineOf(profile, service)! }]
  );
  const texts = named.map(({ line, service }) =>
    `${SERVICE_KEYS[service].find((key) => setting(profile, key) === line)} at ${
      originText(line.origin)
    }`
  );
  const keys = profile.staticKeys?.accessKeyId ?? profile.halfKeys?.there;
  if (keys !== undefined) texts.push(`keys at ${originText(keys.origin)}`);
  if (texts.length < 2) return;
  throw new SwrError(
    "two-sources",
    `profile "${visible(profile.name)}" has more than one source of credentials`,
    [texts.join(", "), "keep the one that is meant, and remove the others"],
  );
}

function roleAndSource(profile: Profile, service: OtherService): SwrError {
  const line = lineOf(profile, service)!;
  const key = SERVICE_KEYS[service].find((each) => setting(profile, each) === line)!;
  const name = visible(profile.name);
  return new SwrError(
    "two-sources",
    `profile "${name}" has both role_arn and ${key}`,
    [
      `the role needs a source_profile: move ${key} at ${
        originText(line.origin)
      } to a profile of its own`,
      `then name that one here: source_profile = NAME`,
    ],
  );
}
