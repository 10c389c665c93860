// The consumer of most switches: a session.
// Rule: its view of the config is there before anything is asked, so that a session that is not possible is refused
// then; the way into the session is enter.ts, which is loaded while the code is typed.

import { rejectionOf } from "../config/other_readers.ts";
import type { LoadedFiles } from "../config/load.ts";
import type { SessionRequest } from "../options/request.ts";
import type { Program } from "../os/find_program.ts";
import type { Libc } from "../os/libc.ts";
import { isInteractive } from "../os/streams.ts";
import type { Plan } from "../role/plan.ts";
import { say } from "../terminal/messages.ts";
import { variable } from "../os/variable.ts";
import type { CredentialConsumer } from "./consumer.ts";
import { PROFILE_VARIABLE } from "./contract.ts";
import { type SessionPlan, withView } from "./session_plan.ts";
import type { PlacedView } from "./view_file.ts";

/** Opens the session with the credentials. */
export function sessionConsumer(
  session: SessionPlan,
  plan: Plan,
  request: SessionRequest,
  libc: Libc | undefined,
): CredentialConsumer {
  const { view } = session;
  const interactive = isInteractive();
  let placed: PlacedView | undefined;
  let { environment, keyring, renewal } = session;
  return {
    async announce() {
      const found = "text" in view && libc !== undefined
        ? await place(view.text, session.program, libc)
        : view;
      if (!request.quiet && variable("DIRENV_DIFF") && await holdsKeys()) {
        say("the session inherits your long-lived keys in DIRENV_DIFF", [
          "direnv keeps there what .envrc changed: take the keys out of .envrc, and start swr with envchain",
        ]);
      }
      if ("path" in found) placed = found;
      else if ("missing" in found) {
        if (keyring !== undefined) {
          const { goWithout, goWithoutRenewal } = await import("./keyless.ts");
          goWithout({ what: found.missing }, request);
          if (renewal !== undefined) goWithoutRenewal(found.missing, request);
          keyring = renewal = undefined;
          environment = { ...environment, keyless: false };
        }
        sayNoView(found.missing, request);
      }
    },
    async prepare({ environ }) {
      const { entry } = await import("./enter.ts");
      const { keyring: _, renewal: __, ...rest } = session;
      return entry(
        {
          ...rest,
          ...(keyring !== undefined && { keyring }),
          ...(renewal !== undefined && { renewal }),
          environment: withView(environment, placed?.path, request.awsProfile),
          ...{ placed, plan, request, interactive },
        },
        { environ, libc },
      );
    },
    abandon: () => placed?.remove(),
  };
}

/** Whether the session inherits long-lived keys in what direnv keeps. */
async function holdsKeys(): Promise<boolean> {
  return await (await import("./direnv.ts")).direnvHoldsKeys(variable);
}

/** The view, or why there is none. */
async function place(text: string, { path }: Program, libc: Libc) {
  const { placeLastingView, placeView } = await import("./view_file.ts");
  const name = path.replace(/^.*\//, "");
  const now = Date.now();
  if (!LOSING_DESCRIPTORS.has(name)) return await placeView(text, libc, variable, now);
  const placed = await placeLastingView(text, libc, variable, now);
  return "missing" in placed
    ? { missing: `${placed.missing}, and ${name} would lose a config that is in memory` }
    : placed;
}

/**
 * Programs that close the descriptors that they inherit, whose first process ends before they do, or whose processes
 * may not look into it: a view without a name would be lost to them.
 */
const LOSING_DESCRIPTORS: ReadonlySet<string> = new Set([
  ...["csh", "tcsh", "screen", "tmux", "byobu", "zellij", "dtach", "abduco", "setsid"],
  ...["sudo", "su", "doas", "runuser", "unshare", "bwrap", "code"],
]);

/** Says that some programs will fail in the session: its view of the config is sound, the credentials file is the user's. */
export function sayUnreadableCredentials({ credentialsText = "", paths }: LoadedFiles): void {
  const found = rejectionOf(credentialsText);
  if (found === undefined) return;
  say(`the AWS CLI and boto3 fail in this session: they cannot read ${paths.credentials}`, [
    `line ${found.line}: ${found.why}`,
  ]);
}

/** Says what follows from the session having no view. */
export function sayNoView(
  reason: string,
  { quiet, awsProfile }: Pick<SessionRequest, "quiet" | "awsProfile">,
): void {
  if (quiet || awsProfile === "never") return;
  const insisted = awsProfile === "always";
  say(
    insisted
      ? "AWS_PROFILE may confuse programs"
      : `AWS_PROFILE is not set, ${PROFILE_VARIABLE} is`,
    [
      reason,
      insisted ? "they may try to assume the role themselves" : "--aws-profile sets it anyway",
    ],
  );
}
