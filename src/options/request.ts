// What is asked for: one type of value for each command. request_of.ts makes them.
// Rule: below cli/ no module looks an option up; it gets the values that it works with.

import type { Setting } from "../text/origin.ts";
import type { ExportFormat, InitShell, RoleOptionName, ShellFormat } from "./table.ts";

/** The values of the options that give parameters of the role, each with its option as the origin. */
export type RoleOptions = Readonly<Partial<Record<RoleOptionName, Setting>>>;

/** The options that each stand for one policy of AWS's own. */
export type ManagedPolicy = "read-only" | "view-only";

/** What decides a switch. */
export type SwitchOptions = {
  readonly role: RoleOptions;
  /** A policy of AWS's own that narrows the role. */
  readonly managedPolicy?: ManagedPolicy;
  /** Whether it opens the user's own session, without a profile. */
  readonly user: boolean;
  /** Whether it narrows the session one is in, and what for. */
  readonly narrow?: { readonly reason?: Setting };
  /** Whether the keys may be those of a session. */
  readonly fromSession: boolean;
  /** The words after the profile. */
  readonly command: readonly string[];
  /** The options that came from SWR_OPTIONS, as they are spelled there. */
  readonly defaults: readonly string[];
};

/** What a session is made of besides its role. */
export type SessionOptions = SwitchOptions & {
  /** AWS_PROFILE is set if it is safe, always, or never. */
  readonly awsProfile: AwsProfile;
  /** Whether the keys stay out of the environment. */
  readonly keyless: Keyless;
  /** Whether the role session renews itself; a default counts where it is possible. */
  readonly renew: "always" | "if-possible" | "never";
  /** A path or name; undefined for the user's own shell. */
  readonly shell?: string;
  readonly login: boolean;
};
export type AwsProfile = "if-safe" | "always" | "never";
/** `as-outside`: as the session that one is in. */
export type Keyless = "always" | "if-possible" | "never" | "as-outside";

/** How much is said. */
export type Talk = { readonly quiet: boolean; readonly verbose: boolean };

/** The profile as it is typed; undefined if it has to be chosen. */
type WithProfile = { readonly profile?: string };

export type SessionRequest = { readonly mode: "switch" } & Talk & WithProfile & SessionOptions;
export type DryRunRequest =
  & { readonly mode: "dry-run"; readonly json: boolean }
  & Talk
  & WithProfile
  & SessionOptions;
export type ExportRequest =
  & {
    readonly mode: "export";
    readonly format: ExportFormat;
    readonly awsProfile: AwsProfile;
    /** Whether a secret may be printed on a terminal. */
    readonly force: boolean;
  }
  & Talk
  & WithProfile
  & SwitchOptions;
/** Takes an export back. */
export type UndoRequest =
  & { readonly mode: "undo"; readonly format: ShellFormat; readonly force: boolean }
  & Talk;
export type ConsoleRequest =
  & {
    readonly mode: "console";
    /** A service, a path or an address of the console. */
    readonly place?: string;
    readonly open: boolean;
    readonly force: boolean;
  }
  & Talk
  & WithProfile
  & SwitchOptions;
/** The commands that call STS, or show what they would call. */
export type SwitchRequest = SessionRequest | DryRunRequest | ExportRequest | ConsoleRequest;

export type ListRequest = { readonly mode: "list"; readonly json: boolean } & Talk;
export type StatusRequest =
  & {
    readonly mode: "status";
    readonly json: boolean;
    /** A time as it is typed: the status is 1 if less is left. */
    readonly min?: string;
  }
  & Talk;
export type DoctorRequest = { readonly mode: "doctor"; readonly json: boolean } & Talk;
export type InitRequest = { readonly mode: "init"; readonly shell: InitShell };
export type SessionKeysRequest =
  & { readonly mode: "session-keys"; readonly force: boolean }
  & WithProfile;
/** The keys of the session one is in, in the environment of a command or shell. */
export type ExposeRequest =
  & {
    readonly mode: "expose";
    readonly command: readonly string[];
    readonly shell?: string;
    readonly login: boolean;
  }
  & Talk;
export type SessionsRequest = { readonly mode: "sessions"; readonly json: boolean } & Talk;
export type EndSessionsRequest = { readonly mode: "end-sessions" } & Talk;
export type SwitchUrlRequest = { readonly mode: "switch-url" } & Talk & WithProfile;

export type Request =
  | SwitchRequest
  | ListRequest
  | StatusRequest
  | DoctorRequest
  | InitRequest
  | SessionKeysRequest
  | SwitchUrlRequest
  | UndoRequest
  | ExposeRequest
  | SessionsRequest
  | EndSessionsRequest
  | { readonly mode: "version" | "usage" | "help" };
