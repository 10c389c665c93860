// The STS double: a loopback server, HTTP or HTTPS, that behaves as AWS STS does, as far as a client can tell.
// Rule: it knows nothing of swr. It verifies every signature, lets a code work once, and fails in AWS's words.
// Each test starts its own, changes its world, clock and faults, and closes it; nothing is shared or left over.

import { act } from "./sts_actions.ts";
import { authenticate } from "./sts_caller.ts";
import { type Front, openFront } from "./sts_connections.ts";
import type { Fault } from "./sts_faults.ts";
import type { Refusal } from "./sts_failures.ts";
import { claimOf } from "./sts_signature.ts";
import { defaultWorld, type World } from "./sts_world.ts";
import { failure, productPage, success } from "./sts_xml.ts";
import { codeAt, type Device, freshCode, wrongCode } from "./totp.ts";

/** One request, as it arrived. */
export type Seen = {
  method: string;
  host: string;
  action?: string;
  parameters: Record<string, string>;
  /** What the signature claims; not there on requests without one. */
  accessKeyId?: string;
  region?: string;
  /** The date that was signed, in milliseconds. */
  signedAt?: number;
  withToken: boolean;
  /** The client's port: the same for requests on one connection. */
  connection?: number;
  /** When it arrived, in milliseconds, by the machine's own clock. */
  time: number;
};

export type StsOptions = {
  https?: boolean;
  world?: World;
  /** A free one when left out. */
  port?: number;
};

export class StsDouble implements AsyncDisposable {
  readonly url: string;
  readonly world: World;
  /** The CA to trust, over HTTPS. */
  readonly caPem?: string;
  /** Every request, in the order of arrival. */
  readonly requests: Seen[] = [];
  /** What the next POSTs are answered with, the first one first; see next(). */
  readonly faults: Fault[] = [];
  /** Milliseconds that the double's clock is ahead of the machine's; its users' MFA devices follow it. */
  clock = 0;
  /** Milliseconds that the MFA devices are further ahead. */
  #deviceClock = 0;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #front: Front;

  constructor(world: World, port: number, tls?: { caPem: string; cert: string; key: string }) {
    this.world = world;
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request, { remoteAddr }) => this.#handle(request, (remoteAddr as Deno.NetAddr).port),
    );
    this.#front = openFront(this.#server.addr.port, { port, tls });
    this.url = `${tls === undefined ? "http" : "https"}://127.0.0.1:${this.#front.port}`;
    if (tls !== undefined) this.caPem = tls.caPem;
  }

  /** The same as `requests`. */
  get seen(): Seen[] {
    return this.requests;
  }

  /** The next POST that has no fault yet is answered like that, from any client. */
  next(...faults: Fault[]): void {
    this.faults.push(...faults);
  }

  /** A code of the device (the first one's when left out) that will work: one that has not been used. Never waits. */
  code(serial?: string): string {
    const { code, later } = freshCode(this.#device(serial), this.#deviceTime());
    this.#deviceClock += later;
    return code;
  }

  /** What the device shows now, used or not. */
  shownCode(serial?: string): string {
    return codeAt(this.#device(serial), this.#deviceTime());
  }

  /** Six digits that are no code of the device now. */
  wrongCode(serial?: string): string {
    return wrongCode(this.#device(serial), this.#deviceTime());
  }

  /** Lets every device forget its used codes, as the next minutes would. */
  forgetCodes(): void {
    for (const { usedSteps } of this.world.devices) usedSteps.clear();
  }

  /** The number of connections that clients hold open now. */
  openConnections(): number {
    return this.#front.open();
  }

  /** Cuts all connections and ends; calls that hang are given up. */
  async close(): Promise<void> {
    await this.#front.close();
    await this.#server.shutdown();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #handle(request: Request, peerPort: number): Promise<Response> {
    const body = await request.text();
    const parameters = Object.fromEntries(new URLSearchParams(body));
    this.#log(request, parameters, peerPort);
    if (request.method !== "POST") return productPage(this.#now());
    const answer = () => this.#answer(request, body, parameters);
    const fault = this.faults.shift();
    if (fault === undefined) return await answer();
    if (typeof fault !== "function") return failure(fault, this.#now());
    return await fault(request, { answer, cut: () => this.#front.cut(peerPort) });
  }

  async #answer(
    request: Request,
    body: string,
    parameters: Record<string, string>,
  ): Promise<Response> {
    const now = this.#now();
    const caller = await authenticate(request, body, this.world, now);
    if (isRefusal(caller)) return failure(caller, now);
    const clocks = { now, devices: this.#deviceTime() };
    const result = act(parameters, caller, this.world, clocks);
    return isRefusal(result) ? failure(result, now) : success(parameters.Action!, result, now);
  }

  #log(request: Request, parameters: Record<string, string>, peerPort: number): void {
    const claim = claimOf(request.headers);
    const connection = this.#front.clientPort(peerPort);
    this.requests.push({
      method: request.method,
      host: request.headers.get("host") ?? "",
      ...(parameters.Action !== undefined && { action: parameters.Action }),
      parameters,
      ...(claim !== undefined && {
        accessKeyId: claim.accessKeyId,
        region: claim.region,
        signedAt: claim.signedAt,
      }),
      withToken: request.headers.has("x-amz-security-token"),
      ...(connection !== undefined && { connection }),
      time: Date.now(),
    });
  }

  #device(serial?: string): Device {
    const device = this.world.devices.find((each) => each.serial === (serial ?? each.serial));
    if (device === undefined) throw new Error(`there is no device "${serial}"`);
    return device;
  }

  #now(): number {
    return Date.now() + this.clock;
  }

  #deviceTime(): number {
    return this.#now() + this.#deviceClock;
  }
}

/** Starts a double on 127.0.0.1. */
export async function startSts(
  { https = false, world = defaultWorld(), port = 0 }: StsOptions = {},
): Promise<StsDouble> {
  if (!https) return new StsDouble(world, port);
  // A tenth of a second to load, and few tests need it.
  // A proxy is asked for hosts of AWS's own, since this machine is reached without one.
  const NAMES = [
    "localhost",
    "127.0.0.1",
    "sts.eu-central-1.amazonaws.com",
    "vpce-0a-b.sts.eu-central-1.vpce.amazonaws.com",
  ];
  const { makeCertificates } = await import("./certificates.ts");
  return new StsDouble(world, port, await makeCertificates(NAMES));
}

function isRefusal(value: object): value is Refusal {
  return "status" in value && "message" in value;
}
