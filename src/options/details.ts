// What the complete help and the manual page say about an option besides its line in table.ts: whole sentences.
// Rule: only help.ts and scripts/docs/ read this, so that no other command loads it.

import type { OptionName } from "./table.ts";

/** By option; an option whose line says everything is not here. */
export const DETAILS: Readonly<Partial<Record<OptionName, string>>> = {
  "mfa-token":
    "Other users of the machine can see this code in the list of processes; they cannot see the variable.",
  "mfa-process":
    "Else mfa_process of the profile. It runs under sh, may use the terminal, sees no AWS credentials, and must finish within a minute.",
  duration:
    "From 15m to 12h, but no longer than the role allows; a role assumed from another role (a chain) or from a user session lasts an hour at most. Else duration_seconds of the profile, else an hour. A user session lasts up to 36h, else 12h.",
  region:
    "Else the first of: region of the profile, AWS_REGION, AWS_DEFAULT_REGION, region of its source profiles.",
  "session-name":
    "Else the first of: role_session_name of the profile, AWS_ROLE_SESSION_NAME, the name at the end of the MFA device's ARN, the login name.",
  tag:
    "Replaces session_tags of the profile, which is KEY=VALUE,KEY=VALUE; of the profile's transitive_session_tags only the keys given here still apply. You need sts:TagSession for it, and the role's trust policy must allow it too.",
  "transitive-tag": "Replaces transitive_session_tags of the profile, which is KEY,KEY.",
  policy:
    "FILE holds an IAM policy as JSON, of at most 2,048 characters. swr opens no other session from one that is narrowed.",
  "policy-arn":
    "Replaces policy_arns of the profile, which is ARN,ARN. AWS's own policies and those of the role's account can be used. Session policies add up: the session may do what one of them allows, if the role may.",
  "read-only":
    "It reads data too. The same as --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess, and cannot be combined with another policy.",
  "view-only":
    "The same as --policy-arn arn:aws:iam::aws:policy/job-function/ViewOnlyAccess, and cannot be combined with another policy.",
  "from-session": "Without it swr refuses, because you usually meant to leave the session first.",
  user:
    "One code opens it; inside it, `swr PROFILE` needs no code. It lasts 12 hours, or as long as --duration says, up to 36h. The device is --mfa-serial, else the only one in the config. A profile with mfa_serial and no role_arn opens the same.",
  "settings-from":
    "PROFILE may be arn:aws:iam::ACCOUNT:role/NAME or ACCOUNT:NAME instead of a name. If one profile has that role, its settings are used; else this option names a profile whose MFA device, region, source profile and endpoint count, and nothing that belongs to its own role. In the session AWS_PROFILE is ACCOUNT-NAME.",
  narrow:
    "It opens the same identity again, without PROFILE and code, by STS's GetScopedCredentials; its time is from 1 second to what is left of the session. swr opens no other session from it, but can narrow it further. Programs of the same user can still read the wider keys of the shell it was started from.",
  keyless:
    "Programs get the keys through the session's config file, and only programs that were started in the session. Those that read nothing but variables need --expose. A role that is opened in such a session is keyless too; --no-keyless opens an ordinary one. In SWR_OPTIONS it applies if it is possible; on the command line it is an error if it is not.",
  renew:
    "In a keyless user session: `swr --renew PROFILE`. A program of the session that asks for keys gets new ones when less than twenty minutes are left; nothing runs meanwhile. The price: the session holds the keys of the user session too, so programs in it can open every role that the user may open. In SWR_OPTIONS it applies if it is possible.",
  list:
    "In a pipe: no heading, one profile per line, fields separated by tabs: name, kind, account, role, region, MFA device, sources, problem.",
  export:
    "json is for credential_process; sh, csh, fish and powershell are for eval and also unset conflicting variables, and if swr fails, the eval fails too; cmd is for the for /f of cmd.exe; env is for docker --env-file. For a shell AWS_PROFILE and the session's view of the config are set too, as in a session. In a session of the same profile the shell gets new keys: the session is renewed. The session's time starts when swr prints them.",
  undo:
    "For eval, like what it takes back. AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE, AWS_PROFILE and the region are as before. Keys that the shell had before are not put back, since swr keeps no copy of them.",
  console:
    "In a session it needs no PROFILE and no code. PLACE is a service (s3, ec2), a path (ec2/home#Instances:) or a URL of the console. Anyone who has the printed URL can sign in with it for 15 minutes. The console session lasts as long as the role session; an hour if the role was assumed through a chain.",
  open:
    "It runs $BROWSER, else open, xdg-open or wslview, without AWS credentials in the environment. Other users of the machine can see the URL in the list of processes while that program starts.",
  "switch-url":
    "In a session it needs no PROFILE. The link switches from the identity that the browser is signed in as. It supports neither a chain of roles nor an external id.",
  doctor:
    "Each check is ok, a warning or a problem; the exit status is 1 if there is a problem. --quiet leaves out what is ok, --verbose lists similar findings one by one. It opens no connection and writes nothing.",
  json: "Also with --sessions.",
  "session-keys": "The config file of a session names this command as credential_process.",
  expose:
    "For programs that read nothing but variables: restic, s3cmd, curl --aws-sigv4, docker -e. Without COMMAND it opens a shell. The keys are a copy: they end with the session as it is now, and are not renewed. In an ordinary session the command runs as it is.",
  sessions:
    "In a pipe: one session per line, fields separated by tabs: profile, kind, account, seconds left at least, and renews or here: it renews itself, you are in it.",
  "end-sessions":
    "Their keys are gone from the kernel at once. A program that has already read them can use them until they expire: AWS cannot take them back.",
  quiet: "A notice still appears if the STS endpoint is not AWS's own.",
};
