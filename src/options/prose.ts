// What the help and the manual page say besides the options: usage, examples, environment, exit status.
// Rule: said once, here, and shown by help.ts and manual.ts.

export const USAGE = "Usage: swr [OPTIONS] [PROFILE [COMMAND [ARG…]]]";

export const DESCRIPTION: readonly string[] = [
  "Opens a shell, or runs COMMAND, in the AWS role of [profile PROFILE] in ~/.aws/config. The long-lived keys come from the environment, as envchain sets it, else from the profile's source. swr asks for the MFA code, calls STS AssumeRole, and becomes the shell or the command, with temporary credentials in its environment and nothing on the disk. Leaving the shell ends the session.",
  "Options stand before PROFILE; everything behind it belongs to COMMAND, and one -- before COMMAND is dropped. Without PROFILE, on a terminal, swr shows the profiles to choose from. Your own shell expands variables before swr starts: swr p sh -c 'echo $AWS_REGION' shows the session's.",
];

type Example = { readonly command: string; readonly what: string };

export const EXAMPLES: readonly Example[] = [
  { command: "envchain aws-main swr sub-account", what: "a shell in sub-account" },
  { command: "envchain aws-main swr sub-account aws s3 ls", what: "one command in it" },
  { command: "envchain aws-main swr", what: "choose the profile from a list" },
  { command: "envchain aws-main swr --dry-run sub-account", what: "what would happen, hop by hop" },
  {
    command: "swr --status --min 10m -q || exit",
    what: "in a script: go on only with ten minutes left",
  },
  {
    command: 'eval "$(envchain aws-main swr --export sh sub-account)"',
    what: "the credentials in this very shell",
  },
  {
    command: "envchain aws-main swr --console=s3 --open sub-account",
    what: "the AWS console as that role, at S3",
  },
  { command: 'eval "$(swr --init zsh)"', what: "in ~/.zshrc: completion and prompt" },
];

/** The variables swr itself reads or sets, beside those of every AWS tool. */
export const ENVIRONMENT: readonly (readonly [name: string, what: string])[] = [
  [
    "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN",
    "The keys to assume the role with; in the session, those of the role.",
  ],
  [
    "AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE",
    "The files to read instead of ~/.aws/config and ~/.aws/credentials. In the session AWS_CONFIG_FILE names its view of the config.",
  ],
  [
    "AWS_PROFILE, AWS_REGION, AWS_DEFAULT_REGION, AWS_ACCOUNT_ID, AWS_CREDENTIAL_EXPIRATION, AWS_SESSION_EXPIRATION",
    "Set in the session. AWS_PROFILE never chooses the profile to switch to. Variables that tools would prefer to the session's keys are unset: --dry-run --json has the list.",
  ],
  [
    "SWR_PROFILE, SWR_ROLE_ARN, SWR_EXPIRATION, SWR_ACCESS_KEY_ID",
    "Set in the session, for prompts and for --status.",
  ],
  ["SWR_EXPORTED", "Set by what --export prints for a shell, where no session is left with exit."],
  [
    "SWR_CONFIG_FILE, SWR_SHARED_CREDENTIALS_FILE",
    "Set in the session: the files in force before it, which swr itself reads there.",
  ],
  ["SWR_MFA_TOKEN, SWR_MFA_PROCESS", "The MFA code, or a command that prints it."],
  [
    "AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL",
    "Another endpoint of STS: a VPC endpoint, or this machine.",
  ],
  ["AWS_ENDPOINT_URL_SIGNIN", "Another endpoint of the console's sign-in: this machine."],
  [
    "AWS_CA_BUNDLE, HTTPS_PROXY, NO_PROXY",
    "Certificates and proxy for the way to STS and to the console's sign-in.",
  ],
  ["BROWSER", "For --open: commands, separated by colons; %s stands for the URL."],
  ["SHELL", "The shell to start, else that of the passwd entry."],
  [
    "SWR_OPTIONS",
    "Default options, separated by blanks, without quoting: --aws-profile, --login, --quiet, --verbose, their --no- forms, and --session-name NAME. The command line overrides them, and one that means nothing in a mode is ignored there.",
  ],
  [
    "SWR_PROMPT",
    "off: --init puts nothing into the prompt. on: it does beside starship and its like, too.",
  ],
  ["NO_COLOR", "Set to anything: no colours."],
];

export const EXIT_STATUS: readonly (readonly [status: string, what: string])[] = [
  ["the command's own", "Once the command or the shell is running."],
  [
    "1",
    "Refused or failed: AWS, the network, the MFA code; --status and --doctor: not as it should be.",
  ],
  ["2", "Usage or configuration."],
  ["126, 127", "The command cannot be executed, or was not found."],
  ["130", "Interrupted at a prompt."],
];

/** What swr cannot do because of the Deno it is built on. */
export const BUGS: readonly string[] = [
  "An argument that is not UTF-8 ends swr before it begins (variables may hold any bytes), and nothing starts in a working directory that has been deleted: both are the runtime's.",
];

export const FILES: readonly (readonly [name: string, what: string])[] = [
  ["~/.aws/config", "The profiles; read, never written."],
  ["~/.aws/credentials", "Profiles and keys; read, never written."],
];
