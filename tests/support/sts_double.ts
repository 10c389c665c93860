// The STS double: a loopback server that behaves as AWS STS does, as far as swr can tell.
// Rule: it knows nothing of swr. It verifies every signature, lets a code work once, and fails in AWS's words.

import { FAILURES, notAuthorized, type Refusal } from "./sts_failures.ts";
import { claimedSigner, isSignedWith } from "./sts_signature.ts";
import {
  defaultWorld,
  type Device,
  type IssuedSession,
  type Role,
  roleArn,
  type User,
  type World,
} from "./sts_world.ts";

export type Seen = {
  method: string;
  parameters: Record<string, string>;
  accessKeyId?: string;
  withToken: boolean;
};
export type Fault = Refusal | ((request: Request) => Response | Promise<Response>);

type Caller = { arn: string; account: string; user?: User; session?: IssuedSession };

export type StsDouble = {
  url: string;
  world: World;
  /** Every request, in the order of arrival. */
  seen: Seen[];
  /** The next POST fails, or is answered, this way. */
  faults: Fault[];
  /** A code of the device that has not been used: of the running step, or of one beside it. */
  code(serial?: string): string;
  /** Lets every device forget its used codes, as the next half minute would. */
  forgetCodes(): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Starts a double on a free port of 127.0.0.1; `tls` gives it a certificate. */
export async function startSts(tls?: { cert: string; key: string }): Promise<StsDouble> {
  const world = defaultWorld();
  const seen: Seen[] = [];
  const faults: Fault[] = [];
  const handler = (request: Request) => handle(request, world, seen, faults);
  const options = { hostname: "127.0.0.1", port: 0, onListen() {} };
  const server = tls === undefined
    ? Deno.serve(options, handler)
    : Deno.serve({ ...options, ...tls }, handler);
  const scheme = tls === undefined ? "http" : "https";
  const close = () => server.shutdown();
  return await Promise.resolve({
    url: `${scheme}://127.0.0.1:${server.addr.port}`,
    world,
    seen,
    faults,
    code: (serial?: string) => unusedCode(world, serial ?? world.devices[0]!.serial),
    forgetCodes: () => world.devices.forEach(({ usedSteps }) => usedSteps.clear()),
    close,
    [Symbol.asyncDispose]: close,
  });
}

async function handle(
  request: Request,
  world: World,
  seen: Seen[],
  faults: Fault[],
): Promise<Response> {
  const body = await request.text();
  const parameters = Object.fromEntries(new URLSearchParams(body));
  const signer = claimedSigner(request);
  seen.push({
    method: request.method,
    parameters,
    withToken: signer?.sessionToken !== undefined,
    ...(signer !== undefined && { accessKeyId: signer.accessKeyId }),
  });
  if (request.method !== "POST") {
    return new Response(null, { status: 302, headers: { location: "https://aws.amazon.com/iam" } });
  }
  const fault = faults.shift();
  if (typeof fault === "function") return await fault(request);
  if (fault !== undefined) return refuse(fault);
  const caller = await authenticate(request, body, world);
  if ("code" in caller) return refuse(caller);
  switch (parameters.Action) {
    case "AssumeRole":
      return assumeRole(parameters, caller, world);
    case "GetCallerIdentity":
      return answer(
        "GetCallerIdentity",
        `<Arn>${caller.arn}</Arn><UserId>AIDAEXAMPLE</UserId><Account>${caller.account}</Account>`,
      );
    default:
      return refuse(FAILURES.unknownAction);
  }
}

async function authenticate(
  request: Request,
  body: string,
  world: World,
): Promise<Caller | Refusal> {
  const signer = claimedSigner(request);
  const user = world.users.find(({ accessKeyId }) => accessKeyId === signer?.accessKeyId);
  const session = world.sessions.find(({ accessKeyId }) => accessKeyId === signer?.accessKeyId);
  const key = user ?? session;
  if (signer === undefined || key === undefined) return FAILURES.unknownKey;
  if (signer.sessionToken !== session?.sessionToken) return FAILURES.unknownKey;
  if (Math.abs(signer.signedAt - Date.now()) > 15 * 60 * 1000) return FAILURES.skew;
  if (!await isSignedWith(key, request, body)) return FAILURES.wrongSignature;
  if (session !== undefined && session.expiresAt <= Date.now()) return FAILURES.expired;
  return { arn: key.arn, account: key.account, ...(user && { user }), ...(session && { session }) };
}

function assumeRole(parameters: Record<string, string>, caller: Caller, world: World): Response {
  const { RoleArn = "", RoleSessionName = "", ExternalId, SerialNumber, TokenCode } = parameters;
  const invalid = outOfBounds(parameters);
  if (invalid !== undefined) return refuse(invalid);
  if ((SerialNumber === undefined) !== (TokenCode === undefined)) return refuse(FAILURES.halfMfa);
  if (SerialNumber !== undefined) {
    const device = world.devices.find(({ serial, userArn }) =>
      serial === SerialNumber && userArn === caller.arn
    );
    if (device === undefined) return refuse(FAILURES.wrongDevice);
    if (!consume(device, TokenCode!)) return refuse(FAILURES.wrongCode);
  }
  const role = world.roles.find((each) => roleArn(each) === RoleArn);
  const principal = caller.session?.roleArn ?? caller.arn;
  const trusted = role !== undefined && role.trusts.includes(principal) &&
    (!role.needsMfa || SerialNumber !== undefined) && role.externalId === ExternalId;
  if (!trusted) return refuse(notAuthorized(caller.arn, RoleArn));
  const duration = Number(parameters.DurationSeconds ?? 3600);
  if (caller.session !== undefined && duration > 3600) return refuse(FAILURES.chainTooLong);
  if (duration > role.maxSessionDuration) return refuse(FAILURES.tooLong);
  const session = issue(role, RoleSessionName, duration);
  world.sessions.push(session);
  return answer("AssumeRole", assumedRoleXml(session, RoleSessionName, parameters.SourceIdentity));
}

function outOfBounds(
  { RoleSessionName = "", TokenCode, DurationSeconds }: Record<string, string>,
): Refusal | undefined {
  const at = (value: string, name: string, constraint: string): Refusal => ({
    status: 400,
    code: "ValidationError",
    message:
      `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must ${constraint}`,
  });
  if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName)) {
    return at(
      RoleSessionName,
      "roleSessionName",
      "satisfy regular expression pattern: [\\w+=,.@-]*",
    );
  }
  if (TokenCode !== undefined && !/^\d{6}$/.test(TokenCode)) {
    return at(TokenCode, "tokenCode", "have length less than or equal to 6");
  }
  const seconds = Number(DurationSeconds ?? 3600);
  if (!(seconds >= 900 && seconds <= 43200)) {
    return at(
      String(DurationSeconds),
      "durationSeconds",
      "have value greater than or equal to 900",
    );
  }
  return undefined;
}

