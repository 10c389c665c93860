// Signing in to the web console with the credentials of a role: the host that gives a token, the request to it, and the
// URL made of its answer. Source: IAM User Guide, "Enable custom identity broker access to the AWS console".
// Rule: the answer is not trusted; only a token of the expected characters goes into a URL.

import type { Setting } from "../text/origin.ts";
import { awsEndpoint, customEndpoint, type Endpoint } from "../role/endpoint.ts";
import { isLoopback } from "../text/host.ts";
import { SwrError } from "../text/errors.ts";
import type { AssumeRoleCall } from "../role/sts_call.ts";
import type { SessionCredentials } from "../credentials/credentials.ts";
import type { CredentialSource } from "../role/source.ts";
import { visible } from "../text/visible.ts";

/** Where the users of a partition sign in, and where their console is. */
export type SigninPlace = {
  /** The host of `/federation` and `/switchrole`. */
  readonly signin: string;
  /** The console's host; `<region>.` may precede it. */
  readonly console: string;
  /** The region whose console is at that host itself. */
  readonly homeRegion: string;
};

/**
 * The partitions with a federation endpoint that is known. The AWS Toolkit uses the first three; the European
 * Sovereign Cloud's is the host of AWS's endpoint rules for its sign-in service, which have no global name there.
 */
export const SIGNIN_PLACES: Readonly<Record<string, SigninPlace>> = {
  aws: {
    signin: "signin.aws.amazon.com",
    console: "console.aws.amazon.com",
    homeRegion: "",
  },
  "aws-cn": {
    signin: "signin.amazonaws.cn",
    console: "console.amazonaws.cn",
    homeRegion: "cn-north-1",
  },
  "aws-us-gov": {
    signin: "signin.amazonaws-us-gov.com",
    console: "console.amazonaws-us-gov.com",
    homeRegion: "us-gov-west-1",
  },
  "aws-eusc": {
    signin: "eusc-de-east-1.signin.amazonaws-eusc.eu",
    console: "console.amazonaws-eusc.eu",
    homeRegion: "eusc-de-east-1",
  },
};

/** The hosts of the partition; SwrError "config" if AWS does not publish them. */
export function signinPlace(partition: string): SigninPlace {
  const place = Object.hasOwn(SIGNIN_PLACES, partition) ? SIGNIN_PLACES[partition] : undefined;
  if (place !== undefined) return place;
  throw new SwrError(
    "no-console",
    `swr does not know the console sign-in of the partition "${partition}"`,
    [
      `it knows those of ${Object.keys(SIGNIN_PLACES).join(", ")}`,
      "a session works: `swr PROFILE`",
    ],
  );
}

/**
 * The endpoint that is asked: the partition's own, or one of the user's on this machine. SwrError "config" for any
 * other: the server there gets the role's credentials, and an endpoint of STS must not.
 */
export function signinEndpoint({ signin }: SigninPlace, own: Setting | undefined): Endpoint {
  const official = awsEndpoint(signin);
  if (own === undefined) return official;
  const found = customEndpoint(own, { service: "the console's sign-in", example: signin });
  if (found.url === official.url || isLoopback(found.host.replace(/:\d+$/, ""))) return found;
  throw new SwrError(
    "endpoint-malformed",
    `"${
      visible(own.value)
    }" cannot be the endpoint of the console's sign-in: the role's credentials go to ${signin} and this machine only`,
    [
      `an endpoint for STS alone is named in AWS_ENDPOINT_URL_STS; or set AWS_ENDPOINT_URL_SIGNIN=${official.url}`,
    ],
    { origin: own.origin },
  );
}

/**
 * Seconds for SessionDuration, if it may be sent. It may only be sent with credentials that long-lived keys got by one
 * AssumeRole; with others the endpoint answers "Invalid credentials parameter", and the console's session ends with
 * them. Undefined too if no time was asked for: an hour is the default of both.
 */
export function consoleSeconds(
  calls: readonly AssumeRoleCall[],
  source: CredentialSource,
): number | undefined {
  return calls.length === 1 && source.gives === "long-term"
    ? calls[0]!.input.DurationSeconds
    : undefined;
}

/** The form that asks for a sign-in token, as a body or a query. */
export function tokenForm(credentials: SessionCredentials, seconds: number | undefined): string {
  const session = JSON.stringify({
    sessionId: credentials.accessKeyId,
    sessionKey: credentials.secretAccessKey,
    sessionToken: credentials.sessionToken,
  });
  return new URLSearchParams({
    Action: "getSigninToken",
    ...(seconds !== undefined && { SessionDuration: String(seconds) }),
    Session: session,
  }).toString();
}

/** The path that answers it, and that signs in. */
export const FEDERATION = "/federation";

/** The URL that signs in: valid for a quarter of an hour. */
export function signinUrl(origin: string, destination: string, token: string): string {
  return `${origin}${FEDERATION}?Action=login&Destination=${
    encodeURIComponent(destination)
  }&SigninToken=${encodeURIComponent(token)}`;
}
