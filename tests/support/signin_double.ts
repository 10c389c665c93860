// The double of the console's sign-in service: a loopback server that hands out sign-in tokens for sessions of an STS
// double, as AWS's federation endpoint does, as far as a client can tell.
// Rule: it knows nothing of swr. It decodes the session and compares it with what the STS double issued.

import { openFront } from "./sts_connections.ts";
import type { StsDouble } from "./sts_double.ts";

/** One request, as it arrived. */
export type SigninSeen = {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly form: Readonly<Record<string, string>>;
};

export type Behaviour = (request: SigninSeen, cut: () => void) => Response | undefined;

/** Behaviours that break what the double does otherwise; undefined from one lets the double answer itself. */
export const TROUBLE = {
  /** Takes a GET only, as the documentation shows it. */
  noPost: (status: number): Behaviour => ({ method }) =>
    method === "POST" ? tomcat(status, "Method Not Allowed") : undefined,
  html: (): Behaviour => () =>
    new Response("<html><title>Wi-Fi</title></html>", { headers: { "content-type": "text/html" } }),
  status: (status: number, text = "no"): Behaviour => () => tomcat(status, text),
  /** An error page that repeats the request, secrets and all. */
  echo: (status: number): Behaviour => ({ form }) => tomcat(status, JSON.stringify(form)),
  token: (token: unknown): Behaviour => () => Response.json({ SigninToken: token }),
  redirect: (to: string): Behaviour => () =>
    new Response(null, { status: 302, headers: { location: to } }),
  hangUp: (): Behaviour => (_, cut) => (cut(), new Response(null, { status: 500 })),
} as const;

export type SigninDouble = AsyncDisposable & {
  readonly url: string;
  readonly seen: SigninSeen[];
  /** The tokens handed out, each with the access key id of its session and the seconds it was asked for. */
  readonly issued: { token: string; accessKeyId: string; seconds: string | undefined }[];
  behave: Behaviour | undefined;
};

/** Starts a double on 127.0.0.1 that knows the sessions of that STS. */
export function startSignin(
  sts: StsDouble,
  tls?: { cert: string; key: string },
): SigninDouble {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request, { remoteAddr }) => {
      const { pathname, search } = new URL(request.url);
      const body = request.method === "POST" ? await request.text() : search;
      const form = Object.fromEntries(new URLSearchParams(body));
      const seen = { method: request.method, target: pathname + search, form };
      double.seen.push(seen);
      const cut = () => front.cut((remoteAddr as Deno.NetAddr).port);
      return double.behave?.(seen, cut) ?? answer(seen);
    },
  );
  const front = openFront(server.addr.port, { port: 0, tls });
  const double: SigninDouble = {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${front.port}`,
    seen: [],
    issued: [],
    behave: undefined,
    async [Symbol.asyncDispose]() {
      await front.close();
      await server.shutdown();
    },
  };

  function answer({ target, form }: SigninSeen): Response {
    if (!/^\/federation(\?|$)/.test(target)) return tomcat(404, "Not Found");
    if (form.Action !== "getSigninToken") return tomcat(400, "Invalid action parameter");
    const session = sts.world.sessions.find((each) => isOf(each, form.Session ?? ""));
    // Keys of GetSessionToken do not sign in (IAM User Guide, custom identity broker).
    if (session === undefined || "user" in session) {
      return tomcat(400, "Invalid credentials parameter");
    }
    const seconds = form.SessionDuration;
    // The endpoint's rule: a time only for credentials that an IAM user got with long-lived keys.
    const last = sts.seen.findLast(({ action }) => action === "AssumeRole");
    if (seconds !== undefined && (last?.withToken || !(+seconds >= 900 && +seconds <= 43200))) {
      return tomcat(400, "Invalid credentials parameter");
    }
    const token = `${"VGhpc0lzQVRva2Vu".repeat(40)}-_${double.issued.length}`;
    double.issued.push({ token, accessKeyId: session.accessKeyId, seconds });
    return Response.json({ SigninToken: token });
  }
  return double;
}

function isOf(
  { accessKeyId, secretAccessKey, sessionToken }: StsDouble["world"]["sessions"][number],
  session: string,
): boolean {
  try {
    const { sessionId, sessionKey, sessionToken: token, ...more } = JSON.parse(session);
    return sessionId === accessKeyId && sessionKey === secretAccessKey && token === sessionToken &&
      Object.keys(more).length === 0;
  } catch {
    return false;
  }
}

/** Errors come as Tomcat's pages. */
function tomcat(status: number, text: string): Response {
  return new Response(
    `<!doctype html><html><head><title>HTTP Status ${status} – ${text}</title></head></html>`,
    { status, headers: { "content-type": "text/html" } },
  );
}
