// What the session will be, and the way into it: its environment, and the view of the config that makes AWS_PROFILE safe
// to set. Rule: AWS_PROFILE is set only where every SDK can make sense of it, unless the user insists; all that needs
// a permission is done before they are given up. Imports core, io, types and its siblings.

import { environmentChange, type SessionFacts } from "../core/child_env.ts";
import type { Decision } from "../core/decision.ts";
import type { CommandLine } from "../core/flags.ts";
import type { Plan } from "../core/plan.ts";
import { quoted } from "../core/quoting.ts";
import { sessionView } from "../core/session_view.ts";
import { become, forgetVariables } from "../io/exec.ts";
import { type Keep, placeForCopy } from "../io/session_copy.ts";
import { type LoadedFiles, ownCommand } from "../io/system.ts";
import { variable } from "../io/variable.ts";
import { sayNoView, type SessionParts, whyNoView } from "./session.ts";
import type { Finish } from "./switch.ts";

/** The decision as it stands before the switch. */
export function decisionOf(session: SessionParts): Decision {
  const { program, plan, line, files } = session;
  const facts = sessionFacts(plan, line, files, viewFor(session));
  return { plan, change: environmentChange(facts, undefined), command: program.argv };
}

/** The last step of a switch, which becomes the program. To be called while there are permissions. */
export async function entryTo(
  session: SessionParts,
  environ: readonly Uint8Array[],
): Promise<Finish> {
  const { program, plan, line, files, libc, temporary } = session;
  const view = viewFor(session);
  const facts = sessionFacts(plan, line, files, view);
  if (libc === undefined) forgetVariables(environmentChange(facts, undefined));
  const keep = libc === undefined ? () => undefined : await placeForCopy(libc, temporary);
  return (credentials) => {
    // What was known before the question has been told then.
    if ("missing" in view && whyNoView(session) === undefined) sayNoView(view.missing, line);
    const placed = placeView(facts, view, line, keep);
    return become(program, environ, environmentChange(placed, credentials), libc);
  };
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
    return { missing: `[profile ${profile}] cannot be taken out of the config file` };
  }
  if (Deno.build.os !== "linux" && text.includes("\0")) {
    return { missing: "the config file is no text" };
  }
  return { text };
}

/** The facts of the session before the switch: what --dry-run shows. */
export function sessionFacts(
  plan: Plan,
  line: CommandLine,
  files: LoadedFiles,
  view: View,
): SessionFacts {
  const target = plan.hops.at(-1)!.role;
  const has = "text" in view;
  const nested = variable("SWR_CONFIG_FILE") !== undefined;
  const setAwsProfile = !line.flags.has("no-aws-profile") && (has || line.flags.has("aws-profile"));
  return {
    profile: plan.profile,
    roleArn: target.text,
    account: target.account,
    setAwsProfile,
    ...(plan.region !== undefined && { region: plan.region }),
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
  line: CommandLine,
  keep: Keep,
): SessionFacts {
  if (!("text" in view) || facts.files === undefined) return facts;
  const path = keep(view.text);
  return {
    ...facts,
    setAwsProfile: facts.setAwsProfile && (path !== undefined || line.flags.has("aws-profile")),
    files: { ...facts.files, view: path },
  };
}
