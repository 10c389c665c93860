// The consumer of most switches: a session.
// Rule: its view of the config is there before anything is asked, so that what it cannot be is said then; the way into
// the session is enter.ts, which is loaded while the code is typed.

import type { SessionRequest } from "../options/request.ts";
import type { Libc } from "../os/libc.ts";
import { isInteractive } from "../os/streams.ts";
import type { Plan } from "../role/plan.ts";
import { say } from "../terminal/messages.ts";
import { variable } from "../os/variable.ts";
import type { CredentialConsumer } from "./consumer.ts";
import { PROFILE_VARIABLE } from "./contract.ts";
import { direnvHoldsKeys } from "./direnv.ts";
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
      const place = "text" in view && libc !== undefined
        ? await (await import("./view_file.ts")).placeView(view.text, libc, variable, Date.now())
        : view;
      if (!request.quiet && await direnvHoldsKeys(variable)) {
        say("the session inherits your long-lived keys in DIRENV_DIFF", [
          "direnv keeps there what .envrc changed: take the keys out of .envrc, and start swr with envchain",
        ]);
      }
      if ("path" in place) placed = place;
      else if ("missing" in place) {
        if (keyring !== undefined) {
          const { goWithout, goWithoutRenewal } = await import("./keyless.ts");
          goWithout({ what: place.missing }, request);
          if (renewal !== undefined) goWithoutRenewal(place.missing, request);
          keyring = renewal = undefined;
          environment = { ...environment, keyless: false };
        }
        sayNoView(place.missing, request);
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
