// The source of a decided switch as --dry-run shows it.
// Rule: a source that another program serves is not asked; what it would give is left open.

import type { CredentialSource, ServedSource } from "../role/source.ts";
import { localTime } from "../text/times.ts";
import { originText } from "../text/origin.ts";

/** A row of the page. */
export type Row = readonly [name: string, value: string, from?: string | undefined];

/** The keys are known only when the source is asked, which a dry run does not. */
export function servedJson(source: ServedSource) {
  const { profile, origin } = source;
  return {
    profile,
    origin: originText(origin),
    ...(source.kind === "login" && { loginSession: source.session.value }),
    ...(source.kind === "sso" && {
      account: source.sso.account,
      permissionSet: source.sso.role,
    }),
    accessKeyId: null,
  };
}

/** Where the keys for the first call come from. */
export function sourceText(source: CredentialSource): string {
  switch (source.kind) {
    case "environment":
      return "$AWS_ACCESS_KEY_ID";
    case "profile":
      return `profile "${source.profile}"`;
    case "process":
      return `credential_process of profile "${source.profile}", ${originText(source.origin)}`;
    case "login":
      return `\`aws login\`, profile "${source.profile}", ${originText(source.origin)}`;
    case "sso":
      return `IAM Identity Center, profile "${source.profile}", ${originText(source.origin)}`;
    case "user-session": {
      const { user, expiration } = source.session;
      return `user session of ${user.name}, until ${localTime(expiration)}`;
    }
  }
}

/** What a session with what the source gives will be. */
export function sourceRows(source: ServedSource): Row[] {
  switch (source.kind) {
    case "process":
      return [
        ["opens", "a session with these keys"],
        ["", "a user session, if the process prints long-lived keys"],
      ];
    case "login":
      return [["opens", `a session of ${source.session.value}`]];
    case "sso": {
      const { account, role } = source.sso;
      return [["opens", `the permission set ${role} in account ${account}`]];
    }
  }
}
