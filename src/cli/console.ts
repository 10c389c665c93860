// --console: a URL that signs in to the web console as the role, printed or opened.
// Rule: place, partition, host, terminal and browser are checked before a code is asked for.

import { originText, type Setting } from "../text/origin.ts";
import { managedVariables } from "../session/contract.ts";
import type { CredentialConsumer } from "../session/consumer.ts";
import { consoleDestination } from "../console/destination.ts";
import { configuredEndpoint } from "../role/endpoint_settings.ts";
import type { ConsoleRequest } from "../options/request.ts";
import { profileNamed } from "../config/lookup.ts";
import type { Plan } from "../role/plan.ts";
import type { Configuration } from "../config/profile.ts";
import { consoleSeconds, signinEndpoint, signinPlace, signinUrl } from "../console/signin.ts";
import { type Browser, findBrowsers, openInBrowser } from "../console/browser.ts";
import { forgetVariables } from "../os/exec.ts";
import type { Libc } from "../os/libc.ts";
import { refuseForeignHost } from "../os/permissions.ts";
import { signinTokens } from "../console/signin_client.ts";
import type { LoadedFiles } from "../config/load.ts";
import { printCredentials, say } from "../terminal/messages.ts";
import { variable } from "../os/variable.ts";
import { refuseSecretOnTerminal } from "./terminal_guard.ts";

/** Signs in to the console with the credentials. SwrError "usage" or "config" for what could not succeed. */
export function consoleFor(
  plan: Plan,
  request: ConsoleRequest,
  files: LoadedFiles,
  libc: Libc | undefined,
): CredentialConsumer {
  const place = signinPlace(plan.calls.at(-1)!.role.partition);
  const destination = consoleDestination(request.place, place, plan.region?.value);
  const endpoint = signinEndpoint(place, ownEndpoint(plan, files.configuration));
  refuseForeignHost(endpoint.hostAndPort, [
    "remove that endpoint of the console's sign-in",
    "swr may only connect to AWS's own sign-in hosts and this machine",
  ], endpoint.origin);
  const browsers = request.open ? findBrowsers(libc) : undefined;
  refuseSecretOnTerminal(request);
  return {
    announce() {
      // Said always: whoever answers there gets the role's credentials.
      if (endpoint.origin !== undefined) {
        say(
          `the endpoint of the sign-in is ${endpoint.url} (set in ${originText(endpoint.origin)})`,
        );
      }
    },
    prepare({ environ, caCerts, quiet }) {
      // Without libc the browser inherits the environment of this process.
      if (libc === undefined) forgetVariables(managedVariables());
      const tokenFor = signinTokens(endpoint, caCerts, quiet);
      return Promise.resolve(async (credentials) => {
        const seconds = consoleSeconds(plan.calls, plan.source);
        const token = await tokenFor(credentials, seconds);
        const url = signinUrl(endpoint.url, destination, token);
        if (browsers === undefined) {
          printCredentials(`${url}
`);
        } else await open(browsers, url, environ, plan, request);
        return 0;
      });
    },
  };
}

/** The user's own endpoint of the sign-in, and where it is set. */
function ownEndpoint({ profile }: Plan, configuration: Configuration): Setting | undefined {
  const target = profileNamed(configuration, profile);
  return configuredEndpoint("SIGNIN", target, configuration, variable);
}

async function open(
  browsers: readonly Browser[],
  url: string,
  environ: readonly Uint8Array[],
  plan: Plan,
  request: ConsoleRequest,
): Promise<void> {
  await openInBrowser(browsers, url, environ);
  const { account, name } = plan.calls.at(-1)!.role;
  if (!request.quiet) {
    say(`the browser opens the console as ${name} in ${account}`);
  }
}
