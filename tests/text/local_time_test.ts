import assert from "node:assert/strict";
import { dayAndTime, timeOfDay } from "../../src/text/local_time.ts";

Deno.test("dayAndTime() and timeOfDay() are in the machine's time zone, with two digits each", () => {
  assert.equal(dayAndTime(new Date(2026, 0, 2, 3, 4, 59)), "2026-01-02 03:04");
  assert.equal(dayAndTime(new Date(2026, 11, 31, 23, 59)), "2026-12-31 23:59");
  assert.equal(timeOfDay(new Date(2026, 0, 2, 3, 4)), "03:04");
});
