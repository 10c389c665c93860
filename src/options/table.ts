// The one table of options: what each is called, what it does, and with which mode it means something. parse.ts reads
// by it; help.ts, manual.ts and the completions are rendered from it.
// Rule: what an option does is said here and nowhere else.

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
  /** The value may be left out, and is written `--name=VALUE` where it is given. */
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
  /** What the complete help and the manual page say beyond that; sentences. */
  readonly more?: string;
  /** The mode this option chooses; modes exclude each other. */
  readonly chooses?: Mode;
  /** The mode that the short spelling chooses, where it is another one. */
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
    more:
      "Other users of the machine can see this code in the list of processes; they cannot see the variable.",
    modes: DECIDING,
  },
  {
    name: "mfa-process",
    value: "CMD",
    group: "role",
    rare: true,
    help: "a command that prints the code; else $SWR_MFA_PROCESS",
    more:
      "Else mfa_process of the profile. It runs under sh, may use the terminal, sees no AWS credentials, and must finish within a minute.",
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
    more:
      "From 15m to 12h, but no longer than the role allows; a role assumed from another role (a chain) or from a user session lasts an hour at most. Else duration_seconds of the profile, else an hour. A user session lasts up to 36h, else 12h.",
    modes: DECIDING,
  },
  {
    name: "region",
    short: "r",
    value: "REGION",
    group: "role",
    help: "the region of the session and of STS",
    more:
      "Else the first of: region of the profile, AWS_REGION, AWS_DEFAULT_REGION, region of its source profiles.",
    modes: DECIDING,
  },
  {
    name: "session-name",
    value: "NAME",
    group: "role",
    rare: true,
    help: "the name of the session in CloudTrail",
    more:
      "Else the first of: role_session_name of the profile, AWS_ROLE_SESSION_NAME, the name at the end of the MFA device's ARN, the login name.",
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
    more:
      "Instead of session_tags of the profile, which is KEY=VALUE,KEY=VALUE; of its transitive_session_tags those count that are given. You need sts:TagSession for it, and the role's trust policy must allow it too.",
    modes: DECIDING,
  },
  {
    name: "transitive-tag",
    value: "KEY",
    repeatable: true,
    group: "role",
    rare: true,
    help: "a tag that roles assumed from this one keep; repeatable",
    more: "Instead of transitive_session_tags of the profile, which is KEY,KEY.",
    modes: DECIDING,
  },
  {
    name: "policy",
    value: "FILE",
    group: "role",
    rare: true,
    help: "a policy that narrows the role: the session has what both allow",
    more:
      "FILE holds an IAM policy as JSON, of at most 2,048 characters. swr opens no other session from one that is narrowed.",
    modes: DECIDING,
  },
  {
    name: "policy-arn",
    value: "ARN",
    repeatable: true,
    group: "role",
    rare: true,
    help: "the same with a managed policy; repeatable, at most 10",
    more:
      "Instead of policy_arns of the profile, which is ARN,ARN. AWS's own policies and those of the role's account can be used. Session policies add up: the session may do what one of them allows, if the role may.",
    modes: DECIDING,
  },
  {
    name: "read-only",
    group: "role",
    help: "fewer rights: the role may read and change nothing",
    more:
      "It reads data too. The same as --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess, and cannot be combined with another policy.",
    modes: DECIDING,
  },
  {
    name: "view-only",
    group: "role",
    rare: true,
    help: "fewer still: the role may list what there is, and not read data",
    more:
      "The same as --policy-arn arn:aws:iam::aws:policy/job-function/ViewOnlyAccess, and cannot be combined with another policy.",
    modes: DECIDING,
  },
  {
    name: "from-session",
    group: "role",
    rare: true,
    help: "start from credentials that are themselves temporary",
    more: "Without it swr refuses, because you usually meant to leave the session first.",
    modes: DECIDING,
  },
  {
    name: "user",
    group: "session",
    help: "your own user's session with MFA, without a PROFILE",
    more:
      "One code opens it, and the roles that are opened in it need no more codes: `swr PROFILE` there. It lasts 12 hours, or as long as --duration says, up to 36h. The device is --mfa-serial, else the only one in the config. A profile with mfa_serial and no role_arn opens the same.",
    modes: DECIDING,
  },
  {
    name: "settings-from",
    value: "PROFILE",
    group: "role",
    rare: true,
    help: "for a role without a profile: whose device, region and source",
    more:
      "PROFILE may be arn:aws:iam::ACCOUNT:role/NAME or ACCOUNT:NAME instead of a name. If one profile has that role, its settings are used; else this option names a profile whose MFA device, region, source profile and endpoint count, and nothing that belongs to its own role. In the session AWS_PROFILE is ACCOUNT-NAME.",
    modes: DECIDING,
  },
  {
    name: "narrow",
    group: "session",
    rare: true,
    help: "in a session: fewer rights (--policy), less time (-d), or both",
    more:
      "It opens the same identity again, without PROFILE and code, by STS's GetScopedCredentials; its time is from 1 second to what is left of the session. swr opens no other session from it, but can narrow it further. Programs of the same user can still read the wider keys of the shell it was started from.",
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
    more:
      "Programs get the keys through the session's config file, and only programs that were started in the session. Those that read nothing but variables need --expose. A role that is opened in such a session is keyless too; --no-keyless opens an ordinary one. As a default in SWR_OPTIONS it counts where it is possible; given here it is an error where it is not.",
    modes: ["switch", "dry-run"],
  },
  {
    name: "renew",
    negatable: true,
    group: "session",
    rare: true,
    help: "the role session renews itself while the user session lasts",
    more:
      "In a keyless user session: `swr --renew PROFILE`. A program of the session that asks for keys gets new ones when less than twenty minutes are left; nothing runs meanwhile. The price: the session holds the keys of the user session too, so that programs in it can open every role that the user may open. As a default in SWR_OPTIONS it counts where it is possible.",
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
    more:
      "In a pipe: no heading, one profile per line, fields separated by tabs: name, kind, account, role, region, MFA device, sources, problem.",
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
    more:
      "json is for credential_process; sh, csh, fish and powershell are for eval and also unset conflicting variables, and if swr fails, the eval fails too; cmd is for the for /f of cmd.exe; env is for docker --env-file. For a shell AWS_PROFILE and the session's view of the config are set too, as in a session. In a session of the same profile the shell gets new keys: the session is renewed. The session's time starts when swr prints them.",
    chooses: "export",
  },
  {
    name: "undo",
    group: "mode",
    rare: true,
    help: "with --export, without PROFILE: take back what --export has set",
    more:
      "For eval, like what it takes back. AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE, AWS_PROFILE and the region are as before. Keys that the shell had before are not put back, since swr keeps no copy of them.",
    modes: ["export"],
  },
  {
    name: "console",
    value: "PLACE",
    optional: true,
    group: "mode",
    help: "print a URL to sign in to the AWS console as the role",
    more:
      "In a session it needs no PROFILE and no code. PLACE is a service (s3, ec2), a path (ec2/home#Instances:) or a URL of the console. Anyone who has the printed URL can sign in with it for 15 minutes. The console session lasts as long as the role session; an hour if the role was assumed through a chain.",
    chooses: "console",
  },
  {
    name: "open",
    group: "mode",
    rare: true,
    help: "with --console: open the URL in a browser, do not print it",
    more:
      "It runs $BROWSER, else open, xdg-open or wslview, without AWS credentials in the environment. Other users of the machine can see the URL in the list of processes while that program starts.",
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
    more:
      "In a session it needs no PROFILE. The link switches from the identity that the browser is signed in as. It supports neither a chain of roles nor an external id.",
    chooses: "switch-url",
  },
  {
    name: "doctor",
    group: "mode",
    help: "check this set-up; say what to fix",
    more:
      "Each check is ok, a warning or a problem; the exit status is 1 if there is a problem. --quiet leaves out what is ok, --verbose lists similar findings one by one. It opens no connection and writes nothing.",
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
    more: "The config file of a session names this command as credential_process.",
    chooses: "session-keys",
  },
  {
    name: "expose",
    group: "mode",
    rare: true,
    help: "in a keyless session: a COMMAND with the keys in its variables",
    more:
      "For programs that read nothing but variables: restic, s3cmd, curl --aws-sigv4, docker -e. Without COMMAND it opens a shell. The keys are a copy: they end with the session as it is now, and are not renewed. In an ordinary session the command runs as it is.",
    chooses: "expose",
  },
  {
    name: "sessions",
    group: "mode",
    rare: true,
    help: "list your keyless sessions on this machine",
    more:
      "In a pipe: one session per line, fields separated by tabs: profile, kind, account, seconds left at least, and renews or here: it renews itself, you are in it.",
    chooses: "sessions",
  },
  {
    name: "end-sessions",
    group: "mode",
    rare: true,
    help: "end all your keyless sessions at once",
    more:
      "Their keys are gone from the kernel at once. A program that has already read them can use them until they expire: AWS cannot take them back.",
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
    more: "A notice still appears if the STS endpoint is not AWS's own.",
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

/** The table as what it is declared to be, each option with its own name. */
export const ALL_OPTIONS: readonly (Option & { readonly name: OptionName })[] = OPTIONS;

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
