// What is wrong between profiles: sources that are not there or lead round in a circle, chains that STS would cut
// short or refuse.
// Rule: a fault is reported once, at the profile where it is corrected; linear in the profiles, since a chain has an
// end (chain.ts).

import { sourceSlip } from "../../role/refusals.ts";
import {
  type Chain,
  type ChainFault,
  isRole,
  profilesOf,
  walkSources,
  withRoles,
} from "../../role/chain.ts";
import { checkHost, NO_OPTIONS, NO_VARIABLES } from "./hosts.ts";
import { type Finding, type FindingId, findingOf, findingsOf } from "../finding.ts";
import { isSupported } from "../../role/served_source.ts";
import { planCalls, type Remark } from "../../role/calls.ts";
import type { AssumeRoleCall } from "../../role/sts_call.ts";
import { accountOfKey } from "../../role/source.ts";
import { nearestNames, suggestion } from "../../text/suggest.ts";
import type { Configuration } from "../../config/configuration.ts";
import type { Profile } from "../../config/profile.ts";

/** What the chains are checked against. */
type ChainFacts = {
  readonly configuration: Configuration;
  /** Profiles that have a problem of their own, reported already. */
  readonly faulty: ReadonlySet<string>;
  /** Whether some tool reads a header of the credentials file as the profile's name. */
  readonly isInCredentials: (name: string) => boolean;
  /** Whether this swr may talk to `host:port`. */
  readonly mayReach: (host: string) => boolean;
};

type Role = { readonly name: string; readonly usable: boolean; readonly elsewhere: boolean };

const finding = findingsOf("configuration");

/** The environment's keys, as envchain puts them there. */
const LONG_TERM = { kind: "environment", accessKeyId: "", gives: "long-term" } as const;

/** Looking for the nearest name takes a look at all of them. */
const MOST_SUGGESTIONS = 20;

const FAULT_IDS: Readonly<Record<Exclude<ChainFault["kind"], "unreadable">, FindingId>> = {
  loop: "source-loop",
  "two-sources": "source-twice",
  "too-long": "chain-too-long",
};

/** Findings about the chains, and what came of each role. */
export function checkChains(facts: ChainFacts): { findings: Finding[]; roles: Role[] } {
  const checker = new ChainChecker(facts);
  const roles: Role[] = [];
  for (const profile of facts.configuration.profiles.all()) {
    if (isRole(profile)) roles.push(checker.check(profile));
  }
  return { findings: checker.findings, roles };
}

/** Keeps what was reported already, because chains share their beginnings. */
class ChainChecker {
  readonly findings: Finding[] = [];
  readonly #told = new Set<string>();
  readonly #facts: ChainFacts;
  #suggestions = 0;

  constructor(facts: ChainFacts) {
    this.#facts = facts;
  }

  check(profile: Profile): Role {
    const { name } = profile;
    const chain = walkSources(this.#facts.configuration, profile);
    if ("error" in chain) {
      this.#fault(chain, profile);
      return { name, usable: false, elsewhere: false };
    }
    this.#source(chain, profile);
    this.#shadow(profile);
    const { base } = chain;
    const elsewhere = (base.kind === "other" && !isSupported(base.service)) ||
      (base.kind === "credential-source" && base.source.value !== "Environment");
    const broken = profilesOf(chain).some((each) => this.#facts.faulty.has(each.name));
    const usable = !broken && this.#calls(chain, profile);
    return { name, usable, elsewhere };
  }

  #add(...made: Parameters<typeof finding>): void {
    this.#keep(finding(...made));
  }

  #keep(found: Finding): void {
    const { id, message, remedy, place } = found;
    // A contradiction names both its places, and every chain that runs over them has it.
    const key = JSON.stringify([id, message, remedy, id === "chain-contradiction" ? "" : place]);
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.findings.push(found);
  }

