// The one table of options: the name of each, what it does in one line, and the modes it has a meaning in. parse.ts
// reads by it; the help, the manual page and the completions are rendered from it.
// Rule: what an option does is said here, and at length in details.ts, and nowhere else.

export type Mode =
  | "switch"
  | "dry-run"
  | "export"
  | "console"
  | "switch-url"
  | "session-keys"
  | "expose"
  | "sessions"
  | "end-sessions"
  | "list"
  | "status"
  | "doctor"
  | "init"
  | "version"
  | "usage"
  | "help";

/** The headings under which help pages show the options, in their order. */
export const GROUPS = {
  role: "Assuming the role",
  session: "The session",
  mode: "Instead of a session",
  general: "In general",
} as const;

/** The variable that holds options which count unless the command line says otherwise (defaults.ts). */
export const DEFAULTS_VARIABLE = "SWR_OPTIONS";

export type Option = {
  readonly name: string;
  readonly short?: string;
  /** What the value is called in the help; undefined for an option without one. */
  readonly value?: string;
  /** The value may be left out, and is written `--name=VALUE` if it is given. */
  readonly optional?: true;
  /** It may be given several times; its values are then lines of one text. */
  readonly repeatable?: true;
  /** `--no-NAME` takes it back: SWR_OPTIONS may have set it. */
  readonly negatable?: true;
  /** The values there are; undefined for any text. */
  readonly among?: readonly string[];
  readonly group: keyof typeof GROUPS;
  /** Not on the one screen of -h. */
  readonly rare?: true;
  /** One line, for the screen. */
  readonly help: string;
  /** The mode this option chooses; modes exclude each other. */
  readonly chooses?: Mode;
  /** The mode that the short spelling chooses, if it is another one. */
  readonly shortChooses?: Mode;
  /** The modes it has a meaning in; undefined for all. */
  readonly modes?: readonly Mode[];
};

/** Modes that decide a switch, and modes that carry it out. */
const DECIDING = ["switch", "dry-run", "export", "console"] as const;

