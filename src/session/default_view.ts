// [default] in the view of a keyless session, which programs read if they lose AWS_PROFILE: in an ordinary session they
// still have its keys then.
// Rule: there are the session's keys, or none; never those of another account.

import { blocksOf, holdsKey, sessionView, settingName, viewWithBlock } from "./config_view.ts";

/**
 * The view of a keyless session, in which a program that loses AWS_PROFILE reads `[default]`: it gets the session's keys
 * there, or none if `[default]` of the user's own config (`text`) has a source of its own, and so is another account.
 */
export function withDefault(view: string, text: string, command: string): string | undefined {
  const hasSource = sourceLine(text, DEFAULT) !== undefined;
  const has = blocksOf(view, DEFAULT).some(({ header }) => header !== undefined);
  if (!has) return hasSource ? view : viewWithBlock(view, `[${DEFAULT}]\n`, DEFAULT, command);
  return sessionView(view, DEFAULT, hasSource ? undefined : command);
}

/** The profile that programs use if none is named. */
export const DEFAULT = "default";

/** What says where a profile's keys come from. */
const SOURCE =
  /^(?:role_arn|source_profile|credential_(?:source|process)|web_identity_token_file|login_session|sso_\w+)$/;

/** The line, from 1, in which a section of the profile says where its keys come from; undefined if none does. */
export function sourceLine(text: string, profile: string): number | undefined {
  for (const { header, first, lines } of blocksOf(text, profile)) {
    const at = header === undefined ? -1 : lines.findIndex(({ text }) => {
      const setting = text.trim();
      return !/^[#;]/.test(setting) && (SOURCE.test(settingName(setting)) || holdsKey(setting));
    });
    if (at >= 0) return first + at;
  }
  return undefined;
}
