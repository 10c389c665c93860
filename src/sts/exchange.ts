// One call through the Worker: the SDK's requests are checked and sent, its report is checked against the answer.
// Rule: one request at a time, one for a call with a code and three without; what is known of a failure is main's own.

import type { Credentials } from "../credentials/credentials.ts";
import { type Answer, ConnectionLost, ForeignAnswer } from "../os/connection.ts";
import type { StsEndpoint } from "../role/endpoint.ts";
import type { Call } from "../role/sts_call.ts";
import { causes } from "../text/causes.ts";
import { SwrError } from "../text/errors.ts";
import { keepSecret } from "../text/mask.ts";
import { visible } from "../text/visible.ts";
import {
  compareReport,
  readAnswer,
  readFailure,
  type Reading,
  secretsIn,
  unusable,
  withoutPrefixes,
} from "./incoming.ts";
import type { CallMessage, Failure, ToWorker } from "./messages.ts";
import { checkRequest } from "./outgoing.ts";
import type { Request } from "../os/transport.ts";

/** What a call ends with: main's own reading of the answer, or the failure. */
export type Outcome = { readonly reading: Reading } | { readonly failure: Failure };

/** What a call is made of, and the ways out of this module. */
export type ExchangeParts = {
  readonly call: Call;
  readonly credentials: Credentials;
  readonly endpoint: StsEndpoint;
  /** How far the clock of STS is ahead, in milliseconds, as far as the SDK may sign with it. */
  readonly clockAheadMs: number;
  readonly userAgent: string;
  readonly send: (request: Request) => Promise<Answer>;
  readonly post: (message: ToWorker) => void;
};

/** Takes the Worker's messages about the call, one after the other. */
export class Exchange {
  readonly #parts: ExchangeParts;
  #left: number;
  #sending = false;
  /** What came of the last request. */
  #last: { readonly answer: Answer } | { readonly failure: Failure } | undefined;
  /** How far the clock was ahead by the last answer's Date: the SDK signs a further request by it. */
  #correctedMs: number;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
    this.#left = "TokenCode" in parts.call.input ? 1 : 3;
    this.#correctedMs = parts.clockAheadMs;
  }

  /** The outcome if the message ends the call; undefined if it goes on. SwrError for what the SDK may not do. */
  async take(id: number, message: CallMessage): Promise<Outcome | undefined> {
    switch (message.type) {
      case "request":
        await this.#request(id, message.request);
        return undefined;
      case "answer":
        return { reading: this.#reading(message.answer) };
      case "failure":
        return this.#failed(message.message);
    }
  }

  async #request(id: number, request: unknown): Promise<void> {
    const { call, credentials, endpoint, clockAheadMs, userAgent, send, post } = this.#parts;
    if (this.#sending || this.#left === 0) throw oneMore();
    this.#left--;
    this.#sending = true;
    const now = Date.now();
    const times = [now, now + clockAheadMs, now + this.#correctedMs];
    const { headers, body } = checkRequest(request, { call, credentials, endpoint, times });
    try {
      const answer = await send({
        method: "POST",
        headers: { ...headers, "user-agent": userAgent },
        body,
      });
      const text = textOf(answer);
      // Before anything is refused: an error may quote the answer.
      keepSecret(...secretsIn(text));
      this.#last = { answer };
      const readable = new TextEncoder().encode(withoutPrefixes(text));
      const response = { ...answer, headers: this.#told(answer), body: readable };
      post({ type: "response", id, response });
    } catch (error) {
      const failure = failureOf(error);
      this.#last = { failure };
      const again = error instanceof ConnectionLost && error.code !== undefined;
      post({ type: "unanswered", id, message: failure.message, again });
    } finally {
      this.#sending = false;
    }
  }

  /**
   * The headers for the SDK, which signs a further request by the Date in them, and repeats whatever failed. So it gets
   * none if it signs by the measured clock already, or if the clocks are a day apart.
   */
  #told({ headers }: Answer): Answer["headers"] {
    const { date, ...others } = headers;
    const aheadMs = Date.parse(date ?? "") - Date.now();
    if (this.#parts.clockAheadMs !== 0 || !(Math.abs(aheadMs) < DAY_MS)) return others;
    this.#correctedMs = aheadMs;
    return headers;
  }

  #reading(report: unknown): Reading {
    const last = this.#last;
    if (last === undefined || !("answer" in last)) {
      throw unusable("the AWS SDK reports one that has not come");
    }
    if (last.answer.statusCode !== 200) throw unusable(`its status is ${last.answer.statusCode}`);
    const reading = readAnswer(textOf(last.answer), this.#parts.call.action);
    compareReport(report, reading);
    return reading;
  }

  #failed(message: unknown): Outcome {
    const last = this.#last;
    // Cut first: what it holds may be larger than this realm.
    const text = typeof message === "string"
      ? visible(message.slice(0, LONGEST_TEXT)).slice(0, LONGEST_TEXT)
      : "the AWS SDK gave no reason";
    if (last === undefined) return { failure: { kind: "broken", message: text } };
    if ("failure" in last) return { failure: last.failure };
    const status = last.answer.statusCode;
    const refusal = readFailure(textOf(last.answer), status);
    if (refusal !== undefined) return { failure: { kind: "service", ...refusal } };
    return { failure: { kind: "foreign", message: text, status } };
  }
}

const DAY_MS = 24 * 3600 * 1000;

/** So much of what the SDK says of a failure is shown. */
const LONGEST_TEXT = 2000;

function textOf({ body }: Answer): string {
  return new TextDecoder().decode(body);
}

/** What main knows of a request without an answer. */
function failureOf(error: unknown): Failure {
  const message = visible(causes(error));
  if (error instanceof ConnectionLost) return { kind: "lost", message };
  if (error instanceof ForeignAnswer) return { kind: "foreign", message };
  return { kind: "connection", message };
}

function oneMore(): SwrError {
  return new SwrError(
    "request-undecided",
    "the AWS SDK asked for something that was not decided: one more request",
    ["it was not sent"],
  );
}
