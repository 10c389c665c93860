// How STS writes its answers: pretty-printed XML in its own namespace, a request id in the text and in the header.
// Rule: the only place that knows the shape of an answer on the wire. Pure but for the random request id.
// Source: the examples in the AWS STS API Reference.

import type { Refusal } from "./sts_failures.ts";

/** An element: its name, and its text or its children. */
export type Element = readonly [name: string, content: string | readonly Element[]];

const NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

/** The answer to an action that succeeded; `now` in milliseconds, for the Date header. */
export function success(action: string, result: readonly Element[], now: number): Response {
  const id = crypto.randomUUID();
  const root: Element = [`${action}Response`, [
    [`${action}Result`, result],
    ["ResponseMetadata", [["RequestId", id]]],
  ]];
  return respond(200, root, id, now);
}

/** The answer to anything that failed. */
export function failure({ status, code, message }: Refusal, now: number): Response {
  const id = crypto.randomUUID();
  const root: Element = ["ErrorResponse", [
    ["Error", [
      ["Type", status < 500 ? "Sender" : "Receiver"],
      ["Code", code],
      ["Message", message],
    ]],
    ["RequestId", id],
  ]];
  return respond(status, root, id, now);
}

/** The answer to a GET or HEAD of `/`: the product page. */
export function productPage(now: number): Response {
  const headers = headersOf(crypto.randomUUID(), now);
  return new Response(null, {
    status: 302,
    headers: { ...headers, location: "https://aws.amazon.com/iam" },
  });
}

/** A time as STS writes it in an answer, without a fraction: `2026-01-01T00:00:00Z`. */
export function timestamp(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

function respond(status: number, root: Element, id: string, now: number): Response {
  const text = render(root, "", ` xmlns="${NAMESPACE}"`);
  return new Response(text, {
    status,
    headers: { ...headersOf(id, now), "content-type": "text/xml" },
  });
}

function headersOf(id: string, now: number): Record<string, string> {
  return { "x-amzn-requestid": id, date: new Date(now).toUTCString() };
}

function render([name, content]: Element, indent: string, attributes = ""): string {
  const inner = typeof content === "string"
    ? escape(content)
    : `\n${content.map((child) => render(child, `${indent}  `)).join("")}${indent}`;
  return `${indent}<${name}${attributes}>${inner}</${name}>\n`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
