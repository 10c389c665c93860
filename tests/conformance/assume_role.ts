// Runs AWS's published cases of role chains against swr's, without keys in the environment, which AWS's tools
// do not read for a source_profile. Rule: the shape is that of smithy-rs,
// aws-config/test-data/assume-role-tests.json; what swr says in its own words is given in AWS's.

import {
  type Base,
  type Chain,
  type ChainFault,
  type Link,
  walkSources,
} from "../../src/role/chain.ts";
import { parseIni } from "../../src/config/ini.ts";
import { readConfiguration } from "../../src/config/configuration.ts";
import type { Profile } from "../../src/config/profile.ts";
import type { Outcome } from "./deviations.ts";

type Sections = Readonly<Record<string, Readonly<Record<string, string>>>>;

type Case = {
  readonly docs: string;
  readonly input: {
    readonly profiles: Sections;
    readonly selected_profile: string;
    readonly sso_sessions?: Sections;
  };
  readonly output: { readonly ProfileChain?: readonly unknown[]; readonly Error?: string };
};

/** How many cases of the file pass, and one line for each that does not. */
export function runAssumeRoleCases(json: unknown): Outcome {
  const failed: string[] = [];
  const cases = json as readonly Case[];
  for (const each of cases) {
    const found = resolved(each);
    const { ProfileChain, Error: error } = each.output;
    const passes = error === undefined
      ? sorted(found) === sorted(ProfileChain)
      : typeof found === "string" && found.includes(error);
    if (!passes) failed.push(`${each.docs}: ${sorted(found)} instead of ${sorted(each.output)}`);
  }
  return { passed: cases.length - failed.length, failed };
}

/** The chain as the cases write it, or the error's text. */
function resolved({ input }: Case): unknown[] | string {
  const text = [
    ...section("profile", input.profiles),
    ...section("sso-session", input.sso_sessions ?? {}),
  ].join("\n");
  const config = readConfiguration(parseIni(text, "config"), undefined);
  const selected = config.profiles.get(input.selected_profile);
  if (config.profiles.names.size === 0) return "No profiles were defined";
  if (selected === undefined) {
    const name = input.selected_profile;
    const message = `could not find source profile ${name} referenced from the root profile`;
    return `profile \`${name}\` was not defined: ${message}`;
  }
  const chain = walkSources(config, selected);
  if ("error" in chain) return faultOf(chain);
  const problem = problemOf(chain);
  if (problem !== undefined) return problem;
  return [baseOf(chain.base, config), ...chain.links.map(linkOf)];
}

function faultOf({ kind, error }: ChainFault): string {
  if (kind === "loop") return "profile formed an infinite loop";
  if (kind === "two-sources") {
    return "profile contained both source_profile and credential_source";
  }
  return error.message;
}

function section(kind: string, sections: Sections): string[] {
  return Object.entries(sections).flatMap(([name, properties]) => [
    `[${kind} ${name}]`,
    ...Object.entries(properties).map(([key, value]) => `${key} = ${value}`),
  ]);
}

function problemOf({ base }: Chain): string | undefined {
  if (base.kind !== "none") return base.kind === "other" ? base.problem : undefined;
  const { profile: { name }, lack } = base;
  switch (lack.kind) {
    case "no-source":
      return "profile must contain `source_profile` or `credential_source` but neither were defined";
    case "source-unknown":
      return `could not find source profile ${lack.source.value} referenced from ${name}`;
    case "half":
      return `profile missing ${lack.missing}`;
    case "no-keys":
      return `profile \`${name}\` did not contain credential information`;
  }
}

function linkOf({ profile }: Link): unknown {
  return { AssumeRole: pick(profile, ["role_arn", "external_id", "role_session_name"]) };
}

function baseOf(base: Base, config: ReturnType<typeof readConfiguration>): unknown {
  const { profile } = base;
  if (base.kind === "credential-source") return { NamedSource: base.source.value };
  if (base.kind === "keys") {
    const { accessKeyId, secretAccessKey, sessionToken } = profile.staticKeys!;
    const account = profile.settings.get("aws_account_id");
    return {
      AccessKey: {
        access_key_id: accessKeyId.value,
        secret_access_key: secretAccessKey.value,
        ...(sessionToken !== undefined && { session_token: sessionToken.value }),
        ...(account !== undefined && { account_id: account.value }),
      },
    };
  }
  if (base.kind !== "other") return undefined;
  switch (base.service) {
    case "web-identity":
      return {
        WebIdentityToken: pick(profile, [
          "role_arn",
          "web_identity_token_file",
          "role_session_name",
        ]),
      };
    case "credential-process":
      return { CredentialProcess: profile.settings.get("credential_process")?.value };
    case "login":
      return { LoginSession: pick(profile, ["login_session"]) };
    case "sso": {
      const session = config.ssoSessions.get(profile.settings.get("sso_session")?.value ?? "");
      const own = pick(profile, [
        "sso_account_id",
        "sso_region",
        "sso_role_name",
        "sso_start_url",
        "sso_session",
      ]);
      const shared = ["sso_region", "sso_start_url"].flatMap((key) => {
        const value = session?.settings.get(key)?.value;
        return value === undefined ? [] : [[key, value]];
      });
      return { Sso: { ...own, ...Object.fromEntries(shared) } };
    }
  }
}

function pick({ settings }: Profile, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = settings.get(key)?.value;
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function sorted(value: unknown): string {
  return JSON.stringify(
    value,
    (_, inner) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => a < b ? -1 : 1))
        : inner,
  );
}
