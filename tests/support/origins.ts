// Origins for tests, written as messages show them: "--region", "$AWS_REGION", "config:3".

import type { Origin } from "../../src/text/origin.ts";

/** The origin that originText() shows like that. */
export function from(text: string): Origin {
  if (text.startsWith("--")) return { kind: "option", name: text.slice(2) };
  if (text.startsWith("$")) return { kind: "variable", name: text.slice(1) };
  const [, file = text, line = "1"] = /^(.*):(\d+)$/.exec(text) ?? [];
  return { kind: "line", file, line: Number(line) };
}
