// Commands that messages advise, in the words of the user's own shell: new keys for a session, another one like it.
// Rule: the shell is the one that SHELL names; an unknown one is taken for a POSIX shell. New keys are suggested only if they
// replace the old ones in place (--export).

import type { Lookup } from "../config/origin.ts";
import { pasted } from "../text/quoting.ts";
import type { Session } from "./contract.ts";

/** The name of the user's shell. */
export function shellName(env: Lookup): string {
  return env("SHELL")?.replace(/^.*\//, "") || "sh";
}

/** What takes variables away. */
export function unsetting(names: readonly string[], env: Lookup): string {
  switch (shellName(env)) {
    case "csh":
    case "tcsh":
      return names.map((name) => `unsetenv ${name}`).join("; ");
    case "fish":
      return `set -e ${names.join(" ")}`;
    default:
      return `unset ${names.join(" ")}`;
  }
}

/** What evaluates the output of `swr --export FORMAT WORDS`; `before`: the words before swr, such as envchain's. */
export function evaluatedExport(words: string, env: Lookup, before = ""): string {
  const command = (format: string) => `${before && `${before} `}swr --export ${format} ${words}`;
  switch (shellName(env)) {
    case "csh":
    case "tcsh":
      return `eval "\`${command("csh")}\`"`;
    case "fish":
      return `${command("fish")} | source`;
    case "pwsh":
      return `${command("powershell")} | Out-String | Invoke-Expression`;
    default:
      return `eval "$(${command("sh")})"`;
  }
}

/**
 * How the shell gets new keys for the same profile. Nothing if they would be elsewhere than the old ones, or have to come
 * from a session that is not this one.
 */
export function renewal(session: Session, profile: string, env: Lookup): string[] {
  const { kind, userArn, keyless, narrowed } = session;
  const isFromUserSession = kind === "role-session" && userArn !== undefined;
  if (keyless || narrowed || isFromUserSession || profile !== session.profile) return [];
  const { before, words } = startWords(session, profile);
  return [`new keys for this shell: \`${evaluatedExport(words, env, before)}\``];
}

/** How a session like this one is started for the profile: its keys come from envchain, or from the profile's own source. */
export function startAgain(session: Session, profile: string): string {
  const { before, words } = startWords(session, profile);
  return `${before && `${before} `}swr ${words}`;
}

function startWords({ kind, source }: Session, profile: string) {
  if (source !== undefined) return { before: "", words: pasted(profile) };
  const words = kind === "user-session" ? "--user" : pasted(profile);
  return { before: "envchain NAMESPACE", words };
}

/** What to do when the session has ended, to be in it or in another profile again. */
export function endedRemedy(session: Session, profile: string, env: Lookup): string[] {
  const { exported, kind, userArn } = session;
  // From a user session that goes on, a role needs no keys.
  const again = kind === "role-session" && userArn !== undefined
    ? `open it again: \`swr ${pasted(profile)}\``
    : `start again: \`${startAgain(session, profile)}\``;
  const renewed = renewal(session, profile, env);
  const or = renewed.length > 0 ? "or " : "";
  return [
    ...renewed,
    exported
      ? `${or}take the keys out of this shell: \`${evaluatedExport("--undo", env)}\``
      : `${or}leave this shell with exit, and ${again}`,
    ...(exported && renewed.length === 0 ? [again] : []),
  ];
}
