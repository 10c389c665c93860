// The line that says where one is when a session begins.
// Rule: the time is local, since a person reads it.

import { dayAndTime, timeOfDay } from "../text/times.ts";
import { visible } from "../text/visible.ts";

/** Where the session is: what its entry line names. */
type Place = {
  /** Of the profile, or of the user whose session it is. */
  readonly name: string;
  readonly account: string;
  /** `role admin`, `role admin, read-only`, with the role's name without its path; `user session`. */
  readonly what: string;
};

/** `sub-account (222233334444, role admin) until 15:04 (59 min)`; `expiration` in RFC 3339, `now` in milliseconds. */
export function entryLine(
  { name, account, what }: Place,
  expiration: string,
  now: number,
): string {
  const end = new Date(expiration);
  const minutes = Math.max(0, Math.floor((end.getTime() - now) / 60_000));
  // A time of day alone would be ambiguous.
  const until = minutes < 24 * 60 ? timeOfDay(end) : dayAndTime(end);
  return `${visible(name)} (${account}, ${visible(what)}) until ${until} (${timeText(minutes)})`;
}

/** `59 min`, `1 h 5 min`, `12 h`. */
function timeText(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
