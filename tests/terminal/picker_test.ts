import assert from "node:assert/strict";
import { COLOURS, PLAIN } from "../../src/text/colours.ts";
import {
  cursorColumn,
  draw,
  isUnfinished,
  type Key,
  keysOf,
  type Outcome,
  press,
  startPicking,
  traceOf,
} from "../../src/terminal/picker.ts";
import { widthOf } from "../../src/text/width.ts";

const CHOICES = [
  { name: "alpha", columns: ["alpha", "111122223333", "admin", "eu-west-1"] },
  { name: "beta", columns: ["beta", "222233334444", "reader", "us-east-1"] },
  { name: "東京", columns: ["東京", "333344445555", "admin", "ap-northeast-1"] },
];

/** What a row of keys, as a terminal sends them, leads to. */
function typed(input: string): Outcome {
  let outcome: Outcome = { kind: "picking", state: startPicking(CHOICES) };
  for (const key of keysOf(input)) {
    if (outcome.kind !== "picking") break;
    outcome = press(outcome.state, key);
  }
  return outcome;
}

function picked(input: string): string | undefined {
  const outcome = typed(input);
  return outcome.kind === "picked" ? outcome.choice.name : undefined;
}

Deno.test("Enter picks the first, arrows and Ctrl-N/P move, Home and End jump", () => {
  assert.equal(picked("\r"), "alpha");
  assert.equal(picked("\x1b[B\r"), "beta");
  assert.equal(picked("\x0e\x0e\x0e\x0e\r"), "東京");
  assert.equal(picked("\x0e\x10\r"), "alpha");
  assert.equal(picked("\x1b[F\r"), "東京");
  assert.equal(picked("\x1b[F\x1b[H\r"), "alpha");
});

Deno.test("typing filters by every word in any column, upper and lower case alike", () => {
  assert.equal(picked("READ\r"), "beta");
  assert.equal(picked("admin ap-\r"), "東京");
  assert.equal(picked("44445555\r"), "東京");
  assert.equal(picked("東\r"), "東京");
  assert.equal(picked("nothing\r"), undefined);
  assert.equal(picked("readx\x7f\r"), "beta");
  assert.equal(picked("nothing\x15\r"), "alpha");
});

Deno.test("the best match is first, and letters in order find a name", () => {
  const names = ["pre-order-data", "edge-prod", "reproduce", "production", "prod", "other"];
  const found = (query: string) => {
    const outcome = press(
      startPicking(names.map((name) => ({ name, columns: [name] }))),
      { kind: "text", text: query },
    );
    assert.ok(outcome.kind === "picking");
    return outcome.state.matches.map(({ name }) => name);
  };
  assert.deepEqual(found("prod"), [
    "prod",
    "production",
    "edge-prod",
    "reproduce",
    "pre-order-data",
  ]);
  assert.deepEqual(found("edgprd"), ["edge-prod"]);
  assert.deepEqual(found("edge prod"), ["edge-prod"]);
  assert.deepEqual(found("  "), names, "without a word they are in their own order");
});

Deno.test("one very long name leaves the other columns in sight", () => {
  const long = `team-${"x".repeat(200)}-prod`;
  const state = startPicking([
    { name: long, columns: [long, "111122223333", "admin"] },
    { name: "dev", columns: ["dev", "222233334444", "reader"] },
  ]);
  const [, first, second] = draw(state, 60, 24, PLAIN);
  assert.match(first!, /^> team-x+…x+-prod {2}111122223333 {2}admin$/);
  assert.match(second!, /^ {2}dev +222233334444 {2}reader$/);
});

Deno.test("Esc, Ctrl-C and Ctrl-D leave without a choice", () => {
  for (const key of ["\x1b", "\x03", "\x04"]) assert.equal(typed(key).kind, "canceled");
});

Deno.test("Ctrl-Z suspends", () => {
  assert.equal(typed("a\x1a").kind, "suspended");
});

