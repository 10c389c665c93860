// The plan of a session: its program, its environment, its view of the config, and how the program gets them.
// Rule: all of it is decided before anything is asked; AWS_PROFILE is set only if every SDK can make sense of it,
// unless the user insists.

import type { SessionFacts, SessionIdentity } from "./session_variables.ts";
import type { Lookup } from "../config/origin.ts";
import { acceptable, headerLine } from "../config/other_readers.ts";
import type { LoadedFiles } from "../config/load.ts";
import type { AwsProfile, DryRunRequest, SessionRequest } from "../options/request.ts";
import { findProgram, type Program } from "../os/find_program.ts";
import type { Libc } from "../os/libc.ts";
import { ownCommand } from "../os/own_program.ts";
import { SYSTEM } from "../os/process.ts";
import { variable } from "../os/variable.ts";
import { hasOwnSection, type Plan, planNarrowing } from "../role/plan.ts";
import { isServed } from "../role/source.ts";
import { quoted } from "../text/quoting.ts";
import { sessionView, viewWithSection } from "./config_view.ts";
import type { Renewal } from "../credentials/renewal_key.ts";
import type { Keyring } from "./keyring.ts";
import { currentSession } from "./contract.ts";

/** A session, as it is decided. */
export type SessionPlan = {
  readonly program: Program;
  readonly environment: SessionFacts;
  readonly view: View;
  /** How the program comes to run with them: in the place of this process, or as its child on a system without exec. */
  readonly delivery: "exec" | "child";
  /** Where the keys go, in a keyless session (keyless.ts). */
  readonly keyring?: Keyring;
  /** What a role session renews itself by (keyless.ts). */
  readonly renewal?: Renewal;
};

/** The text of the session's config, or why there is none. */
export type View = { readonly text: string } | { readonly missing: string };

/** Gives the view of a keyless session its `[default]` (default_view.ts). */
type CoverDefault = (view: string, text: string, command: string) => string | undefined;

/** Decides the session, a keyless one if `coverDefault` is given. SwrError "not-found" or "not-executable" if its program cannot be started. */
export function planSession(
  plan: Plan,
  request: SessionRequest | DryRunRequest,
  files: LoadedFiles,
  libc: Libc | undefined,
  coverDefault?: CoverDefault,
): SessionPlan {
  const wish = { shell: request.shell, login: request.login };
  const program = findProgram(request.command, wish, libc);
  const view = viewOf(plan, files, libc, coverDefault);
  const facts = sessionFacts(plan, request.awsProfile, files, "text" in view);
  const environment = coverDefault === undefined ? facts : { ...facts, keyless: true };
  return { program, environment, view, delivery: libc === undefined ? "child" : "exec" };
}

/** Whether the session is to be keyless, if that is possible. */
export function wantsKeyless({ keyless }: Pick<SessionRequest, "keyless">, env: Lookup): boolean {
  return keyless === "as-outside" ? currentSession(env)?.keyless === true : keyless !== "never";
}

/** The text of the session's config, or why it has none. */
export function viewOf(
  plan: Plan,
  files: LoadedFiles,
  libc: Libc | undefined,
  coverDefault?: CoverDefault,
): View {
  if (libc === undefined) {
    return { missing: "this system has no place for the session's own config" };
  }
  const { profile } = plan;
  const line = headerLine(files.credentialsText, profile);
  if (line !== undefined) {
    return {
      missing:
        `[${profile}] at ${files.paths.credentials}:${line} would take precedence over the session: move it to the config file`,
    };
  }
  const command = [...ownCommand(libc), "--session-keys", "--", profile].map(quoted).join(" ");
  const { configText = "" } = files;
  const ofProfile = hasOwnSection(plan)
    ? viewWithSection(configText, profile, command)
    : sessionView(configText, profile, command);
  const text = coverDefault !== undefined && ofProfile !== undefined && profile !== "default"
    ? coverDefault(ofProfile, configText, command)
    : ofProfile;
  if (text === undefined || text === "") {
    return { missing: `[profile ${profile}] cannot be separated from the rest of the config file` };
  }
  // Only the C library of Linux is asked for a file with any content.
  if (SYSTEM !== "linux" && text.includes("\0")) {
    return { missing: "the config file contains a NUL character" };
  }
  return { text: acceptable(text) };
}

/** The facts of a session; `hasView`: it gets a view of the config, whose path is not known yet. */
export function sessionFacts(
  plan: Plan,
  awsProfile: AwsProfile,
  { paths }: LoadedFiles,
  hasView: boolean,
): SessionFacts {
  const narrowed = planNarrowing(plan);
  const nested = currentSession(variable)?.hasView === true;
  return {
    profile: plan.profile,
    identity: identityOf(plan),
    setAwsProfile: awsProfile === "always" || (awsProfile === "if-safe" && hasView),
    ...(plan.region !== undefined && { region: plan.region.value }),
    ...(isServed(plan.source) && { source: plan.source.kind }),
    ...(narrowed !== undefined && { narrowed }),
    ...((hasView || nested) && {
      files: {
        view: hasView ? null : undefined,
        config: paths.config ?? "",
        credentials: paths.credentials ?? "",
      },
    }),
  };
}

/** What the session is of, as far as it is known before STS has answered. */
function identityOf(plan: Plan): SessionIdentity {
  // Whose session is narrowed, STS says again.
  if (plan.opens === "narrowed-session") {
    return { kind: plan.subject.kind === "user-session" ? "user-session" : "source-session" };
  }
  if (plan.opens !== "role-session") return { kind: plan.opens };
  const { text, account } = plan.calls.at(-1)!.role;
  const { source } = plan;
  return {
    kind: plan.opens,
    roleArn: text,
    account,
    ...(source.kind === "user-session" && { userArn: source.session.user.text }),
  };
}

/** The facts with the path of the view; without one AWS_PROFILE is left out, unless the user insists. */
export function withView(
  facts: SessionFacts,
  path: string | undefined,
  awsProfile: AwsProfile,
): SessionFacts {
  if (facts.files === undefined) return facts;
  return {
    ...facts,
    setAwsProfile: facts.setAwsProfile && (path !== undefined || awsProfile === "always"),
    files: { ...facts.files, view: path },
  };
}
