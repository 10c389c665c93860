// The parts of `deno task bench` that can be wrong without anybody noticing: its arithmetic, its page, its wire.

import assert from "node:assert/strict";
import { openWire } from "../../scripts/bench/delay.ts";
import { median, medianDifference, medianRatio } from "../../scripts/bench/figures.ts";
import { timesTable, verdict, withReport } from "../../scripts/bench/table.ts";

const series = (...wall: (number | undefined)[]) => ({ name: "", wall, cpu: [] });

Deno.test("the middle of an odd and of an even number of figures", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
});

Deno.test("two programs are compared round by round, and only in rounds that both ran", () => {
  // A busy second round falls on both sides; the medians alone would differ by 90.
  const one = series(12, 112, 13, undefined);
  const other = series(10, 100, undefined, 1);
  assert.equal(medianDifference(one, other), 7);
  assert.equal(medianRatio(one, other).toFixed(2), "1.16");
});

Deno.test("a target that is missed says so", () => {
  assert.equal(verdict(15, 15), "≤ 15");
  assert.equal(verdict(15.1, 15), "**≤ 15: missed**");
  const rows = [{ name: "a", series: series(20, 30), over: 12, most: 10 }];
  assert.equal(
    timesTable("over", rows).split("\n")[2],
    "| a | 25.0 | 20.0 | +12.0 | **≤ 10: missed** |",
  );
});

Deno.test("a report takes the place of the one before, between its markers", () => {
  const [begin, end] = ["<!-- deno task bench: begin -->", "<!-- deno task bench: end -->"];
  assert.equal(
    withReport(`a\n${begin}\nold\n${end}\nb`, "new\n"),
    `a\n${begin}\n\nnew\n\n${end}\nb`,
  );
  assert.throws(() => withReport("no markers", "new"));
});

Deno.test("the wire carries every byte, in order, both ways", async () => {
  using echo = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    const conn = await echo.accept();
    await conn.readable.pipeTo(conn.writable);
  })();
  await using wire = openWire(echo.addr.port, 2);
  const conn = await Deno.connect({ hostname: "127.0.0.1", port: wire.port });
  const sent = crypto.getRandomValues(new Uint8Array(60_000));
  const writer = conn.writable.getWriter();
  const writing = writer.write(sent);
  const got: number[] = [];
  for await (const chunk of conn.readable) {
    got.push(...chunk);
    if (got.length === sent.length) break;
  }
  await writing;
  assert.deepEqual(new Uint8Array(got), sent);
  await serving.catch(() => {});
});