  #fault({ kind, profile, origin, members, error }: ChainFault, first: Profile): void {
    // A line that cannot be read has a finding of its own.
    if (kind === "unreadable") return;
    const id = FAULT_IDS[kind];
    if (kind === "loop") {
      const circle = JSON.stringify(members!.toSorted());
      // A profile that only leads into a circle is not the one to correct.
      if (!members!.includes(first.name) || this.#told.has(circle)) return;
      this.#told.add(circle);
    } else if (this.#told.has(`${id} ${profile.name}`)) return;
    this.#told.add(`${id} ${profile.name}`);
    this.#keep(findingOf(error, "configuration", id, {
      origin,
      profile: profile.name,
      ...(kind === "two-sources" && { says: ["profile"] }),
    }));
  }

  #source({ base }: Chain, profile: Profile): void {
    const source = profile.settings.get("source_profile");
    if (base.kind !== "none" || base.profile !== profile || !source?.value) return;
    if (source.value === profile.name) return;
    const slip = sourceSlip(source.value);
    const near = this.#suggestions++ < MOST_SUGGESTIONS
      ? nearestNames(source.value, this.#facts.configuration.profiles.names)
        .filter((name) => name !== profile.name)
      : [];
    this.#add(
      "source-unknown",
      "warning",
      `source_profile "${source.value}" of "${profile.name}" does not exist`,
      [
        ...(slip !== undefined ? [slip] : suggestion(near.map((each) => `"${each}"`))),
        "swr then uses the keys in the environment; AWS's own tools refuse",
        ...(slip === undefined ? [`add [profile ${source.value}], or remove the line`] : []),
      ],
      { origin: source.origin, profile: profile.name, says: ["profile"] },
    );
  }

  #shadow({ name, origin }: Profile): void {
    if (!this.#facts.isInCredentials(name)) return;
    this.#add(
      "view-shadowed",
      "warning",
      `[${name}] in the credentials file would take precedence over the session`,
      ["swr therefore leaves AWS_PROFILE unset: move the section's settings to the config file"],
      { origin, profile: name, says: ["profile"] },
    );
  }

  /** Whether the calls of the chain, and the host they go to, are possible. */
  #calls(chain: Chain, profile: Profile): boolean {
    const warnings: Remark[] = [];
    let calls: readonly [AssumeRoleCall, ...AssumeRoleCall[]];
    try {
      calls = planCalls(withRoles(chain), NO_OPTIONS, NO_VARIABLES, LONG_TERM, {
        warnings,
        notes: [],
      });
    } catch (error) {
      const about = { origin: profile.origin, profile: profile.name };
      this.#keep(findingOf(error, "configuration", "chain-contradiction", about));
      return false;
    }
    for (const { message, origin } of warnings) {
      // One of a source profile is that profile's own finding.
      if (origin !== calls.at(-1)!.origins.DurationSeconds) continue;
      this.#add("duration-capped", "warning", message, [
        "write 3600 or less",
      ], { origin, profile: profile.name });
    }
    this.#account(chain, calls[0]);
    const host = checkHost(chain, calls[0], profile, this.#facts);
    if (host !== undefined) this.#keep(host);
    return host === undefined;
  }

  #account({ base }: Chain, { input, origins, profile }: AssumeRoleCall): void {
    const key = base.kind === "keys" ? base.profile.staticKeys : undefined;
    const ofDevice = /^arn:[^:]*:iam::(\d{12}):/.exec(input.SerialNumber ?? "")?.[1];
    const ofKey = key && accountOfKey(key.accessKeyId.value);
    if (ofDevice === undefined || ofKey === undefined || ofDevice === ofKey) return;
    this.#add(
      "mfa-account",
      "warning",
      `the MFA device belongs to account ${ofDevice}, the keys of profile "${base.profile.name}" seem to belong to ${ofKey}`,
      ["STS accepts only a code of the key's own user: correct mfa_serial"],
      {
        origin: origins.SerialNumber!,
        profile,
        ...(profile === base.profile.name && { says: ["profile"] }),
      },
    );
  }
}
