// A role that is named on the command line itself: by its ARN, or as ACCOUNT:NAME.
// Rule: only these two forms are one; any other word is the name of a profile.

import { partitionOf } from "./endpoint.ts";
import { parseRoleArn, type RoleArn } from "./arn.ts";
import { SwrError } from "../text/errors.ts";
import type { Setting } from "../text/origin.ts";
import { visible } from "../text/visible.ts";

/**
 * The role that the word names; `region`: its partition is that of ACCOUNT:NAME. SwrError "role-arn-malformed" with the
 * reason.
 */
export function roleOfWord(word: string, region: string | undefined): RoleArn {
  if (word.startsWith("arn:")) return parseRoleArn(argument(word));
  const [, account = "", name = ""] = /^(\d+):(.*)$/s.exec(word) ?? [];
  if (account.length !== 12) {
    throw malformed(word, `an account id has twelve digits, and this one ${account.length}`);
  }
  if (name.includes("/")) {
    throw malformed(
      word,
      `write only the name, ${account}:${
        visible(name.slice(name.lastIndexOf("/") + 1))
      }; if the role has a path, its ARN: arn:aws:iam::${account}:role/PATH/NAME`,
    );
  }
  if (!/^[\w+=,.@-]{1,64}$/.test(name)) {
    throw malformed(word, "a role's name has 1 to 64 of A-Z a-z 0-9 _+=,.@-");
  }
  const partition = region === undefined ? "aws" : partitionOf(region).id;
  return parseRoleArn(argument(`arn:${partition}:iam::${account}:role/${name}`));
}

/** Whether the ARN of a profile is the role that the word names. An account has one role of a name, whatever its path. */
export function isSameRole(word: string, role: RoleArn, other: RoleArn): boolean {
  return word.startsWith("arn:")
    ? role.text === other.text
    : role.account === other.account && role.name === other.name;
}

/** What is written in the place of a profile. */
export function argument(value: string): Setting {
  return { value, origin: { kind: "argument" } };
}

function malformed(word: string, ...hints: string[]): SwrError {
  return new SwrError("role-arn-malformed", `"${visible(word)}" is not a role`, [
    ...hints,
    "a role without a profile is written 123456789012:NAME, or as its ARN",
  ]);
}
