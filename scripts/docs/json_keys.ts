// The keys of what --json prints, for the manual page. Rule: a key that is printed stands here
// (tests/e2e/json_keys_test.ts compares), and does not change its meaning.

import { PARAMETERS } from "../../src/role/parameters.ts";

export type Keys = {
  /** What is printed. */
  readonly of: string;
  /** `a.b` is the key b of the object under a; `a[].b` the key b of each object in the list under a. */
  readonly keys: readonly (readonly [key: string, what: string])[];
};

export const JSON_KEYS: Readonly<Record<string, Keys>> = {
  "--list": {
    of: "A list of profiles, in the order of the config file.",
    keys: [
      ["name", "The profile."],
      [
        "kind",
        "role (swr can switch to it), keys, settings, sso, login, web-identity or credential-process.",
      ],
      ["account", "Of a role: twelve digits."],
      ["role", "Of a role: its name, without the path."],
      ["region", "As the profile says it."],
      ["mfaSerial", "The MFA device of the profile or of one of its sources."],
      ["sources", "The profiles its keys come from, nearest first."],
      ["problem", "Why it cannot be used."],
    ],
  },
  "--dry-run": {
    of: "The whole decision. What is secret, or known only after the switch, is null.",
    keys: [
      ["profile", "The profile switched to."],
      ["source.kind", "environment or profile: where the first keys are."],
      ["source.profile", "The profile that holds them."],
      ["source.accessKeyId", "Its last four characters."],
      ["chain[].profile", "The calls of AssumeRole in their order: the profile of each."],
      ...PARAMETERS.map(({ json: [key, what] }) => [`chain[].${key}`, what] as const),
      [
        "chain[].origins",
        "For each of these the place it comes from: an option, a variable, file:line.",
      ],
      ["code", "Where the MFA code will come from; null where none is needed."],
      ["sts.url", "The endpoint of STS."],
      ["sts.signingRegion", "The region it is signed for."],
      ["sts.origin", "Where an endpoint that is not AWS's own was set."],
      ["caBundle", "A file of certificates that count beside Deno's own."],
      ["caBundleOrigin", "Where it was set."],
      ["region", "The region of the session."],
      ["regionOrigin", "Where it comes from."],
      ["environment.set", "The variables that are set, with their values."],
      ["environment.unset", "The variables that are unset."],
      ["command", "What is started, word by word."],
      ["defaultOptions", "The options of SWR_OPTIONS that count, if there are any."],
      ["warnings", "What will be otherwise than was written, a sentence each."],
    ],
  },
  "--status": {
    of: "The session, or null outside one.",
    keys: [
      ["profile", "The profile switched to."],
      ["account", "Twelve digits."],
      ["roleArn", "The role."],
      ["region", "The region of the session."],
      ["expiration", "When it ends: RFC 3339 in UTC."],
      ["secondsLeft", "Until then; 0 when it has ended."],
      ["problems", "What no longer fits, one sentence each."],
      ["remedies", "What to do about it, or where the session has ended."],
    ],
  },
  "--doctor": {
    of: "What was found, problems first within each group.",
    keys: [
      ["version", "The version of swr."],
      ["findings[].id", "One of the ids below."],
      ["findings[].level", "ok, warning or problem."],
      ["findings[].group", "configuration, secrets, environment, envchain, shell or swr."],
      ["findings[].message", "One sentence."],
      ["findings[].remedy", "What to do, one sentence or command each."],
      ["findings[].place", "file:line, or a file or folder."],
      ["findings[].profile", "The profile it is about."],
      ["problems", "How many there are."],
      ["warnings", "How many there are."],
    ],
  },
};
