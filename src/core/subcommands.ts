// Words that other switchers take for subcommands (aws-vault, granted, saml2aws), and what swr has in their place.
// Rule: suggestions only, and only where there is no profile of that name. Pure: imports quoting.

import { pasted } from "./quoting.ts";

type Words = readonly string[];

const STORE = "`envchain --set NAMESPACE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY`";
const LIST = () => "`swr --list`";
const CONSOLE = (words: Words) => `\`swr --console ${first(words)}\``;

/** What to do instead, by the subcommand; `words` stand behind it. */
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
export function subcommandHint(name: string, command: Words): string | undefined {
  if (!Object.hasOwn(INSTEAD, name)) return undefined;
  return `swr has no subcommands: ${INSTEAD[name]!(command)}`;
}
