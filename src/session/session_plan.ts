// What a session will be: its program, its environment, its view of the config, and how the program gets them.
// Rule: all of it is decided before anything is asked; AWS_PROFILE is set only if every SDK can make sense of it,
// unless the user insists.

import { headerLine } from "../config/header_search.ts";
import type { LoadedFiles } from "../config/load.ts";
import type { AwsProfile, DryRunRequest, SessionRequest } from "../options/request.ts";
import { findProgram, type Program } from "../os/find_program.ts";
import type { Libc } from "../os/libc.ts";
import { ownCommand } from "../os/own_program.ts";
import { SYSTEM } from "../os/process.ts";
import { variable } from "../os/variable.ts";
import type { Plan } from "../role/plan.ts";
import { quoted } from "../text/quoting.ts";
import { sessionView, viewWithSection } from "./config_view.ts";
import { currentSession, type SessionFacts, type SessionIdentity } from "./contract.ts";

/** A session, as it is decided. */
export type SessionPlan = {
  readonly program: Program;
  readonly environment: SessionFacts;
  readonly view: View;
  /** How the program comes to run with them: in the place of this process, or as its child on a system without exec. */
  readonly delivery: "exec" | "child";
};

/** The text of the session's config, or why there is none. */
type View = { readonly text: string } | { readonly missing: string };

/** Decides the session. SwrError "not-found" or "not-executable" if its program cannot be started. */
export function planSession(
  plan: Plan,
  request: SessionRequest | DryRunRequest,
  files: LoadedFiles,
  libc: Libc | undefined,
): SessionPlan {
  const wish = { shell: request.shell, login: request.login };
  const program = findProgram(request.command, wish, libc, plan.profile);
  const view = libc === undefined ? { missing: NO_PLACE } : viewOf(plan, files, libc);
  const environment = sessionFacts(plan, request.awsProfile, files, "text" in view);
  return { program, environment, view, delivery: libc === undefined ? "child" : "exec" };
}

const NO_PLACE = "this system has no place for the session's own config";

/** The text of the session's config, or why it has none. */
function viewOf(plan: Plan, files: LoadedFiles, libc: Libc): View {
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
  const hasOwnSection = plan.opens === "user-session" && plan.ownSection;
  const text = hasOwnSection
    ? viewWithSection(configText, profile, command)
    : sessionView(configText, profile, command);
  if (text === undefined || text === "") {
    return { missing: `[profile ${profile}] cannot be separated from the rest of the config file` };
  }
  // Only the C library of Linux is asked for a file with any content.
  if (SYSTEM !== "linux" && text.includes("\0")) {
    return { missing: "the config file contains a NUL character" };
  }
  return { text };
}

/** The facts of a session; `hasView`: it gets a view of the config, whose path is not known yet. */
export function sessionFacts(
  plan: Plan,
  awsProfile: AwsProfile,
  { paths }: LoadedFiles,
  hasView: boolean,
): SessionFacts {
  const nested = currentSession(variable)?.hasView === true;
  return {
    profile: plan.profile,
    identity: identityOf(plan),
    setAwsProfile: awsProfile === "always" || (awsProfile === "if-safe" && hasView),
    ...(plan.region !== undefined && { region: plan.region.value }),
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
