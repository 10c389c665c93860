import assert from "node:assert/strict";
import { entryLine } from "../../src/session/entry_line.ts";

const PLACE = { name: "sub-account", account: "222233334444", what: "role admin" };
const NOW = new Date(2026, 10, 28, 14, 4, 30).getTime();

const after = (seconds: number) => {
  const expiration = new Date(NOW + seconds * 1000).toISOString().replace(/\.\d+Z/, "Z");
  return entryLine(PLACE, expiration, NOW);
};

Deno.test("entryLine() names profile, account, role, the local end, and the time left", () => {
  assert.equal(
    after(3599),
    "sub-account (222233334444, role admin) until 15:04 (59 min)",
  );
});

Deno.test("entryLine() counts whole minutes and hours, and names the day only if the time is ambiguous", () => {
  assert.match(after(3600), / until 15:04 \(1 h\)$/);
  assert.match(after(3900), / until 15:09 \(1 h 5 min\)$/);
  assert.match(after(12 * 3600), / until 02:04 \(12 h\)$/);
  assert.match(after(36 * 3600), / until 2026-11-30 02:04 \(36 h\)$/);
  assert.match(after(59), / until 14:05 \(0 min\)$/);
  assert.match(after(-59), / until 14:03 \(0 min\)$/);
});

Deno.test("entryLine() shows what is hidden in a name", () => {
  const line = entryLine({ ...PLACE, name: "a\u202eb" }, "2026-11-28T15:00:00Z", NOW);
  assert.match(line, /^a\\u202eb \(/);
});