/** A code counts in its half minute and the ones beside it, and only once. */
function consume({ totp, usedSteps }: Device, code: string): boolean {
  const delta = totp.validate({ token: code, window: 1 });
  if (delta === null) return false;
  const step = Math.floor(Date.now() / 30_000) + delta;
  if (usedSteps.has(step)) return false;
  usedSteps.add(step);
  return true;
}

function unusedCode(world: World, serial: string): string {
  const device = world.devices.find((each) => each.serial === serial);
  if (device === undefined) throw new Error(`no device ${serial}`);
  const now = Math.floor(Date.now() / 30_000);
  // The running step last among equals would expire first; the next one lives longest.
  const step = [now, now + 1, now - 1].find((each) => !device.usedSteps.has(each));
  if (step === undefined) throw new Error("every code of this minute is used");
  return device.totp.generate({ timestamp: step * 30_000 });
}

function issue(role: Role, sessionName: string, duration: number): IssuedSession {
  // The characters that quoting and forms get wrong are always among them.
  return {
    accessKeyId: `ASIA${random(8).toUpperCase()}`,
    secretAccessKey: `${random(12)}/+${random(6)}`,
    sessionToken: `${random(60)}/+=${random(60)}==`,
    arn: `arn:${role.partition}:sts::${role.account}:assumed-role/${role.name}/${sessionName}`,
    account: role.account,
    roleArn: roleArn(role),
    expiresAt: Date.now() + duration * 1000,
  };
}

function random(bytes: number): string {
  return [...crypto.getRandomValues(new Uint8Array(bytes))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function assumedRoleXml(session: IssuedSession, name: string, sourceIdentity?: string): string {
  const expiration = new Date(session.expiresAt).toISOString().replace(/\.\d+Z$/, "Z");
  return `<AssumedRoleUser><AssumedRoleId>AROAEXAMPLE:${name}</AssumedRoleId><Arn>${session.arn}</Arn></AssumedRoleUser>` +
    `<Credentials><AccessKeyId>${session.accessKeyId}</AccessKeyId><SecretAccessKey>${session.secretAccessKey}</SecretAccessKey>` +
    `<SessionToken>${session.sessionToken}</SessionToken><Expiration>${expiration}</Expiration></Credentials>` +
    (sourceIdentity === undefined ? "" : `<SourceIdentity>${sourceIdentity}</SourceIdentity>`);
}

function answer(action: string, result: string): Response {
  return xml(200, action, `<${action}Result>${result}</${action}Result>`);
}

function refuse({ status, code, message }: Refusal): Response {
  const escaped = message.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const error =
    `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped}</Message></Error>`;
  return xml(status, undefined, error);
}

function xml(status: number, action: string | undefined, inner: string): Response {
  const id = crypto.randomUUID();
  const root = action === undefined ? "ErrorResponse" : `${action}Response`;
  const tail = action === undefined
    ? `<RequestId>${id}</RequestId>`
    : `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata>`;
  return new Response(
    `<${root} xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${inner}${tail}</${root}>`,
    { status, headers: { "content-type": "text/xml", "x-amzn-requestid": id } },
  );
}
