// The keys of what --json prints, for the manual page. Rule: a key that is printed is listed here
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
        "role, user, sso, login, credential-process (swr opens a session in these), keys, settings or web-identity.",
      ],
      ["account", "Of a role or permission set: twelve digits."],
      ["role", "The name of the role, without its path, or of the permission set."],
      ["region", "The region written in the profile."],
      ["mfaSerial", "The MFA device of the profile or of one of its source profiles."],
      ["sources", "The source profiles, nearest first."],
      ["problem", "Why it cannot be used."],
      ["code", "The code of that problem, which does not change as its words may."],
    ],
  },
  "--dry-run": {
    of:
      "Everything that swr decided. A value that is secret, or known only after the switch, is null.",
    keys: [
      ["profile", "The profile switched to."],
      [
        "opens",
        "role-session, user-session, source-session (what the profile's own source gives) or narrowed-session (--narrow): what the switch opens.",
      ],
      ["keyless", "Whether the keys go into the kernel and not into the environment."],
      ["renews", "Whether the session renews itself."],
      [
        "source.kind",
        "environment, profile, user-session, process, sso or login: where the keys for the first call are.",
      ],
      [
        "source.profile",
        "The profile that holds them, or names the process or IAM Identity Center.",
      ],
      ["source.origin", "Where the process or IAM Identity Center is written: file:line."],
      ["source.loginSession", "Of `aws login`: the ARN of who has signed in."],
      ["source.account", "Of IAM Identity Center: the account."],
      ["source.permissionSet", "Of IAM Identity Center: the permission set."],
      ["source.portal", "Of IAM Identity Center: the endpoint of its portal."],
      ["source.userArn", "The user whose session it is."],
      ["source.expiration", "When that session ends: RFC 3339 in UTC."],
      [
        "source.accessKeyId",
        "Its last four characters; null if the process or service has to be asked.",
      ],
      ["chain[].profile", "The calls of AssumeRole in their order: the profile of each."],
      ...PARAMETERS.map(({ json: [key, what] }) => [`chain[].${key}`, what] as const),
      ["chain[].reason", "With --narrow: ScopedSessionDescription."],
      [
        "chain[].origins",
        "Where each of these values comes from: an option, a variable, file:line.",
      ],
      ["code", "Where the MFA code will come from; null if none is needed."],
      ["sts.url", "The endpoint of STS."],
      ["sts.signingRegion", "The region that requests are signed for."],
      ["sts.origin", "Where the endpoint was set, if it is not AWS's own."],
      ["caBundle", "A file with additional certificates."],
      ["caBundleOrigin", "Where it was set."],
      ["region", "The region of the session."],
      ["regionOrigin", "Where it comes from."],
      ["environment.set", "The variables that are set, with their values."],
      ["environment.unset", "The variables that are unset."],
      ["command", "The program to start and its arguments, one word each."],
      ["defaultOptions", "The options of SWR_OPTIONS that apply, if there are any."],
      ["warnings", "Where the result differs from the config, one sentence each."],
    ],
  },
  "--status": {
    of: "The session, or null outside one.",
    keys: [
      ["kind", "role-session or user-session."],
      ["keyless", "Whether the keys are in the kernel and not in the environment."],
      ["renews", "Whether it renews itself; expiration is then the end of the user session."],
      ["profile", "The profile switched to."],
      ["account", "Twelve digits."],
      ["roleArn", "The role; absent in a user session."],
      ["userArn", "The user whose session it is, or whose session the role was opened from."],
      ["region", "The region of the session."],
      ["narrowed", "ro, view or narrow: the session has fewer rights; absent if it has all."],
      ["expiration", "When it ends: RFC 3339 in UTC."],
      ["secondsLeft", "Until then; 0 when it has ended."],
      ["problems", "Problems with the session, one sentence each."],
      ["remedies", "What to do about the problems, or about a session that has ended."],
    ],
  },
  "--sessions": {
    of: "A list of your keyless sessions, in the order in which they end.",
    keys: [
      ["profile", "The profile switched to."],
      ["kind", "role-session or user-session."],
      ["account", "Twelve digits."],
      [
        "secondsLeft",
        "How much is left at least: the kernel tells whole minutes, hours, days or weeks.",
      ],
      ["renews", "Whether it renews itself; then this is what is left of the user session."],
      ["here", "Whether this is the session that you are in."],
    ],
  },
  "--doctor": {
    of: "The findings; within each group, problems first.",
    keys: [
      ["version", "The version of swr."],
      ["findings[].id", "One of the ids under DIAGNOSTICS."],
      ["findings[].level", "ok, warning or problem."],
      ["findings[].group", "configuration, secrets, environment, envchain, shell or swr."],
      ["findings[].message", "One sentence."],
      ["findings[].remedy", "What to do, one sentence or command each."],
      ["findings[].place", "file:line, a file or folder, or a variable."],
      ["findings[].profile", "The profile concerned."],
      ["findings[].code", "Of what swr would refuse: the code of the error."],
      ["problems", "How many there are."],
      ["warnings", "How many there are."],
    ],
  },
};