/** The formats of --export. A format added here is a type error until it is handled. */
export const EXPORT_FORMATS = ["json", "sh", "csh", "fish", "powershell", "cmd", "env"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
/** The formats that a shell evaluates. */
/** Shells that read a format of another name. */
export const FORMAT_OF_SHELL: ReadonlyMap<string, ExportFormat> = new Map([
  ["bash", "sh"],
  ["zsh", "sh"],
  ["dash", "sh"],
  ["ksh", "sh"],
  ["tcsh", "csh"],
  ["pwsh", "powershell"],
  ["bat", "cmd"],
]);
export type ShellFormat = Exclude<ExportFormat, "json" | "env">;

/** The shells of --init, handled in the same way. */
export const INIT_SHELLS = ["zsh", "bash", "fish", "powershell"] as const;
export type InitShell = (typeof INIT_SHELLS)[number];

export const OPTIONS = [
  {
    name: "mfa-token",
    short: "t",
    value: "CODE",
    group: "role",
    help: "the MFA code; else $SWR_MFA_TOKEN, else swr asks",
    modes: DECIDING,
  },
  {
    name: "mfa-process",
    value: "CMD",
    group: "role",
    rare: true,
    help: "a command that prints the code; else $SWR_MFA_PROCESS",
    modes: DECIDING,
  },
  {
    name: "mfa-serial",
    value: "SERIAL",
    group: "role",
    rare: true,
    help: "the MFA device, instead of the profile's mfa_serial",
    modes: DECIDING,
  },
  {
    name: "duration",
    short: "d",
    value: "TIME",
    group: "role",
    help: "how long the session lasts: 900, 15m, 1h30m",
    modes: DECIDING,
  },
  {
    name: "region",
    short: "r",
    value: "REGION",
    group: "role",
    help: "the region of the session and of STS",
    modes: DECIDING,
  },
  {
    name: "session-name",
    value: "NAME",
    group: "role",
    rare: true,
    help: "the name of the session in CloudTrail",
    modes: DECIDING,
  },
  {
    name: "external-id",
    value: "ID",
    group: "role",
    rare: true,
    help: "the external id that the role's trust policy asks for",
    modes: DECIDING,
  },
  {
    name: "source-identity",
    value: "NAME",
    group: "role",
    rare: true,
    help: "the source identity that CloudTrail shows",
    modes: DECIDING,
  },
  {
    name: "tag",
    value: "KEY=VALUE",
    repeatable: true,
    group: "role",
    rare: true,
    help: "a session tag, which policies can look at; repeatable",
    modes: DECIDING,
  },
  {
    name: "transitive-tag",
    value: "KEY",
    repeatable: true,
    group: "role",
    rare: true,
    help: "a tag that roles assumed from this one keep; repeatable",
    modes: DECIDING,
  },
  {
    name: "policy",
    value: "FILE",
    group: "role",
    rare: true,
    help: "a policy that narrows the role: the session has what both allow",
    modes: DECIDING,
  },
  {
    name: "policy-arn",
    value: "ARN",
    repeatable: true,
    group: "role",
    rare: true,
    help: "the same with a managed policy; repeatable, at most 10",
    modes: DECIDING,
  },
  {
    name: "read-only",
    group: "role",
    help: "fewer rights: the role may read and change nothing",
    modes: DECIDING,
  },
  {
    name: "view-only",
    group: "role",
    rare: true,
    help: "fewer still: the role may list what there is, and not read data",
    modes: DECIDING,
  },
  {
    name: "from-session",
    group: "role",
    rare: true,
    help: "start from credentials that are themselves temporary",
    modes: DECIDING,
  },
  {
    name: "user",
    group: "session",
    help: "your own user's session with MFA, without a PROFILE",
    modes: DECIDING,
  },
  {
    name: "settings-from",
    value: "PROFILE",
    group: "role",
    rare: true,
    help: "for a role without a profile: whose device, region and source",
    modes: DECIDING,
  },
  {
    name: "narrow",
    group: "session",
    rare: true,
    help: "in a session: fewer rights (--policy), less time (-d), or both",
    modes: ["switch", "dry-run"],
  },
  {
    name: "reason",
    value: "TEXT",
    group: "session",
    rare: true,
    help: "with --narrow: what the session is for; CloudTrail shows it",
    modes: ["switch", "dry-run"],
  },
  {
    name: "profile",
    value: "NAME",
    group: "session",
    rare: true,
    help: "the same as PROFILE; the first word then begins the command",
    modes: [...DECIDING, "switch-url", "session-keys"],
  },
  {
    name: "aws-profile",
    group: "session",
    rare: true,
    help: "set AWS_PROFILE even if it may confuse programs",
    modes: ["switch", "dry-run", "export"],
  },
  {
    name: "no-aws-profile",
    group: "session",
    rare: true,
    help: "do not set AWS_PROFILE in the session",
    modes: ["switch", "dry-run"],
  },
  {
    name: "keyless",
    negatable: true,
    group: "session",
    help: "no keys in the environment: the kernel has them (Linux)",
    modes: ["switch", "dry-run"],
  },
  {
    name: "renew",
    negatable: true,
    group: "session",
    rare: true,
    help: "the role session renews itself while the user session lasts",
    modes: ["switch", "dry-run"],
  },
  {
    name: "login",
    negatable: true,
    group: "session",
    rare: true,
    help: "start the shell as a login shell",
    modes: ["switch", "dry-run", "expose"],
  },
  {
    name: "shell",
    value: "PATH",
    group: "session",
    rare: true,
    help: "the shell to start, instead of $SHELL",
    modes: ["switch", "dry-run", "expose"],
  },
  {
    name: "list",
    short: "l",
    group: "mode",
    help: "list the profiles: what they are, account, role, region",
    chooses: "list",
  },
  {
    name: "dry-run",
    short: "n",
    group: "mode",
    help: "show what would happen: no network, prompt or secret",
    chooses: "dry-run",
  },
  {
    name: "status",
    group: "mode",
    help: "where am I, for how long; exits 1 outside a session",
    chooses: "status",
  },
  {
    name: "min",
    value: "TIME",
    group: "mode",
    rare: true,
    help: "with --status: exit 1 if less than that is left: 10m, 1h30m",
    modes: ["status"],
  },
  {
    name: "export",
    value: "FORMAT",
    among: EXPORT_FORMATS,
    group: "mode",
    help: "credentials: json, sh, csh, fish, powershell, cmd, env",
    chooses: "export",
  },
  {
    name: "undo",
    group: "mode",
    rare: true,
    help: "with --export, without PROFILE: take back what --export has set",
    modes: ["export"],
  },
  {
    name: "console",
    value: "PLACE",
    optional: true,
    group: "mode",
    help: "print a URL to sign in to the AWS console as the role",
    chooses: "console",
  },
  {
    name: "open",
    group: "mode",
    rare: true,
    help: "with --console: open the URL in a browser, do not print it",
    modes: ["console"],
  },
  {
    name: "force",
    group: "mode",
    rare: true,
    help: "with --export, --console, --session-keys: print on a terminal too",
    modes: ["export", "console", "session-keys"],
  },
  {
    name: "switch-url",
    group: "mode",
    rare: true,
    help: "print the console's Switch Role link; needs no keys",
    chooses: "switch-url",
  },
  {
    name: "doctor",
    group: "mode",
    help: "check this set-up; say what to fix",
    chooses: "doctor",
  },
  {
    name: "init",
    value: "SHELL",
    among: INIT_SHELLS,
    group: "mode",
    help: "completion and prompt for zsh, bash, fish, powershell",
    chooses: "init",
  },
  {
    name: "json",
    group: "mode",
    help: "JSON, with --list, --dry-run, --status, --doctor",
    modes: ["list", "dry-run", "status", "sessions", "doctor"],
  },
  {
    name: "session-keys",
    group: "mode",
    rare: true,
    help: "print the session's keys for PROFILE as credential_process does",
    chooses: "session-keys",
  },
  {
    name: "expose",
    group: "mode",
    rare: true,
    help: "in a keyless session: a COMMAND with the keys in its variables",
    chooses: "expose",
  },
  {
    name: "sessions",
    group: "mode",
    rare: true,
    help: "list your keyless sessions on this machine",
    chooses: "sessions",
  },
  {
    name: "end-sessions",
    group: "mode",
    rare: true,
    help: "end all your keyless sessions at once",
    chooses: "end-sessions",
  },
  {
    name: "verbose",
    negatable: true,
    short: "v",
    group: "general",
    rare: true,
    help: "say more about what swr does",
  },
  {
    name: "quiet",
    negatable: true,
    short: "q",
    group: "general",
    help: "print only errors",
  },
  {
    name: "version",
    short: "V",
    group: "general",
    help: "print the version",
    chooses: "version",
  },
  {
    name: "help",
    short: "h",
    group: "general",
    help: "-h prints one screen, --help everything",
    chooses: "help",
    shortChooses: "usage",
  },
] as const satisfies readonly Option[];

type TableOption = (typeof OPTIONS)[number];
export type OptionName = TableOption["name"];

/** The options that give a parameter of the role, or of the way to it. */
export type RoleOptionName = Extract<
  TableOption,
  { readonly group: "role"; readonly value: string }
>["name"];

export type NamedOption = Option & { readonly name: OptionName };

/** The table as what it is declared to be, each option with its own name. */
export const ALL_OPTIONS: readonly NamedOption[] = OPTIONS;

/** What a mode takes after the options: a profile and a command, a profile, a command, nothing, or anything. */
export const WORDS: Readonly<
  Record<Mode, "command" | "profile" | "own-command" | "none" | "any">
> = {
  switch: "command",
  "dry-run": "command",
  export: "profile",
  console: "profile",
  "switch-url": "profile",
  "session-keys": "profile",
  expose: "own-command",
  sessions: "none",
  "end-sessions": "none",
  list: "none",
  status: "none",
  doctor: "none",
  init: "none",
  version: "any",
  usage: "any",
  help: "any",
};
