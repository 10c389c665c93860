import assert from "node:assert/strict";
import fc from "fast-check";
import { dayAndTime, durationText, secondsOf, timeOfDay } from "../../src/text/times.ts";

Deno.test("secondsOf() reads a bare number, and hours, minutes and seconds in that order", () => {
  const read = ["0", "900", "900s", "15m", "1h", "1h30m", "1h5s", "1m30s", "1h1m1s", "90m"];
  assert.deepEqual(read.map(secondsOf), [
    0,
    900,
    900,
    900,
    3600,
    5400,
    3605,
    90,
    3661,
    5400,
  ]);
  for (
    const text of ["", "h", "1h30", "30m1h", "1m1m", "1H", "1.5h", "-1h", "1d", "1 h", "1234567"]
  ) {
    assert.equal(secondsOf(text), undefined, text);
  }
});

Deno.test("durationText() writes what secondsOf() reads", () => {
  assert.deepEqual([43200, 5400, 900, 59, 0].map(durationText), [
    "12h",
    "1h30m",
    "15m",
    "59s",
    "0s",
  ]);
  fc.assert(
    fc.property(fc.nat(999_999), (seconds) => secondsOf(durationText(seconds)) === seconds),
  );
});

Deno.test("dayAndTime() and timeOfDay() are in the machine's time zone, with two digits each", () => {
  assert.equal(dayAndTime(new Date(2026, 0, 2, 3, 4, 59)), "2026-01-02 03:04");
  assert.equal(dayAndTime(new Date(2026, 11, 31, 23, 59)), "2026-12-31 23:59");
  assert.equal(timeOfDay(new Date(2026, 0, 2, 3, 4)), "03:04");
});
