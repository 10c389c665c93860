// Variables that get in the way: of swr, of the session, or of every other tool for AWS.
// Rule: what a session of swr sets itself is as it should be; the same outside one is a left-over.

import { originText, type Setting } from "../../text/origin.ts";
import { checkRegion } from "../../role/arn.ts";
import { customEndpoint } from "../../role/endpoint.ts";
import { checkDefaults } from "../../options/defaults.ts";
import { DEFAULTS_VARIABLE } from "../../options/table.ts";
import type { SwrError } from "../../text/errors.ts";
import { type Finding, findingOf, findingsOf } from "../finding.ts";
import { type Lookup, variableSetting } from "../../config/origin.ts";
import { runtimeVariables } from "../../config/runtime_variables.ts";
import { environmentSource } from "../../role/source.ts";
import { lastFour } from "../../text/visible.ts";
import { currentSession, leftOvers, PROFILE_VARIABLE } from "../../session/contract.ts";
import { checkSession, type SessionFacts } from "./session.ts";

export type EnvironmentFacts = SessionFacts & {
  /** Whether DIRENV_DIFF holds long-lived keys. */
  readonly direnvHoldsKeys: boolean;
  /** Whether this swr may talk to `host:port`. */
  readonly mayReach: (host: string) => boolean;
  readonly hasProfile: (name: string) => boolean;
  /** Why a file of certificates cannot be used; undefined if it can. */
  readonly bundleProblem: (path: string) => SwrError | undefined;
  /** Variables that were looked up and are not UTF-8. */
  readonly malformed: readonly string[];
  /** Whether swr is a binary, in which Deno obeys fewer variables. */
  readonly compiled: boolean;
  readonly windows: boolean;
};

const finding = findingsOf("environment");

/** Findings about the environment; one that says so if no variable causes trouble. */
export function checkEnvironment(facts: EnvironmentFacts): Finding[] {
  const { env } = facts;
  const session = currentSession(env);
  const found = [
    ...(session === undefined ? checkKeys(env, facts.windows) : []),
    ...(session === undefined ? checkLeftOvers(env) : []),
    ...checkProfileVariables(facts, session?.profile),
    ...checkEndpoint(facts),
    ...checkRegions(env),
    ...checkBundle(facts),
    ...checkRuntime(facts),
    ...checkSecretVariables(facts),
    ...checkOptionsVariable(env),
    // Last, because looking is how they are found.
    ...facts.malformed.map((name) =>
      finding("variable-malformed", "problem", `the variable ${name} is not valid UTF-8`, [
        "set it again, or unset it",
      ])
    ),
  ];
  const all = [...session === undefined ? [] : checkSession(session, facts), ...found];
  return all.length > 0 ? all : [finding("environment", "ok", "no variable causes trouble")];
}

const WHERE_FROM = [
  "if envchain set it for this one command, all is well",
  "if every shell has it (`echo $AWS_ACCESS_KEY_ID`), remove it from the",
  "start-up files and keep it in envchain instead",
];
const WHERE_ON_WINDOWS = [
  "if another program set it for this one command, all is well",
  "if every window has it, remove it from the user's environment variables",
  "and from PowerShell's $PROFILE",
];

/** Whether envchain set the keys for swr alone cannot be told from inside: the user can. */
function checkKeys(env: Lookup, windows: boolean): Finding[] {
  try {
    const found = environmentSource(env);
    if (found === undefined) return [];
    const id = lastFour(found.source.accessKeyId);
    if (found.source.gives !== "long-term") {
      return [
        finding(
          "environment-keys",
          "warning",
          `the environment holds the keys of a session, ${id}`,
          [
            "swr starts from long-lived keys, or with --from-session: leave the other session first",
          ],
        ),
      ];
    }
    return [
      finding(
        "environment-keys",
        "warning",
        `the environment holds a long-lived key, ${id}`,
        windows ? WHERE_ON_WINDOWS : WHERE_FROM,
      ),
      ...found.notes.map((note) =>
        finding("token-left-over", "warning", note, ["unset AWS_SESSION_TOKEN"])
      ),
    ];
  } catch (error) {
    return [findingOf(error, "environment", "environment-keys-unusable")];
  }
}

function checkLeftOvers(env: Lookup): Finding[] {
  const left = leftOvers(env);
  if (left.length === 0) return [];
  const message = `${
    left.join(", ")
  }: left over from a session, since ${PROFILE_VARIABLE} is not set`;
  return [finding("session-left-over", "warning", message, [`unset ${left.join(" ")}`])];
}

