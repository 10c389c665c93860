// The texts of the help and the manual page besides the options: usage, examples, environment, exit status.
// Rule: each text is here once; help.ts and scripts/docs/manual.ts show it.

export const USAGE = "Usage: swr [OPTIONS] [PROFILE [COMMAND [ARG…]]]";

export const DESCRIPTION: readonly string[] = [
  "Opens a shell, or runs COMMAND, in the AWS role of [profile PROFILE] in ~/.aws/config. The access keys come from the environment, where envchain puts them, else from the source_profile: its keys, credential_process, IAM Identity Center or `aws login`. A profile without a role that uses one of the last three opens a session of its own. swr asks for the MFA code, calls STS AssumeRole, and becomes the shell or the command. The temporary credentials are in the environment of that program only; no secret is written to disk. Leaving the shell ends the session.",
  "Options come before PROFILE; everything after it belongs to COMMAND. One -- before COMMAND is dropped. Without PROFILE, on a terminal, swr shows a list of profiles to choose from. Your own shell expands variables before swr starts, so use swr PROFILE sh -c 'echo $AWS_REGION' to see a variable of the session.",
];

type Example = { readonly command: string; readonly what: string };

export const EXAMPLES: readonly Example[] = [
  { command: "envchain aws-main swr sub-account", what: "a shell in sub-account" },
  { command: "envchain aws-main swr sub-account aws s3 ls", what: "one command in it" },
  {
    command: "envchain aws-main swr --user",
    what: "your own session: one code, then swr PROFILE without codes",
  },
  {
    command: "envchain aws-main swr --keyless sub-account",
    what: "a shell without keys in its environment (Linux)",
  },
  {
    command: "envchain aws-main swr --read-only sub-account ./report.sh",
    what: "a command with fewer rights: it reads and changes nothing",
  },
  {
    command: "envchain aws-main swr --settings-from sub-account 333344445555:audit",
    what: "a role without a profile, with the device, region and source of another",
  },
  { command: "envchain aws-main swr", what: "choose the profile from a list" },
  {
    command: "envchain aws-main swr --dry-run sub-account",
    what: "what would happen, and where each value comes from",
  },
  {
    command: "swr --status --min 10m -q || exit",
    what: "in a script: go on only if ten minutes are left",
  },
  {
    command: 'eval "$(envchain aws-main swr --export sh sub-account)"',
    what: "the credentials in the shell you are in",
  },
  {
    command: "envchain aws-main swr --console=s3 --open sub-account",
    what: "the AWS console as that role, opened at S3",
  },
  { command: 'eval "$(swr --init zsh)"', what: "in ~/.zshrc: completion and prompt" },
];

/** The variables that swr reads or sets. */
export const ENVIRONMENT: readonly (readonly [name: string, what: string])[] = [
  [
    "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN",
    "Before the switch: the keys to assume the role with. In the session: the temporary keys of the role.",
  ],
  [
    "AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE",
    "The files to read instead of ~/.aws/config and ~/.aws/credentials. In the session AWS_CONFIG_FILE names the session's own copy of the config.",
  ],
  [
    "AWS_PROFILE, AWS_REGION, AWS_DEFAULT_REGION, AWS_ACCOUNT_ID, AWS_CREDENTIAL_EXPIRATION, AWS_SESSION_EXPIRATION",
    "Set in the session. AWS_PROFILE never chooses the profile that swr switches to. Variables that would take precedence over the session's keys are unset; --dry-run --json lists them.",
  ],
  [
    "SWR_PROFILE, SWR_KIND, SWR_ROLE_ARN, SWR_EXPIRATION, SWR_ACCESS_KEY_ID, SWR_REGION, SWR_DIGEST",
    "Set in the session, for prompts and for --status. SWR_KIND is role-session or user-session. The last three show whether keys and region are still the session's.",
  ],
  [
    "SWR_USER_ARN, SWR_MFA_TIME",
    "Set in a user session: the user, and when the MFA code was accepted. SWR_USER_ARN is set in a role session too if it was opened from a user session.",
  ],
  [
    "SWR_KEYLESS, AWS_SDK_LOAD_CONFIG",
    "Set in a keyless session, which has no keys in its environment. The second lets older SDKs read the config file.",
  ],
  [
    "SWR_NARROWED",
    "Set in a session with fewer rights than its role or user: ro, view or narrow.",
  ],
  [
    "SWR_RENEW",
    "Set in a session that renews itself (--renew); SWR_EXPIRATION is then the end of the user session.",
  ],
  [
    "SWR_EXPORTED",
    "Set by the output of --export: these credentials belong to your shell, so exit does not end a session. It holds which files, profile and region were set before, for --undo.",
  ],
  [
    "SWR_SOURCE",
    "Set in the session if its keys came from a source of the profile: process, sso or login.",
  ],
  [
    "SWR_HELPS",
    "Set for a credential_process that swr runs: the profiles that it serves, so that swr notices if the command runs swr for one of them again.",
  ],
  [
    "SWR_CONFIG_FILE, SWR_SHARED_CREDENTIALS_FILE",
    "Set in the session: the paths of your own files, which swr reads inside a session.",
  ],
  ["SWR_MFA_TOKEN, SWR_MFA_PROCESS", "The MFA code, or a command that prints it."],
  [
    "AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL",
    "The endpoint of STS: a VPC endpoint, or one on this machine.",
  ],
  [
    "AWS_ENDPOINT_URL_SSO",
    "The endpoint of IAM Identity Center's portal; only one on this machine.",
  ],
  ["AWS_ENDPOINT_URL_SIGNIN", "The endpoint of the console's sign-in; only one on this machine."],
  [
    "AWS_CA_BUNDLE, HTTPS_PROXY, NO_PROXY",
    "Additional certificates, and the proxy, for connections to STS, to the portal of IAM Identity Center and to the console's sign-in.",
  ],
  ["BROWSER", "For --open: commands, separated by colons; %s is replaced by the URL."],
  ["SHELL", "The shell to start; else the shell in the passwd entry."],
  [
    "SWR_OPTIONS",
    "Default options, separated by blanks, without quoting: --aws-profile, --keyless, --renew, --login, --quiet, --verbose, their --no- forms, and --session-name NAME. The command line overrides them. An option that has no meaning in a mode is ignored there.",
  ],
  [
    "SWR_PROMPT",
    "off: no session in the prompt. on: show it even if starship, powerlevel10k, oh-my-posh or a theme of oh-my-zsh draws the prompt.",
  ],
  ["NO_COLOR", "Set to anything: no colours."],
];

export const EXIT_STATUS: readonly (readonly [status: string, what: string])[] = [
  ["the command's own", "Once the command or the shell is running."],
  [
    "1",
    "Refused or failed: AWS, the network, the MFA code. With --status: no session, or too little time left. With --doctor: a problem was found.",
  ],
  ["2", "The command line or the configuration is wrong."],
  ["126, 127", "The command cannot be executed, or was not found."],
  ["130", "Interrupted at a prompt."],
];

/** Limits that come from Deno. */
export const BUGS: readonly string[] = [
  "An argument that is not UTF-8 makes swr exit at once (variables may hold any bytes), and swr does not start in a working directory that has been deleted. Both are limits of Deno, its runtime.",
];

export const FILES: readonly (readonly [name: string, what: string])[] = [
  ["~/.aws/config", "The profiles; read, never written."],
  ["~/.aws/credentials", "Profiles and keys; read, never written."],
];
