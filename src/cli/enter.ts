// What the session will be, and the way into it: its environment, and the view of the config that makes AWS_PROFILE safe
// to set. Rule: AWS_PROFILE is set only where every SDK can make sense of it, unless the user insists; all that needs
// a permission is done before they are given up. Imports core, io and types.

import { environmentChange, type SessionFacts } from "../core/child_env.ts";
import type { Decision } from "../core/decision.ts";
import type { CommandLine } from "../core/flags.ts";
import type { Plan } from "../core/plan.ts";
import { quoted } from "../core/quoting.ts";
import { sessionView } from "../core/session_view.ts";
import { become, forgetVariables } from "../io/exec.ts";
import type { Libc } from "../io/libc.ts";
import type { Program } from "../io/program.ts";
import { type Keep, placeForCopy } from "../io/session_copy.ts";
import { type LoadedFiles, ownCommand } from "../io/system.ts";
import { say } from "../io/terminal.ts";
import { variable } from "../io/variable.ts";
import type { Finish } from "./switch.ts";

/** The decision as it stands before the switch. */
export function decisionOf(
  program: Program,
  plan: Plan,
  line: CommandLine,
  files: LoadedFiles,
  libc: Libc | undefined,
): Decision {
  const facts = sessionFacts(plan, line, files, viewFor(plan, files, libc));
  return { plan, change: environmentChange(facts, undefined), command: program.argv };
}

/** The last step of a switch, which becomes the program. To be called while there are permissions. */
export function entryTo(
  program: Program,
  plan: Plan,
  line: CommandLine,
  files: LoadedFiles,
  libc: Libc | undefined,
): Finish {
  const view = viewFor(plan, files, libc);
  const facts = sessionFacts(plan, line, files, view);
  if (libc === undefined) forgetVariables(environmentChange(facts, undefined));
  const keep = libc === undefined ? () => undefined : placeForCopy(libc, variable("TMPDIR"));
  return (credentials, environ) => {
    if ("missing" in view && !line.flags.has("no-aws-profile")) sayNoView(view.missing, line);
    const placed = placeView(facts, view, line, keep);
    return become(program, environ, environmentChange(placed, credentials), libc);
  };
}

/** The view's text, or why there is none, with the way to have one. */
type View = { readonly text: string } | { readonly missing: string };

/** The text of the session's config. */
function viewFor(plan: Plan, files: LoadedFiles, libc: Libc | undefined): View {
  const { profile } = plan;
  if (libc === undefined) {
    return { missing: "there is no place for a config of the session's own on this system" };
  }
  if (files.credentialsSections.includes(profile)) {
    return {
      missing:
        `[${profile}] in ${files.paths.credentials} would win over the session: move it to the config file`,
    };
  }
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

function sayNoView(missing: string, line: CommandLine): void {
  if (line.flags.has("quiet")) return;
  const insisted = line.flags.has("aws-profile");
  say(
    insisted ? "AWS_PROFILE may make programs stumble" : "AWS_PROFILE is not set, SWR_PROFILE is",
    [
      missing,
      insisted
        ? "they may want to assume the role themselves"
        : "--aws-profile sets it all the same",
    ],
  );
}
