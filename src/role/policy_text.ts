// The text of a session policy: whether it is a policy at all, before STS is asked.
// Rule: what AWS alone can judge (actions, resources, conditions) is left to it. Source: IAM User Guide, "IAM JSON policy
// reference", and STS API Reference (AssumeRole, Policy).

import { SwrError } from "../text/errors.ts";
import type { Origin, Setting } from "../text/origin.ts";
import { visible } from "../text/visible.ts";

/** SwrError "policy-malformed" if the text is not a JSON policy, or holds what a session policy cannot. */
export function checkPolicyText({ value, origin }: Setting): void {
  const refuse = (message: string, ...hints: string[]): never => {
    throw new SwrError("policy-malformed", message, hints, { origin });
  };
  if (value.trim() === "") refuse("the session policy is empty", FORM);
  const policy = parsed(value, origin);
  if (!isRecord(policy)) return refuse("the session policy is not a JSON object", FORM);
  const other = Object.keys(policy).find((key) => !ELEMENTS.has(key));
  if (other !== undefined) {
    const same = [...ELEMENTS].find((key) => key.toLowerCase() === other.toLowerCase());
    refuse(
      `"${visible(other)}" is not an element of a policy`,
      same === undefined ? FORM : `it is spelled ${same}`,
    );
  }
  const { Version: version, Statement: statement } = policy;
  if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17") {
    refuse("the Version of the session policy is unknown", "write 2012-10-17");
  }
  const statements = Array.isArray(statement) ? statement : [statement];
  if (statement === undefined || statements.length === 0) {
    refuse("the session policy has no Statement", FORM);
  }
  for (const each of statements) {
    if (!isRecord(each)) return refuse("a Statement of the session policy is not an object", FORM);
    if (each.Effect !== "Allow" && each.Effect !== "Deny") {
      refuse("a Statement of the session policy has no Effect", "Effect is Allow or Deny");
    }
    if ("Principal" in each || "NotPrincipal" in each) {
      refuse(
        "a Statement of the session policy has a Principal",
        "that belongs to a trust policy or a resource's policy: a session policy is about the session itself",
      );
    }
    if (!("Action" in each || "NotAction" in each)) {
      refuse("a Statement of the session policy has no Action", FORM);
    }
    if (!("Resource" in each || "NotResource" in each)) {
      refuse("a Statement of the session policy has no Resource", 'for all: "Resource": "*"');
    }
  }
}

const ELEMENTS: ReadonlySet<string> = new Set(["Version", "Id", "Statement"]);

const FORM =
  'a policy looks like {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}';

function parsed(text: string, origin: Origin): unknown {
  // The characters that STS takes: tab, line feed, carriage return, and from the blank to U+00FF.
  const other = /[^\t\n\r\x20-\xff]/u.exec(text);
  if (other !== null) {
    const line = text.slice(0, other.index).split("\n").length;
    throw new SwrError(
      "policy-malformed",
      `the session policy contains "${visible(other[0])}"`,
      ["STS takes no characters above U+00FF"],
      { origin: at(origin, line) },
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8 says where: `Expected ',' or '}' after property value in JSON at position 20 (line 2 column 3)`.
    const message = error instanceof Error ? error.message : "";
    const line = message.startsWith("Unexpected end")
      ? text.trimEnd().split("\n").length
      : /\(line (\d+) column \d+\)/.exec(message)?.[1];
    throw new SwrError(
      "policy-malformed",
      "the session policy is not JSON",
      [visible(message.replace(/ in JSON at position .*$/, ""))],
      { origin: line === undefined ? origin : at(origin, Number(line)) },
    );
  }
}

function at(origin: Origin, line: number): Origin {
  return origin.kind === "file" ? { kind: "line", file: origin.file, line } : origin;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
