// The parts of `deno task bench` that can be wrong without anybody noticing: its arithmetic, its page, its wire.

import assert from "node:assert/strict";
import { openWire } from "../../scripts/bench/delay.ts";
import { changed, filesIn, shows } from "../../scripts/bench/peer_section.ts";
import { findPeers } from "../../scripts/bench/peers.ts";
import { openStage } from "../../scripts/bench/stage.ts";
import { median, medianDifference, medianRatio } from "../../scripts/bench/figures.ts";
import { Sandbox } from "../support/sandbox.ts";
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

Deno.test("what a client sends first waits for the handshake as well, and what it sends later does not", async () => {
  using server = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const arrivals: number[] = [];
  const serving = (async () => {
    const conn = await server.accept();
    for await (const _ of conn.readable) arrivals.push(performance.now());
  })();
  await using wire = openWire(server.addr.port, 200);
  using conn = await Deno.connect({ hostname: "127.0.0.1", port: wire.port });
  const sent: number[] = [];
  for (const pause of [0, 500]) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    sent.push(performance.now());
    await conn.write(new Uint8Array(1));
  }
  while (arrivals.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  // A busy machine makes it longer, never shorter.
  assert.ok(arrivals[0]! - sent[0]! > 290, `${arrivals[0]! - sent[0]!}`);
  assert.ok(arrivals[1]! - sent[1]! > 90, `${arrivals[1]! - sent[1]!}`);
  assert.ok(arrivals[1]! - arrivals[0]! < sent[1]! - sent[0]!, "the second one caught up");
  conn.close();
  await serving.catch(() => {});
});

Deno.test("what a program leaves is what is new or written, and what it shows", async () => {
  await using box = await Sandbox.create();
  await box.write("home/old", "x");
  await box.write("home/written", "x");
  const before = filesIn(box.home);
  await box.write("home/written", "xy");
  const path = await box.write("home/new/file", '{"key":"a\\/secret"}');
  assert.deepEqual(
    changed(before, filesIn(box.home)).toSorted(),
    [path, box.path("home/written")].toSorted(),
  );
  assert.ok(shows(path, ["123456", "a/secret"]));
  assert.ok(!shows(path, ["123456"]));
});

Deno.test("a peer is measured only if it has made the switch once; why another is not is said", async () => {
  await using stage = await openStage();
  const [path, tools] = [Deno.env.get("PATH")!, stage.box.path("tools")];
  await Deno.mkdir(tools);
  // One that makes no call, and one that makes the call of aws-runas with what it was given.
  const idle = await stage.box.writeScript("idle", "#!/bin/sh\necho no such option >&2\nexit 3\n");
  await Deno.symlink(idle, `${tools}/aws-vault`);
  await Deno.symlink(await stage.box.writeScript("busy", PEER), `${tools}/aws-runas`);
  Deno.env.set("PATH", `${tools}:/usr/bin:/bin`);
  try {
    const { peers, missing } = await findPeers(stage);
    assert.deepEqual(peers.map(({ name }) => name), ["aws-runas"], missing.join("\n"));
    assert.equal(missing[0], "aws-vault: it cannot be set up: no such option");
    assert.ok(missing.includes("granted: `assume` is not on PATH"), missing.join("\n"));
  } finally {
    Deno.env.set("PATH", path);
  }
});

/** Makes a call that the double counts, refused as it is, and becomes the command. */
const PEER = `#!/bin/sh
[ "$1 $2" = "-E -o" ] || exit 4
shift 4
${Deno.execPath()} eval 'await fetch(Deno.env.get("AWS_ENDPOINT_URL"), { method: "POST",
  body: new URLSearchParams({ Action: "AssumeRole", Version: "2011-06-15" }) })'
exec "$@"
`;
