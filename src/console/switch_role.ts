// The console's own Switch Role link of a role. Source: IAM User Guide, "Grant a user permissions to switch roles",
// which tells people to hand out such a link.
// Rule: nothing secret is in it.

import type { RoleArn } from "../role/arn.ts";
import { signinPlace } from "./signin.ts";

/** The console shows no longer name in its bar. */
const LONGEST_NAME = 64;

/** The link that fills in the console's form: account, role with its path, and the name to show. */
export function switchRoleUrl(role: RoleArn, displayName: string): string {
  const { signin } = signinPlace(role.partition);
  // The role's path belongs to what the form calls the name of the role.
  const pathAndName = role.text.slice(role.text.indexOf(":role/") + ":role/".length);
  const shown = [...displayName].slice(0, LONGEST_NAME).join("");
  return `https://${signin}/switchrole?account=${role.account}&roleName=${
    encodeURIComponent(pathAndName)
  }&displayName=${encodeURIComponent(shown)}`;
}
