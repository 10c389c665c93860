// envchain, the shell and swr itself: what is there, and what is set up.
// Rule: what is only convenient is never a problem.

import { type Finding, findingsOf } from "../finding.ts";
import { shellName, type StartUp } from "./start_up_files.ts";

export type EnvchainFact =
  | { readonly state: "missing" }
  | { readonly state: "failed"; readonly path: string; readonly why: string }
  | { readonly state: "there"; readonly path: string; readonly namespaces: readonly string[] };

export type ShellFact = {
  /** The user's shell; undefined if it is unknown. */
  readonly path: string | undefined;
  /** The start-up files that are there and could be read. */
  readonly startUps: readonly { readonly path: string; readonly says: StartUp }[];
};

/** So many namespaces are named. */
const MOST_NAMED = 20;

/** Findings about envchain. */
export function checkEnvchain(fact: EnvchainFact, windows: boolean): Finding[] {
  const finding = findingsOf("envchain");
  const set = "envchain --set aws-main AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY";
  switch (fact.state) {
    case "missing":
      return windows
        ? [finding("envchain-missing", "ok", "envchain does not run on Windows", [
          "let another program put the main account's keys into swr's environment",
        ])]
        : [finding("envchain-missing", "warning", "envchain is not on PATH", [
          "it keeps the long-lived keys in the keychain: https://github.com/sorah/envchain",
          "macOS: `brew install envchain`; elsewhere build it from source; then",
          set,
        ])];
    case "failed":
      return [
        finding(
          "envchain-failed",
          "warning",
          `envchain could not list its namespaces: ${fact.why}`,
          [
            `try \`envchain --list\`; it is ${fact.path}`,
          ],
        ),
      ];
    case "there": {
      const { path, namespaces } = fact;
      if (namespaces.length === 0) {
        return [
          finding("envchain-empty", "warning", "envchain has no namespaces", [
            "store your keys:",
            set,
          ]),
        ];
      }
      const more = namespaces.length - MOST_NAMED;
      const named = namespaces.slice(0, MOST_NAMED).join(", ");
      return [
        finding(
          "envchain",
          "ok",
          `${path}, with ${named}${more > 0 ? ` and ${more} more` : ""}`,
        ),
      ];
    }
  }
}

/** Findings about the shell's set-up; a secret in a start-up file among them. */
export function checkShell({ path, startUps }: ShellFact): Finding[] {
  const finding = findingsOf("shell");
  const secret = findingsOf("secrets");
  const found: Finding[] = [];
  for (const { path: file, says } of startUps) {
    if (says.secretAt !== undefined) {
      found.push(
        secret("start-up-keys", "problem", "the shell sets a secret key in plain text", [
          "move it into the keychain:",
          "envchain --set aws-main AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY",
          "then remove it from that file and from every copy of it",
        ], { place: `${file}:${says.secretAt}` }),
      );
    }
    if (says.profileAt !== undefined) {
      found.push(
        finding("start-up-profile", "warning", "the shell itself sets AWS_PROFILE", [
          "every shell gets it, also inside a session: remove it",
        ], { place: `${file}:${says.profileAt}` }),
      );
    }
  }
  const name = path && shellName(path);
  if (!name) {
    const message = path ? `swr has no set-up for ${path}` : "SHELL is not set";
    return [...found, finding("shell-unknown", "ok", message)];
  }
  const init = startUps.find(({ says }) => says.init);
  const shows = startUps.find(({ says }) => says.showsProfile);
  if (init !== undefined || shows !== undefined) {
    const message = init === undefined ? "the prompt shows the profile" : `${name} is set up`;
    const place = { place: (init ?? shows)!.path };
    return [...found, finding("shell-set-up", "ok", message, [], place)];
  }
  return [
    ...found,
    finding(
      "shell-not-set-up",
      "warning",
      `nothing in the start-up files of ${name} shows which role you are in`,
      [`write there: ${INIT_LINES[name]}`],
    ),
  ];
}

const INIT_LINES: Readonly<Record<string, string>> = {
  zsh: 'eval "$(swr --init zsh)" in ~/.zshrc',
  bash: 'eval "$(swr --init bash)" in ~/.bashrc',
  fish: "swr --init fish | source in ~/.config/fish/config.fish",
  powershell: "swr --init powershell | Out-String | Invoke-Expression in $PROFILE",
};

/** Findings about this swr; that it has no C library is a fault except on Windows. */
export function checkSwr({ version, windows, hasLibc, keylessObstacle }: {
  readonly version: string;
  readonly windows: boolean;
  readonly hasLibc: boolean;
  readonly keylessObstacle: string | undefined;
}): Finding[] {
  const finding = findingsOf("swr");
  const parent = "swr keeps running as the parent process of the session";
  return [
    finding("version", "ok", `swr ${version}`),
    finding(
      "keyless",
      "ok",
      keylessObstacle === undefined
        ? "sessions without keys in their environment are possible: --keyless"
        : `--keyless is not possible: ${keylessObstacle}`,
    ),
    ...(hasLibc ? [] : [
      finding("no-libc", windows ? "ok" : "warning", parent, [
        windows
          ? "and the session has no config of its own, as always on Windows"
          : "on this system it cannot become the shell, and the session has no config of its own",
      ]),
    ]),
  ];
}
