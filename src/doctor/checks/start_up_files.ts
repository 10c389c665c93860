// The start-up files of shells: where they lie, and what in them concerns swr.
// Rule: a line is looked at, never run, and nothing of it is shown but its number. Sources: zsh(1) STARTUP/SHUTDOWN
// FILES, bash(1) INVOCATION, fish(1), PowerShell about_Profiles.

import { PROFILE_VARIABLE } from "../../session/contract.ts";
import type { Lookup } from "../../config/origin.ts";

export type StartUp = {
  /** It runs `swr --init`. */
  readonly init: boolean;
  /** It, or a prompt it starts, shows AWS_PROFILE or SWR_PROFILE. */
  readonly showsProfile: boolean;
  /** The first line that sets a secret key; from 1. */
  readonly secretAt?: number;
  /** The first line that sets AWS_PROFILE or AWS_DEFAULT_PROFILE. */
  readonly profileAt?: number;
};

/** Shells with a set-up of swr's, by the name of their program. */
const SHELLS: Readonly<Record<string, string>> = {
  zsh: "zsh",
  bash: "bash",
  fish: "fish",
  pwsh: "powershell",
  powershell: "powershell",
};

/** What `swr --init` calls the shell; undefined for one it does not know. */
export function shellName(path: string): string | undefined {
  const program = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return SHELLS[program.toLowerCase().replace(/\.exe$/, "")];
}

/** The files that the shell reads when it starts, for `home`; a folder means the files in it. */
export function startUpFiles(shell: string, home: string, env: Lookup): string[] {
  const config = env("XDG_CONFIG_HOME") || `${home}/.config`;
  switch (shell) {
    case "zsh": {
      const folder = env("ZDOTDIR") || home;
      return [".zshenv", ".zprofile", ".zshrc", ".zlogin"].map((name) => `${folder}/${name}`);
    }
    case "bash":
      return [".bashrc", ".bash_profile", ".bash_login", ".profile"].map((name) =>
        `${home}/${name}`
      );
    case "fish":
      return [`${config}/fish/config.fish`, `${config}/fish/conf.d`];
    case "powershell":
      return ["powershell", "PowerShell"].flatMap((folder) =>
        ["profile.ps1", "Microsoft.PowerShell_profile.ps1"].map((name) =>
          folder === "powershell"
            ? `${config}/${folder}/${name}`
            : `${home}/Documents/${folder}/${name}`
        )
      );
    default:
      return [];
  }
}

const INIT = /\bswr\b.*--init\b/;
const SHOWS = new RegExp(
  `[$:]\\{?(env:)?(AWS_PROFILE|${PROFILE_VARIABLE})\\b|\\b(starship|oh-my-posh) init\\b|p10k`,
);
const SETS_SECRET =
  /(^|[\s;{(:])(AWS_SECRET_ACCESS_KEY|AWS_SECRET_KEY)(\s*=|\s)\s*["']?[A-Za-z0-9/+]{16}/;
const SETS_PROFILE =
  /^\s*((export|declare -x|set -\w*x\w*)\s+|\$env:)?(AWS_PROFILE|AWS_DEFAULT_PROFILE)(\s*=|\s+)\s*["']?[^\s"'$]/;

/** What a start-up file says about swr and about AWS's variables. Linear in the text. */
export function readStartUp(text: string): StartUp {
  const lines = text.split("\n").map((line) => line.length > 4096 ? "" : line);
  const code = lines.map((line) => /^\s*#/.test(line) ? "" : line);
  const secret = code.findIndex((line) => SETS_SECRET.test(line));
  const profile = code.findIndex((line) => SETS_PROFILE.test(line));
  return {
    init: code.some((line) => INIT.test(line)),
    showsProfile: code.some((line) => SHOWS.test(line)),
    ...(secret >= 0 && { secretAt: secret + 1 }),
    ...(profile >= 0 && { profileAt: profile + 1 }),
  };
}