function checkProfileVariables(
  { env, hasProfile }: EnvironmentFacts,
  session: string | undefined,
): Finding[] {
  return ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].flatMap((name) => {
    const value = env(name);
    // In a session AWS_PROFILE is its own, and status.ts looks after it.
    if (!value || (session !== undefined && name === "AWS_PROFILE")) return [];
    const missing = hasProfile(value) ? "" : ", and no such profile exists";
    return [
      finding("profile-variable", "warning", `${name} is "${value}"${missing}`, [
        "other tools obey it, inside and outside a session",
        "unset it, and remove it from the shell's start-up files",
      ]),
    ];
  });
}

function checkEndpoint({ env, mayReach }: EnvironmentFacts): Finding[] {
  const found: Finding[] = [];
  if (env("AWS_STS_REGIONAL_ENDPOINTS") === "legacy") {
    found.push(
      finding("legacy-endpoint", "warning", "AWS_STS_REGIONAL_ENDPOINTS is legacy", [
        "sts.amazonaws.com issues tokens that newer regions reject: unset it",
      ]),
    );
  }
  const ignored = env("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")?.toLowerCase() === "true";
  if (ignored) return found;
  const general = variableSetting("AWS_ENDPOINT_URL", env);
  const sts = variableSetting("AWS_ENDPOINT_URL_STS", env) ?? general;
  const portal = variableSetting("AWS_ENDPOINT_URL_SSO", env);
  if (sts !== undefined) found.push(endpointFinding("STS", sts, mayReach));
  if (portal !== undefined) found.push(endpointFinding("IAM Identity Center", portal, mayReach));
  return found;
}

function endpointFinding(
  service: string,
  given: Setting,
  mayReach: EnvironmentFacts["mayReach"],
): Finding {
  try {
    const host = customEndpoint(given).hostAndPort;
    const reachable = mayReach(host);
    return finding(
      "endpoint-variable",
      reachable ? "warning" : "problem",
      reachable ? `requests to ${service} go to ${host}` : `swr may not connect to ${host}`,
      [`${originText(given.origin)} sets that: unset it, unless you meant it`],
    );
  } catch (error) {
    return findingOf(error, "environment", "endpoint-variable");
  }
}

function checkRegions(env: Lookup): Finding[] {
  const [one, other] = [
    variableSetting("AWS_REGION", env),
    variableSetting("AWS_DEFAULT_REGION", env),
  ];
  const malformed = [one, other].flatMap((given) => {
    try {
      if (given !== undefined) checkRegion(given);
      return [];
    } catch (error) {
      return [findingOf(error, "environment", "region-variable")];
    }
  });
  if (malformed.length > 0 || !one || !other || one.value === other.value) return malformed;
  const message = `AWS_REGION is ${one.value}, AWS_DEFAULT_REGION is ${other.value}`;
  return [
    finding("region-variable", "warning", message, [
      "some tools read one, some the other: set both to the same region, or unset both",
    ]),
  ];
}

function checkBundle({ env, bundleProblem }: EnvironmentFacts): Finding[] {
  const bundle = variableSetting("AWS_CA_BUNDLE", env);
  const problem = bundle && bundleProblem(bundle.value);
  return problem === undefined
    ? []
    : [findingOf(problem, "environment", "ca-bundle", { origin: bundle!.origin })];
}

function checkRuntime({ env, compiled }: EnvironmentFacts): Finding[] {
  return runtimeVariables(env, compiled).map(({ name, effect }) =>
    finding(
      name === "SSLKEYLOGFILE" ? "key-log" : "runtime-variable",
      "problem",
      `${name} is set: swr refuses to switch with it`,
      [`${effect}: unset ${name}`],
    )
  );
}

function checkOptionsVariable(env: Lookup): Finding[] {
  const defaults = env(DEFAULTS_VARIABLE);
  if (!defaults) return [];
  try {
    checkDefaults(defaults);
    return [finding("options-variable", "ok", `${DEFAULTS_VARIABLE} adds ${defaults.trim()}`)];
  } catch (error) {
    return [findingOf(error, "environment", "options-variable")];
  }
}

/** Variables with a secret that does not belong there. */
function checkSecretVariables({ env, direnvHoldsKeys }: EnvironmentFacts): Finding[] {
  const found: Finding[] = [];
  if (env("AWS_SECURITY_TOKEN")) {
    found.push(
      finding("security-token", "warning", "AWS_SECURITY_TOKEN is set", [
        "boto3 and the AWS CLI prefer it to AWS_SESSION_TOKEN: unset it",
      ]),
    );
  }
  if (direnvHoldsKeys) {
    found.push(
      finding("direnv-keys", "warning", "DIRENV_DIFF holds long-lived keys", [
        "direnv keeps there what .envrc changed, and every session inherits it",
        "take the keys out of .envrc and keep them in envchain instead",
      ]),
    );
  }
  if (env("SWR_MFA_TOKEN")) {
    found.push(
      finding("mfa-variable", "warning", "SWR_MFA_TOKEN is set", [
        "a code works once, within half a minute: unset it",
      ]),
    );
  }
  return found;
}
