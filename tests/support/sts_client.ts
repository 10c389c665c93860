// AWS's own SDK, pointed at a double: the client that the tests of the double are made with.
// Rule: no retries and no configuration files, so that each call of a test is one request. May import the SDK.

import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  type AssumeRoleCommandOutput,
  GetCallerIdentityCommand,
  GetScopedCredentialsCommand,
  type GetScopedCredentialsCommandInput,
  type GetScopedCredentialsCommandOutput,
  GetSessionTokenCommand,
  type GetSessionTokenCommandInput,
  type GetSessionTokenCommandOutput,
  STSClient,
  type STSClientConfig,
  STSServiceException,
} from "@aws-sdk/client-sts";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import type { StsDouble } from "./sts_double.ts";
import type { Refusal } from "./sts_failures.ts";
import type { Key } from "./sts_signature.ts";
import { KEYS, SERIAL } from "./sts_world.ts";

export const ME: Key = {
  accessKeyId: KEYS.AWS_ACCESS_KEY_ID,
  secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY,
};

/** A client with the keys of `me` where no others are given. */
export function client(sts: StsDouble, more: Partial<STSClientConfig> = {}): STSClient {
  return new STSClient({
    endpoint: sts.url,
    region: "eu-central-1",
    credentials: ME,
    maxAttempts: 1,
    requestHandler: new FetchHttpHandler({ requestTimeout: 30_000 }),
    ...more,
  });
}

/** The input of a call for that role of account 222233334444, or for a full ARN. */
export function forRole(
  role: string,
  more: Partial<AssumeRoleCommandInput> = {},
): AssumeRoleCommandInput {
  const arn = role.startsWith("arn:") ? role : `arn:aws:iam::222233334444:role/${role}`;
  return { RoleArn: arn, RoleSessionName: "tester", ...more };
}

export function withMfa(code: string, serial: string = SERIAL) {
  return { SerialNumber: serial, TokenCode: code };
}

export function assume(
  sts: StsDouble,
  input: AssumeRoleCommandInput,
  more?: Partial<STSClientConfig>,
): Promise<AssumeRoleCommandOutput> {
  return client(sts, more).send(new AssumeRoleCommand(input));
}

export function sessionToken(
  sts: StsDouble,
  input: GetSessionTokenCommandInput = {},
  more?: Partial<STSClientConfig>,
): Promise<GetSessionTokenCommandOutput> {
  return client(sts, more).send(new GetSessionTokenCommand(input));
}

export function scoped(
  sts: StsDouble,
  input: GetScopedCredentialsCommandInput,
  more?: Partial<STSClientConfig>,
): Promise<GetScopedCredentialsCommandOutput> {
  return client(sts, more).send(new GetScopedCredentialsCommand(input));
}

export function whoAmI(sts: StsDouble, more?: Partial<STSClientConfig>) {
  return client(sts, more).send(new GetCallerIdentityCommand({}));
}

/** The keys in an answer, to sign the next call with. */
export function keysOf(
  { Credentials }: Pick<AssumeRoleCommandOutput, "Credentials">,
): Required<Key> {
  return {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
}

/** How a call was refused, with status, code and text as the SDK read them; an error when it was not. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof STSServiceException)) throw error;
    const { httpStatusCode = 0, requestId = "" } = error.$metadata;
    if (!/^[0-9a-f-]{36}$/.test(requestId)) throw new Error(`request id "${requestId}"`);
    const { Code = error.name } = error as { Code?: string };
    return { status: httpStatusCode, code: Code, message: error.message };
  }
  throw new Error("it was not refused");
}
