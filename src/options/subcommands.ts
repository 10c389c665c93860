// Words that are typed as if swr had subcommands, from habit or from another tool, and the command swr has instead.
// Rule: suggestions only, written to be pasted; a profile of that name is always meant first.

import { ALL_OPTIONS, FORMAT_OF_SHELL, type Mode, type Option, WORDS } from "./table.ts";
import { optionInstead } from "./other_options.ts";
import type { SwrError, UnknownWordError } from "../text/errors.ts";
import { pasted } from "../text/quoting.ts";

type Words = readonly string[];

const STORE = "`envchain --set NAMESPACE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY`";

/** Other words for a session or for one of swr's modes: aws-vault's, granted's, awsume's, saml2aws's, aws-sso's. */
const MEANT: readonly (readonly [mode: Mode, words: string])[] = [
  ["switch", "assume assume-role enter exec open-shell profile run session shell start switch use"],
  ["status", "current time who whoami"],
  ["list", "list-profiles list-roles ls profiles roles"],
  ["dry-run", "dryrun plan"],
  [
    "export",
    "credential-process credentials creds env eval export-credentials generate-credentials process",
  ],
  ["console", "browser open open-web-console web"],
  ["switch-url", "url"],
  ["doctor", "check diagnose lint"],
  ["init", "completion completions hook"],
];

/** What swr leaves to other programs, and what it does not need. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  add: `${STORE} stores keys; write the profile into ~/.aws/config`,
  configure: "write the profile into ~/.aws/config; `swr --doctor` checks it",
  remove: "delete the profile from ~/.aws/config, and the keys from the keychain",
  rotate: `make new keys with \`aws iam create-access-key\`; ${STORE} stores them`,
  logout: "`exit` ends the session, and swr keeps nothing elsewhere",
  refresh: "leave with `exit` and start again, or open it with --renew in a keyless user session",
  sso: "`aws sso login --profile PROFILE` signs in, `swr PROFILE` uses that sign-in",
  server: "swr has no credential server: `swr --help` says what --renew and --export do instead",
};

const SAME: Readonly<Record<string, string>> = {
  setup: "configure",
  delete: "remove",
  rm: "remove",
  clear: "logout",
  unset: "logout",
  exit: "logout",
  leave: "logout",
  quit: "logout",
  ecs: "server",
  imds: "server",
  renew: "refresh",
};

/** Programs that people run in a session, for the profile forgotten before them. */
const COMMANDS = ["aws", "cdk", "helm", "kubectl", "packer", "sam", "terraform", "tofu"];

/** The error with the hint for the word, if that is another tool's or was typed amiss; else the error as it is. */
export function explained(error: UnknownWordError): SwrError {
  const hint = optionHint(error.word, error.after) ?? subcommandHint(error.word, error.after);
  return hint === undefined ? error : error.asSubcommand(hint);
}

/** The hint for an option of another tool, or for another tool's subcommand with dashes before it (`--whoami`). */
export function optionHint(word: string, after: Words): string | undefined {
  const instead = optionInstead(word);
  if (instead !== undefined) return instead;
  const [, name] = /^--([^=]+)/.exec(word) ?? [];
  if (name === undefined || ALL_OPTIONS.some((option) => option.name === name)) return undefined;
  const mode = modeMeant(name.toLowerCase());
  return mode === undefined ? undefined : `use ${shown(wordsFor(mode, after, false))}`;
}

/** The hint for a word that is no profile but is used as a subcommand; undefined for any other word. */
export function subcommandHint(word: string, after: Words): string | undefined {
  const instead = insteadOf(word.toLowerCase(), after);
  if (instead !== undefined) return `swr has no subcommands: ${instead}`;
  return COMMANDS.includes(word)
    ? `the profile comes first: ${shown(["PROFILE", word, ...after])}`
    : undefined;
}

function insteadOf(word: string, after: Words): string | undefined {
  const { profile } = read(after);
  if (word === "login") {
    return `${shown([profile])} opens a session, ${shown(["--console", profile])} the web console`;
  }
  if (word === "mfa-login" || word === "get-session-token") {
    return "`swr --user` opens your own session with MFA";
  }
  if (word === "session" && after.length === 0) {
    return "`swr PROFILE` opens a session, `swr --status` shows the one you are in";
  }
  const mode = modeMeant(word);
  if (mode !== undefined) return `use ${shown(wordsFor(mode, after, /process$/.test(word)))}`;
  const name = Object.hasOwn(SAME, word) ? SAME[word]! : word;
  return Object.hasOwn(ELSEWHERE, name) ? ELSEWHERE[name] : undefined;
}

/** The mode that the word stands for, in small letters: swr's own name for it, or another tool's. */
export function modeMeant(word: string): Mode | undefined {
  return ALL_OPTIONS.find(({ name, chooses }) => chooses !== undefined && name === word)?.chooses ??
    MEANT.find(([, words]) => words.split(" ").includes(word))?.[0];
}

/** The words of swr's own command line: options that swr has stay, those of another tool go. */
function wordsFor(mode: Mode, after: Words, isProcess: boolean): Words {
  const { options, profile, command } = read(after);
  if (mode === "switch") {
    return after.length === 0 ? ["PROFILE"] : [...options, profile, ...command];
  }
  const { name, among } = ALL_OPTIONS.find(({ chooses }) => chooses === mode)!;
  if (WORDS[mode] === "any") return [`--${name}`];
  if (WORDS[mode] === "none") {
    const value = among === undefined ? [] : [among.includes(profile) ? profile : "SHELL"];
    return [`--${name}`, ...value, ...options];
  }
  if (among === undefined) return [`--${name}`, ...options, profile, ...ifCommand(mode, command)];
  const first = FORMAT_OF_SHELL.get(profile) ?? profile;
  if (among.includes(first)) return [`--${name}`, first, ...options, command[0] ?? "PROFILE"];
  const format = after.find((each) => each.startsWith("--format="))?.slice("--format=".length);
  const typed = isProcess ? "json" : among.find((each) => each === format) ?? "sh";
  return [`--${name}`, typed, ...options, profile];
}

function ifCommand(mode: Mode, command: Words): Words {
  return WORDS[mode] === "command" ? command : [];
}

/** What follows the word: swr's options with their values, the first word that is none (or PROFILE), and the rest. */
function read(after: Words): { options: string[]; profile: string; command: string[] } {
  const rest = [...after];
  const options: string[] = [];
  while (rest[0]?.startsWith("-") && rest[0] !== "--") {
    const word = rest.shift()!;
    const option = optionOf(word);
    if (option === undefined) continue;
    options.push(word);
    const wants = option.value !== undefined && !option.optional && isBare(word);
    if (wants && rest.length > 0) options.push(rest.shift()!);
  }
  if (rest[0] === "--") rest.shift();
  const [profile = "PROFILE", ...command] = rest;
  return { options, profile, command };
}

/** The option of swr that the word spells, with or without a value in it. */
function optionOf(word: string): Option | undefined {
  return ALL_OPTIONS.find(({ name, short }) =>
    word.startsWith("--") ? word.slice(2).split("=")[0] === name : word[1] === short
  );
}

/** Whether the word is the option alone: `-d`, `--duration`. */
function isBare(word: string): boolean {
  return word.startsWith("--") ? !word.includes("=") : word.length === 2;
}

/** A command of swr, to be pasted; words in capitals are for the reader to replace. */
function shown(words: Words): string {
  return `\`swr ${words.map(pasted).join(" ")}\``;
}
