// The profile that a name means, and why there is none.
// Rule: never another profile than the one named.

import { SwrError } from "../text/errors.ts";
import { nearestNames, suggestion } from "../text/suggest.ts";
import type { Configuration, Profile } from "./profile.ts";
import { pasted } from "../text/quoting.ts";
import { visible } from "../text/visible.ts";

/**
 * The profile of that name; SwrError "config" with the nearest names otherwise, never another profile. `command` stands
 * behind the name.
 */
export function profileNamed(
  config: Configuration,
  name: string,
  command: readonly string[] = [],
): Profile {
  const profile = config.profiles.get(name);
  if (profile !== undefined) return profile;
  const near = nearestNames(name, config.profiles.keys());
  // What may hide it: a file that could not be read as a whole, or a header that AWS's tools ignore.
  const hiding = config.problems.filter(({ section, severity }) =>
    section === undefined ? severity === "error" : mayMean(section, name)
  );
  throw new SwrError("config", `there is no profile "${visible(name)}"`, [
    ...suggestion(near.map((each) => `"${visible(each)}"`)),
    ...hiding.slice(0, 3).map(({ file, line, message }) => visible(`${file}:${line}: ${message}`)),
    hiding.some(({ section }) => section !== undefined)
      ? "correct that line: a profile is written [profile NAME]"
      : hiding.length > 0
      ? "correct that first: the profile may stand in what could not be read"
      : subcommandHint(name, command) ??
        `add [profile ${
          visible(name)
        }] with its role_arn to ~/.aws/config, or check AWS_CONFIG_FILE`,
  ]);
}

/** Whether a header was meant to be the profile's: as AWS's tools ignore it, with a name that is not legal, say. */
function mayMean(header: string, name: string): boolean {
  const written = header.replace(/^\s*profile\s+/i, "");
  return written === name || (written.startsWith(`${name} `) && written !== header);
}

type Words = readonly string[];

const STORE = "`envchain --set NAMESPACE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY`";
const LIST = () => "`swr --list`";
const CONSOLE = (words: Words) => `\`swr --console ${first(words)}\``;

/** Words that aws-vault, granted and saml2aws take for subcommands, and what swr has in their place; `words` stand behind it. */
const INSTEAD: Readonly<Record<string, (words: Words) => string>> = {
  exec: (words) =>
    words.length === 0
      ? "`swr PROFILE [COMMAND [ARG…]]`"
      : `\`swr ${words.map(pasted).join(" ")}\``,
  list: LIST,
  ls: LIST,
  login: (words) => `\`swr ${first(words)}\` opens a session, ${CONSOLE(words)} the console`,
  console: CONSOLE,
  export: (words) => `\`swr --export sh ${first(words)}\``,
  help: () => "`swr --help`",
  version: () => "`swr --version`",
  add: () => `${STORE} stores keys, and the profile is written into ~/.aws/config`,
  remove: () =>
    "the keys are envchain's, and the profiles stand in ~/.aws/config: remove them there",
  rotate: () => `make new keys with \`aws iam create-access-key\`, and store them with ${STORE}`,
  configure: () => "profiles are written into ~/.aws/config, and `swr --doctor` looks at them",
};

function first([word]: Words): string {
  return word === undefined ? "PROFILE" : pasted(word);
}

/** The hint for a word that is no profile but a subcommand elsewhere; undefined for any other word. */
function subcommandHint(name: string, command: Words): string | undefined {
  if (!Object.hasOwn(INSTEAD, name)) return undefined;
  return `swr has no subcommands: ${INSTEAD[name]!(command)}`;
}
