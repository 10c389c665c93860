// The profile that a name means, and why there is none.
// Rule: never another profile than the one named.

import { SwrError, UnknownWordError } from "../text/errors.ts";
import { nearestNames, suggestion } from "../text/suggest.ts";
import { absentFile, problemHint, problemsHiding } from "./hiding.ts";
import type { Problem } from "./ini.ts";
import type { Configuration } from "./configuration.ts";
import type { Profile } from "./profile.ts";
import { pasted } from "../text/quoting.ts";
import { visible } from "../text/visible.ts";

/**
 * The profile of that name; SwrError "config" with the nearest names otherwise, never another profile. `command` is what
 * was typed after the name.
 */
export function profileNamed(
  config: Configuration,
  name: string,
  command: readonly string[] = [],
): Profile {
  const profile = config.profiles.get(name);
  if (profile !== undefined) return profile;
  // The header may have been pasted: `profile NAME`, `[profile NAME]`.
  const bare = /^\[?(?:profile\s+)?([^\]]*)\]?$/.exec(name)?.[1]?.trim() ?? name;
  const near = config.profiles.has(bare) ? [bare] : nearestNames(name, config.profiles.names);
  // What may hide it: a file that could not be read as a whole, or a header that AWS's tools ignore.
  const hiding = problemsHiding(config, name);
  const misnamed = hiding.some(({ section }) => section === `profile ${name}`);
  const message = misnamed
    ? `swr does not support the profile name "${visible(name)}"`
    : `there is no profile "${visible(name)}"`;
  const refusal = (remedy: readonly string[]) =>
    new SwrError(misnamed ? "profile-misnamed" : "profile-unknown", message, [
      ...suggestion(near.map((each) => `"${visible(each)}"`)),
      ...hiding.map(problemHint),
      ...remedy,
    ]);
  if (hiding.length > 0) throw refusal([hidingRemedy(name, hiding)]);
  const add = config.absent.config === undefined
    ? [
      `add [profile ${visible(name)}] with its role_arn to ~/.aws/config, or check AWS_CONFIG_FILE`,
    ]
    : absentFile(config.absent, "config");
  // Of a command without a profile the first word is taken for one.
  const first = command.length > 0 && /^[\w./+-]+$/.test(name) && name !== "default"
    ? [
      `if ${pasted(name)} is the command, the profile comes before it: \`swr PROFILE ${
        pasted(name)
      } …\``,
    ]
    : [];
  const error = refusal(near.length > 0 ? [] : [...add, ...first]);
  throw new UnknownWordError(error, name, command, (hint) => refusal([hint]));
}

function hidingRemedy(name: string, hiding: readonly Problem[]): string {
  const headers = hiding.flatMap(({ section }) => section ?? []);
  const glued = hiding.find((problem) => problem.glued !== undefined);
  if (glued !== undefined) {
    if (glued.indented) return "correct that line: the profile's header is in it";
    return "correct that line: the profile's header is at its end";
  }
  if (headers.length === 0 || hiding.some(({ encoding }) => encoding)) {
    return "correct that first: the profile may be in the part that could not be read";
  }
  return headers.includes(`profile ${name}`)
    ? "rename the profile in that line and in every source_profile"
    : "correct that line: a profile is written [profile NAME]";
}
