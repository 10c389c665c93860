// What the session will be, and the way into it: its environment, and the view of the config that makes AWS_PROFILE
// safe to set.
// Rule: AWS_PROFILE is set only where every SDK can make sense of it, unless the user insists; all that needs a
// permission is done before they are given up.

import { ownCommand } from "../os/own_program.ts";
import type { Finish } from "./purpose.ts";
import { applyChange, type EnvironmentChange, environmentChange } from "./environment.ts";
import type { Decision } from "./dry_run.ts";
import type { AwsProfile } from "../options/request.ts";
import type { Plan } from "../role/plan.ts";
import { quoted } from "../text/quoting.ts";
import { sessionView } from "./config_view.ts";
import { become, forgetVariables, runChild } from "../os/exec.ts";
import { type Keep, placeForCopy } from "./view_file.ts";
import type { LoadedFiles } from "../config/load.ts";
import { SYSTEM } from "../os/process.ts";
import { currentSession, type SessionFacts } from "./contract.ts";
import { variable } from "../os/variable.ts";
import { entryLine } from "./entry_line.ts";
import { say } from "../terminal/messages.ts";
import { sayNoView, type SessionParts, whyNoView } from "./session.ts";

/** The decision as it stands before the switch. */
export function decisionOf(session: SessionParts): Decision {
  const { program, plan, request, files } = session;
  const facts = sessionFacts(plan, request.awsProfile, files, viewFor(session));
  return {
    plan,
    change: environmentChange(facts, undefined),
    command: program.argv,
    defaults: request.defaults,
  };
}

/** The last step of a switch, which becomes the program. To be called while there are permissions. */
export async function entryTo(
  session: SessionParts,
  environ: readonly Uint8Array[],
): Promise<Finish> {
  const { program, plan, request, files, libc, temporary } = session;
  const view = viewFor(session);
  const facts = sessionFacts(plan, request.awsProfile, files, view);
  if (libc === undefined) forgetVariables(environmentChange(facts, undefined).unset);
  const keep = libc === undefined ? () => undefined : await placeForCopy(libc, temporary);
  return (credentials) => {
    // What was known before the question has been told then.
    if ("missing" in view && whyNoView(session) === undefined) sayNoView(view.missing, request);
    const placed = placeView(facts, view, request.awsProfile, keep);
    const change = environmentChange(placed, credentials);
    sayWhere(session, credentials.expiration);
    return libc === undefined
      ? runChild(program, { env: definite(change) })
      : become(program, applyChange(environ, change), libc);
  };
}

/** Says where one is: if a shell opens on a terminal, or under -v. */
function sayWhere({ plan, request, interactive }: SessionParts, expiration: string): void {
  const opensShell = request.command.length === 0 && interactive;
  if (request.quiet || !(opensShell || request.verbose)) return;
  const { profile, calls } = plan;
  const { account, name: role } = calls.at(-1)!.role;
  const where = entryLine({ profile, account, role }, expiration, Date.now());
  say(opensShell ? `${where}; "exit" leaves` : where);
}

function definite(change: EnvironmentChange): Record<string, string> {
  return Object.fromEntries([...change.set].map(([name, value]) => [name, value ?? ""]));
}

/** The view's text, or why there is none, with the way to have one. */
type View = { readonly text: string } | { readonly missing: string };

/** The text of the session's config. */
function viewFor(session: SessionParts): View {
  const missing = whyNoView(session);
  if (missing !== undefined) return { missing };
  const { plan: { profile }, files } = session;
  const command = [...ownCommand(), "--session-keys", profile].map(quoted).join(" ");
  const text = files.configText === undefined
    ? undefined
    : sessionView(files.configText, profile, command);
  if (text === undefined) {
    return { missing: `[profile ${profile}] cannot be separated from the rest of the config file` };
  }
  if (SYSTEM !== "linux" && text.includes("\0")) {
    return { missing: "the config file contains a NUL character" };
  }
  return { text };
}

/** The facts of the session before the switch: what --dry-run shows. */
export function sessionFacts(
  plan: Plan,
  awsProfile: AwsProfile,
  files: LoadedFiles,
  view: View,
): SessionFacts {
  const target = plan.calls.at(-1)!.role;
  const has = "text" in view;
  const nested = currentSession(variable)?.hasView === true;
  const setAwsProfile = awsProfile === "always" || (awsProfile === "if-safe" && has);
  return {
    profile: plan.profile,
    roleArn: target.text,
    account: target.account,
    setAwsProfile,
    ...(plan.region !== undefined && { region: plan.region.value }),
    ...((has || nested) && {
      files: {
        view: has ? null : undefined,
        config: files.paths.config ?? "",
        credentials: files.paths.credentials ?? "",
      },
    }),
  };
}

/** Puts the view where the session's programs can read it; the facts with its path, or without AWS_PROFILE. */
function placeView(
  facts: SessionFacts,
  view: View,
  awsProfile: AwsProfile,
  keep: Keep,
): SessionFacts {
  if (!("text" in view) || facts.files === undefined) return facts;
  const path = keep(view.text);
  return {
    ...facts,
    setAwsProfile: facts.setAwsProfile && (path !== undefined || awsProfile === "always"),
    files: { ...facts.files, view: path },
  };
}
