// --console: a URL that signs in to the web console as the role, printed or opened.
// Rule: place, partition, host, terminal and browser are checked before a code is asked for. Imports core and io.

import { touchedVariables } from "../core/child_env.ts";
import { profileNamed } from "../core/chain.ts";
import { consoleDestination } from "../core/console_place.ts";
import { hostAndPort } from "../core/endpoint.ts";
import { configuredEndpoint } from "../core/endpoint_settings.ts";
import { SwrError } from "../core/errors.ts";
import type { CommandLine } from "../core/flags.ts";
import type { Plan } from "../core/plan.ts";
import { consoleSeconds, signinOrigin, signinPlace, signinUrl } from "../core/signin.ts";
import { findBrowser, openInBrowser } from "../io/browser.ts";
import { forgetVariables } from "../io/exec.ts";
import type { Libc } from "../io/libc.ts";
import { mayReach } from "../io/permissions.ts";
import { type Signin, startSignin } from "../io/signin.ts";
import { type LoadedFiles, variable } from "../io/system.ts";
import { print, say } from "../io/terminal.ts";
import { refuseTerminal } from "./export.ts";
import type { Purpose } from "./switch.ts";

/** Signs in to the console with the credentials. SwrError "usage" or "config" for what could not succeed. */
export function consoleFor(
  plan: Plan,
  line: CommandLine,
  { configuration }: LoadedFiles,
  libc: Libc | undefined,
): Purpose {
  const { partition, account, name } = plan.hops.at(-1)!.role;
  const place = signinPlace(partition);
  const destination = consoleDestination(line.values.get("console"), place, plan.region);
  const target = profileNamed(configuration, plan.profile);
  const own = configuredEndpoint("SIGNIN", target, configuration, variable);
  const origin = signinOrigin(place, own);
  refuseForeignHost(origin, own?.from);
  const browser = line.flags.has("open") ? findBrowser(libc) : undefined;
  if (browser === undefined) {
    refuseTerminal(line, "the URL, which signs in whoever has it,", copied());
  }
  const seconds = consoleSeconds(plan.hops, plan.source.keys);
  let signin: Signin | undefined;
  return {
    async begin({ caCerts }) {
      // Said always: whoever answers there gets the role's credentials.
      if (own !== undefined) say(`the endpoint of the sign-in is ${origin} (set in ${own.from})`);
      if (libc === undefined) forgetVariables({ set: new Map(), unset: touchedVariables() });
      signin = startSignin(origin, caCerts);
      await signin.booted;
    },
    async finish(credentials, environ) {
      const token = await signin!.token(credentials, seconds);
      const url = signinUrl(origin, destination, token);
      if (browser === undefined) {
        print(`${url}\n`);
        return 0;
      }
      await openInBrowser(browser, url, environ);
      if (!line.flags.has("quiet")) say(`the browser opens the console as ${name} in ${account}`);
      return 0;
    },
  };
}

function copied(): string[] {
  const command = { darwin: "pbcopy", windows: "clip" }[Deno.build.os as string] ?? "wl-copy";
  return [`open it in the browser with --open, or copy it: \`swr --console … | ${command}\``];
}

function refuseForeignHost(origin: string, from: string | undefined): void {
  const host = hostAndPort({ url: origin, signingRegion: "" });
  if (mayReach(host)) return;
  throw new SwrError("config", `swr may not talk to ${host}`, [
    `the endpoint of the console's sign-in comes from ${from ?? "swr itself"}: remove it`,
    "it is built to reach AWS's own sign-in hosts and this machine",
  ]);
}
