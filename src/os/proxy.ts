// The proxy that the environment names for a host, in the spellings that the AWS CLI obeys (botocore, httpsession.py,
// ProxyConfiguration; urllib3) and with SOCKS, which Deno knows.
// Rule: a proxy that cannot be read is an error, since swr would connect directly without a word.

import { SwrError } from "../text/errors.ts";
import { isLoopback } from "../text/host.ts";
import { PROXY_VARIABLES, variable } from "./variable.ts";

type Env = (name: string) => string | undefined;

/** Every one that Deno reads a proxy from. */
const ALL_VARIABLES = [...PROXY_VARIABLES, "http_proxy", "HTTP_PROXY"] as const;

/**
 * The proxy for the URL, as Deno reads it: `http://user:password@host:port`. Undefined if there is none, if
 * NO_PROXY excepts the host, and for this machine itself. SwrError "variable-malformed" for one that cannot be read.
 */
export function proxyFor(url: string, env: Env = variable): string | undefined {
  const name = PROXY_VARIABLES.find((each) => env(each));
  if (name === undefined) return undefined;
  const target = new URL(url);
  if (isLoopback(target.hostname)) return undefined;
  if (isExcepted(target, env("no_proxy") || env("NO_PROXY") || "")) return undefined;
  const proxy = readProxy(env(name)!);
  if (proxy !== undefined) return proxy;
  // Not shown: there may be a password in it.
  throw new SwrError("variable-malformed", `${name} is not the address of a proxy`, [
    /["'\u2018-\u201f]/.test(env(name)!)
      ? "write it without quotation marks"
      : "an address looks like http://proxy.example.com:8080",
    `or unset it, to connect without a proxy: \`env -u ${name} swr …\``,
  ]);
}

/** Scheme, user with password, host and port; what follows the port is left aside, as the AWS CLI does. */
const PROXY =
  /^(?:(https?|socks5h?):\/\/|\/\/)?(?:([^/?#]*)@)?([\w.-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?(?:\/(?!\/).*|[?#].*)?$/i;

const PORTS: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  socks5: 1080,
  socks5h: 1080,
};

/** The address in full; undefined if it is none. */
export function readProxy(text: string): string | undefined {
  const [, scheme = "http", user, host, port] = PROXY.exec(text.trim()) ?? [];
  if (host === undefined) return undefined;
  const protocol = scheme.toLowerCase();
  const at = Number(port ?? PORTS[protocol]);
  if (at < 1 || at > 65535) return undefined;
  return `${protocol}://${user === undefined ? "" : `${userInfo(user)}@`}${host}:${at}`;
}

/** `user:password`, percent-encoded whatever is in it; Deno wants the colon. */
function userInfo(text: string): string {
  const colon = text.indexOf(":");
  const [user, password] = colon < 0 ? [text, ""] : [text.slice(0, colon), text.slice(colon + 1)];
  return [user, password].map((each) => encodeURIComponent(decoded(each))).join(":");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether the list of hosts in NO_PROXY has the host, a domain above it, or `*` (Python's proxy_bypass_environment). */
function isExcepted({ hostname, host }: URL, list: string): boolean {
  return list.split(",").map((each) => each.trim().toLowerCase().replace(/^\.+/, "")).some((each) =>
    each === "*" ||
    (each !== "" && [hostname, host].some((name) => name === each || name.endsWith(`.${each}`)))
  );
}

/** Does something while Deno reads that proxy, or none, from the environment. */
export function withProxy<T>(proxy: string | undefined, act: () => T): T {
  const before = ALL_VARIABLES.map((name) => [name, variable(name)] as const)
    .filter(([, value]) => value !== undefined);
  // Each is set to the same, since Deno prefers the general one; none is removed, so that the order of the block stays.
  for (const [name] of before) Deno.env.set(name, proxy ?? "");
  try {
    return act();
  } finally {
    for (const [name, value] of before) Deno.env.set(name, value!);
  }
}
