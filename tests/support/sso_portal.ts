// The double of IAM Identity Center's access portal: GetRoleCredentials on loopback, with sessions that the STS double
// knows. Rule: it knows nothing of swr, and fails in AWS's words (botocore, data/sso/2019-06-10/service-2.json).

import type { Sandbox } from "./sandbox.ts";
import { issueRoleSession } from "./sources.ts";
import type { StsDouble } from "./sts_double.ts";
import { newRole, type Role, type RoleSession } from "./sts_world.ts";

/** What the portal is asked, as it arrived. */
type Asked = {
  readonly method: string;
  readonly account: string | null;
  readonly role: string | null;
  readonly token: string | null;
  readonly path: string;
};

/** An answer other than the portal would give. */
export type PortalFault = () => Response;

export class PortalDouble implements AsyncDisposable {
  readonly url: string;
  readonly requests: Asked[] = [];
  /** The tokens that are signed in. */
  readonly tokens = new Set<string>(["access-token-of-the-double"]);
  /** What the next requests are answered with. */
  readonly faults: PortalFault[] = [];
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #roles = new Map<string, Role>();

  constructor(readonly sts: StsDouble) {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request) => this.#handle(request),
    );
    this.url = `http://127.0.0.1:${this.#server.addr.port}`;
  }

  /** Lets the permission set be used in the account; its role. */
  assign(account: string, permissionSet: string): Role {
    const name = `AWSReservedSSO_${permissionSet}_0123456789abcdef`;
    const role = newRole({ name, account });
    this.#roles.set(`${account} ${permissionSet}`, role);
    this.sts.world.roles.push(role);
    return role;
  }

  /** A session in the role, as the portal's user has it. */
  issue(role: Role): RoleSession {
    return issueRoleSession(this.sts, role, { sessionName: "someone@example.org" });
  }

  #handle(request: Request): Response {
    const { pathname, searchParams } = new URL(request.url);
    const asked: Asked = {
      method: request.method,
      path: pathname,
      account: searchParams.get("account_id"),
      role: searchParams.get("role_name"),
      token: request.headers.get("x-amz-sso_bearer_token"),
    };
    this.requests.push(asked);
    const fault = this.faults.shift();
    if (fault !== undefined) return fault();
    if (asked.path !== "/federation/credentials" || asked.method !== "GET") {
      return new Response("<html>not here</html>", { status: 404 });
    }
    if (!this.tokens.has(asked.token ?? "")) {
      return refused(401, "UnauthorizedException", "Session token not found or invalid");
    }
    const role = this.#roles.get(`${asked.account} ${asked.role}`);
    if (role === undefined) return refused(403, "ForbiddenException", "No access");
    const session = this.issue(role);
    return Response.json({
      roleCredentials: {
        accessKeyId: session.accessKeyId,
        secretAccessKey: session.secretAccessKey,
        sessionToken: session.sessionToken,
        expiration: session.expiresAt,
      },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** An error as the portal writes it. */
export function refused(status: number, code: string, message: string): Response {
  return Response.json({ message, __type: `com.amazonaws.switchboard.portal#${code}` }, {
    status,
    headers: { "x-amzn-errortype": code },
  });
}

/** The sign-in that `aws sso login` caches. */
export const SIGN_IN = {
  startUrl: "https://example.awsapps.com/start",
  region: "eu-central-1",
  accessToken: "access-token-of-the-double",
  expiresAt: "2099-01-01T00:00:00Z",
  clientId: "client",
  clientSecret: "client-secret-of-the-double",
  registrationExpiresAt: "2099-01-01T00:00:00Z",
  refreshToken: "refresh-token-of-the-double",
};

/** Writes a file of the AWS CLI's cache for a sign-in of that name (a session's, or a start URL); gives its path. */
export async function writeSignIn(
  box: Sandbox,
  name: string,
  content: unknown = SIGN_IN,
  mode = 0o600,
): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(name));
  const file = `home/.aws/sso/cache/${new Uint8Array(digest).toHex()}.json`;
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const path = await box.write(file, text);
  await Deno.chmod(path, mode);
  return path;
}
