// Times as they are written and shown: lengths (900, 900s, 15m, 1h, 1h30m), and times of day in the zone of the machine.
// Rule: one parser for all lengths; a bare number counts seconds, as in the settings of AWS. Output for machines is UTC
// and does not come here.

const UNITS = [["h", 3600], ["m", 60], ["s", 1]] as const;

/** Seconds of hours, minutes and seconds, in that order and each at most once, or of a bare number; undefined for more. */
export function secondsOf(text: string): number | undefined {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  const match = /^(?=\d)(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?$/.exec(text);
  if (match === null) return undefined;
  return UNITS.reduce((sum, [, unit], at) => sum + Number(match[at + 1] ?? 0) * unit, 0);
}

/** Whole seconds as secondsOf() reads them: `12h`, `1h30m`. */
export function durationText(seconds: number): string {
  let rest = seconds;
  const parts = UNITS.map(([name, unit]) => {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    return count > 0 ? `${count}${name}` : "";
  });
  return parts.join("") || "0s";
}

/** A length of time for people, in minutes from one minute on: `1h 05m`, `57m`, `42s`. */
export function roughText(seconds: number): string {
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m`;
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, "0")}m`;
}

/** `15:04`. */
export function timeOfDay(date: Date): string {
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

/** `2026-01-31 15:04`. */
export function dayAndTime(date: Date): string {
  const day = [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())];
  return `${day.join("-")} ${timeOfDay(date)}`;
}

/** A time in RFC 3339 as dayAndTime() shows it; what is no time stays as it is. */
export function localTime(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : dayAndTime(date);
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
