// A value and where it was written: an option, a variable, a line of a file, or swr's own default.
// Rule: an origin stays a value until a message is rendered; nothing reads it back from a text.

import { visible } from "./visible.ts";

/** A line of a configuration file; `line` counts from 1. */
export type LineOrigin = { readonly kind: "line"; readonly file: string; readonly line: number };

export type Origin =
  | LineOrigin
  /** What is typed in the place of the profile. */
  | { readonly kind: "argument" }
  /** A whole file that an option names. */
  | { readonly kind: "file"; readonly file: string }
  /** An option of the command line, without its dashes. */
  | { readonly kind: "option"; readonly name: string }
  | { readonly kind: "variable"; readonly name: string }
  /** The user's entry in the passwd database. */
  | { readonly kind: "passwd" }
  /** Nothing was written: swr's own default. */
  | { readonly kind: "default" };

/** A value, and where it was written. */
export type Setting<From extends Origin = Origin> = {
  readonly value: string;
  readonly origin: From;
};

/** An origin as messages show it: `--region`, `$AWS_REGION`, `~/.aws/config:3`. */
export function originText(origin: Origin): string {
  switch (origin.kind) {
    case "line":
      return `${visible(origin.file)}:${origin.line}`;
    case "argument":
      return "the command line";
    case "file":
      return visible(origin.file);
    case "option":
      return `--${origin.name}`;
    case "variable":
      return `$${origin.name}`;
    case "passwd":
      return "the passwd entry";
    case "default":
      return "swr's default";
  }
}

/** A line of a file as an origin. */
export function lineOrigin({ file, line }: { file: string; line: number }): LineOrigin {
  return { kind: "line", file, line };
}

/**
 * The parts of a value: the lines of a repeated option, or what commas separate in a setting. Blanks around a part mean
 * nothing; an empty setting has none.
 */
export function partsOf({ value, origin }: Setting): string[] {
  const parts = value.split(origin.kind === "option" ? "\n" : /[,\n]/).map((part) => part.trim());
  // A comma at the end of a line, or of the value, begins no part.
  return origin.kind === "option" ? parts : parts.filter((part) => part !== "");
}
