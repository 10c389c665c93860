// Asks the access portal of IAM Identity Center for the credentials of an account and permission set (GetRoleCredentials).
// Rule: one request to one host, no redirect followed; every value of the answer is checked. The connection is closed
// before the AWS SDK is evaluated. Source: botocore, data/sso/2019-06-10/service-2.json.

import type { Answer } from "../os/connection.ts";
import { type Request, type Transport, transportTo } from "../os/transport.ts";
import { withWaitNotice } from "../os/worker.ts";
import type { Endpoint } from "../role/endpoint.ts";
import type { Sso } from "../role/sso.ts";
import { causes } from "../text/causes.ts";
import { SwrError } from "../text/errors.ts";
import { visible } from "../text/visible.ts";
import { isObject, jsonObject } from "./json_object.ts";
import { renewHints } from "./sso_token.ts";
import { type Served, servedCredentials } from "./served.ts";

/** What the request is made with. */
type Way = {
  readonly portal: Endpoint;
  /** Authorities in addition to those that Deno trusts, in PEM. */
  readonly caCerts: readonly string[];
  readonly userAgent: string;
  /** Says that an answer is waited for; undefined if nothing is to be said. */
  readonly notify: ((message: string) => void) | undefined;
};

/** The credentials that the portal gives for the access token. SwrError with cause and remedy. */
export async function roleCredentials(
  sso: Sso,
  token: string,
  profile: string,
  { portal, caCerts, userAgent, notify }: Way,
): Promise<Served> {
  const { url, host } = portal;
  const transport = await transportTo(url, caCerts);
  const asking = send(transport, requestFor(sso, token, userAgent), host);
  const answer = await withWaitNotice(asking, host, notify);
  return readAnswer(answer, { sso, profile, host }, Date.now());
}

function requestFor({ account, role }: Sso, token: string, userAgent: string): Request {
  const query = new URLSearchParams({ account_id: account, role_name: role });
  return {
    method: "GET",
    path: `/federation/credentials?${query}`,
    headers: {
      accept: "application/json",
      "user-agent": userAgent,
      "x-amz-sso_bearer_token": token,
    },
    body: "",
  };
}

async function send(transport: Transport, request: Request, host: string): Promise<Answer> {
  try {
    return await transport.send(request);
  } catch (error) {
    const message = visible(causes(error));
    throw /certificate/i.test(message)
      ? new SwrError("certificate-untrusted", `the certificate of ${host} is not trusted`, [
        message,
        "if a proxy of your company opens TLS, name a file with its certificate in AWS_CA_BUNDLE or ca_bundle",
      ])
      : new SwrError("sso-unreachable", `no answer from IAM Identity Center at ${host}`, [
        message,
        "check the network, HTTPS_PROXY, and sso_region",
      ]);
  } finally {
    transport.close();
  }
}

const NAMES = {
  id: "accessKeyId",
  secret: "secretAccessKey",
  token: "sessionToken",
  expiration: "expiration",
  account: "accountId",
} as const;

/** What was asked, and whom. */
type Asked = { readonly sso: Sso; readonly profile: string; readonly host: string };

/** The credentials in the answer. SwrError for a refusal, or an answer that is not the portal's. */
function readAnswer({ statusCode, headers, body }: Answer, asked: Asked, now: number): Served {
  const text = new TextDecoder().decode(body);
  const value = jsonObject(text);
  if (statusCode !== 200) throw refusal(statusCode, headers, value, asked);
  const found = value?.roleCredentials;
  if (!isObject(found)) throw foreign(asked, "it holds no credentials");
  const { accessKeyId: id, secretAccessKey: secret, sessionToken, expiration } = found;
  const end = typeof expiration === "number" && expiration > 0 && expiration < 8e15
    ? new Date(expiration).toISOString()
    : "";
  const values = { id, secret, token: sessionToken, expiration: end, account: asked.sso.account };
  const served = servedCredentials(values, NAMES, now);
  if ("what" in served) throw foreign(asked, served.what);
  if (served.credentials.kind === "long-term") throw foreign(asked, "it holds no session's key");
  if (served.facts.expiration === undefined) throw foreign(asked, "expiration is missing");
  return served;
}

function refusal(
  status: number,
  headers: Readonly<Record<string, string>>,
  value: Readonly<Record<string, unknown>> | undefined,
  asked: Asked,
): SwrError {
  const { sso, profile } = asked;
  const name = /^[\w.#:]*?(\w+)(?::.*)?$/.exec(
    headers["x-amzn-errortype"] ?? String(value?.__type ?? ""),
  )?.[1];
  const said = typeof value?.message === "string" ? value.message : "";
  const says = `IAM Identity Center says: ${visible(said).slice(0, 500)} (${name ?? status})`;
  if (name === undefined) return foreign(asked, `its status is ${status}`);
  if (status === 401 || name === "UnauthorizedException") {
    return new SwrError("sso-refused", "IAM Identity Center does not accept the cached sign-in", [
      ...renewHints(sso, profile),
      says,
    ]);
  }
  if (status === 403 || status === 404) {
    return new SwrError(
      "sso-refused",
      `you have no access to the permission set ${visible(sso.role)} in account ${sso.account}`,
      [
        "check sso_account_id and sso_role_name: the access portal shows what you have",
        says,
      ],
      { origin: sso.startUrl.origin },
    );
  }
  return status === 429 || status >= 500
    ? new SwrError("sso-failed", "IAM Identity Center cannot answer now", ["try again", says])
    : new SwrError("sso-refused", "IAM Identity Center refused the request", [says]);
}

function foreign({ host }: Asked, why: string): SwrError {
  return new SwrError(
    "sso-answer-foreign",
    `the answer of ${host} cannot be used: ${why}`,
    ["check the endpoint and the proxy"],
  );
}
