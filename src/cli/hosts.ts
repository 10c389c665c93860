// The hosts that a plan leads to: whether swr may connect to them, and which of them are not AWS's own.
// Rule: checked before any of them is connected to; an endpoint that is not AWS's own is named always.

import { refuseForeignHost } from "../os/permissions.ts";
import { PROXY_VARIABLES, variableIfText } from "../os/variable.ts";
import type { Endpoint } from "../role/endpoint.ts";
import type { Plan } from "../role/plan.ts";
import { refuseUnknownRegion } from "../role/region.ts";
import type { Sso } from "../role/sso.ts";
import { say } from "../terminal/messages.ts";
import { originText } from "../text/origin.ts";

/** SwrError "config" if the plan's region is unknown, or swr may not connect to its endpoint. */
export function refuseHost(
  { region, source, portal, endpoint: { hostAndPort, origin } }: Plan,
): void {
  if (source.kind === "sso") refusePortal(source.sso, portal!);
  if (region !== undefined && origin === undefined) refuseUnknownRegion(region);
  refuseForeignHost(hostAndPort, [
    origin === undefined
      ? "this version of swr does not know the region: check its spelling, or update swr"
      : "remove that endpoint",
    "swr may only connect to AWS's own STS hosts, VPC endpoints for STS, and this machine",
  ], origin);
}

/** The same for the portal of IAM Identity Center. */
function refusePortal({ region }: Sso, { hostAndPort, origin }: Endpoint): void {
  if (origin === undefined) refuseUnknownRegion(region);
  refuseForeignHost(hostAndPort, [
    "remove that endpoint",
    "swr may only connect to AWS's own portals of IAM Identity Center, and this machine",
  ], origin);
}

/** SwrError "variable-malformed" if the proxy for the plan's hosts cannot be read. */
export async function refuseProxy({ portal, endpoint }: Plan): Promise<void> {
  if (!PROXY_VARIABLES.some((name) => variableIfText(name))) return;
  const { proxyFor } = await import("../os/proxy.ts");
  for (const host of [portal, endpoint]) if (host !== undefined) proxyFor(host.url);
}

/** This notice always appears: the server at that endpoint gets names or a sign-in, and could return keys of its own. */
export function sayEndpoints({ endpoint, portal }: Plan): void {
  const used = [["IAM Identity Center", portal], ["STS", endpoint]] as const;
  for (const [service, found] of used) {
    if (found?.origin === undefined) continue;
    say(`the endpoint of ${service} is ${found.url} (set in ${originText(found.origin)})`);
  }
}
