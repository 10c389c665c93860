// Times as they are shown to people: in the time zone of the machine. Machine output is UTC and does not come here.

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