Deno.test("without a match nothing is said of Enter, which does nothing then", () => {
  const outcome = typed("nothing");
  assert.ok(outcome.kind === "picking");
  assert.deepEqual(draw(outcome.state, 60, 24, PLAIN), [
    "profile: nothing",
    "  0 of 3   Esc leaves",
  ]);
});

Deno.test("traceOf() is the name, with account and role where there are any", () => {
  assert.equal(traceOf(CHOICES[1]!), "profile: beta  222233334444  reader");
  assert.equal(traceOf({ name: "x", columns: ["x", "", "", "", "!"] }), "profile: x");
});

Deno.test("keysOf() passes over sequences that mean nothing here", () => {
  assert.deepEqual(
    // A function key, Ctrl and an arrow, Alt-b, Alt-é, a click with the mouse (xterm, SGR mode).
    keysOf("\x1b[25~a\x1b[1;5C\x00\x1bb\x1bé\x1b[<0;3;4Mb"),
    [{ kind: "text", text: "a" }, { kind: "text", text: "b" }] as Key[],
  );
});

Deno.test("draw() keeps to the window, marks the selected line and aligns wide characters", () => {
  const state = startPicking(CHOICES);
  assert.deepEqual(draw(state, 60, 24, PLAIN), [
    "profile: ",
    "> alpha  111122223333  admin   eu-west-1",
    "  beta   222233334444  reader  us-east-1",
    "  東京   333344445555  admin   ap-northeast-1",
    "  3 of 3   ↑↓ move, Enter switches, Esc leaves",
  ]);
  for (const [columns, rows] of [[1, 1], [7, 3], [20, 2]] as const) {
    const lines = draw(state, columns, rows, PLAIN);
    assert.ok(lines.length <= rows);
    for (const line of lines) assert.ok(widthOf(line) <= columns, line);
  }
});

Deno.test("a list longer than the window scrolls with the selection", () => {
  const many = Array.from({ length: 1000 }, (_, n) => ({ name: `p${n}`, columns: [`p${n}`] }));
  const end = press(startPicking(many), { kind: "end" });
  assert.ok(end.kind === "picking");
  const lines = draw(end.state, 80, 10, PLAIN);
  assert.equal(lines.length, 10);
  assert.ok(lines.includes("> p999"));
});

Deno.test("the selected line is stressed, and its problem shown at the foot", () => {
  const state = startPicking([{ name: "loop", columns: ["loop", "!"], problem: "it is a loop" }]);
  const [, line, foot] = draw(state, 40, 10, COLOURS);
  assert.equal(line, "\x1b[1m> loop  !\x1b[22m");
  assert.equal(foot, "\x1b[31m! it is a loop\x1b[39m");
});

Deno.test("isUnfinished() tells the beginning of a sequence from whole ones", () => {
  for (const input of ["\x1b", "a\x1b[", "\x1b[1;5", "\x1bO"]) assert.ok(isUnfinished(input));
  for (const input of ["", "a", "\x1b[A", "\x1bOA", "\x1b[5~"]) assert.ok(!isUnfinished(input));
});

Deno.test("what is pasted is text, a line end in it too", () => {
  assert.deepEqual(keysOf("\x1b[200~be\r\nta\n\x1b[201~\x1b[B"), [
    { kind: "text", text: "be ta" },
    { kind: "down" },
  ] as Key[]);
  assert.equal(picked("\x1b[200~beta\n\x1b[201~\r"), "beta");
});

Deno.test("Ctrl-W erases a word", () => {
  assert.equal(picked("admin nonsense\x17ap-\r"), "東京");
});

Deno.test("of a long query the end is shown, where one types", () => {
  const long = typed("team-09日本");
  assert.ok(long.kind === "picking");
  assert.equal(draw(long.state, 16, 5, PLAIN)[0], "profile: 09日本");
  assert.equal(cursorColumn(long.state, 16), 16);
});
