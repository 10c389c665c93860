// The pictures of README.md: what a terminal shows, as an SVG that a browser draws in the same columns.

import assert from "node:assert/strict";
import { screenSvg } from "../../scripts/terminal_svg.ts";
import { programPath, skipped } from "../support/programs.ts";
import { Sandbox } from "../support/sandbox.ts";

const SIZE = { columns: 40, rows: 5 };

Deno.test("screenSvg() keeps the text, its colours and its blanks, row by row", async () => {
  const svg = await screenSvg("a    <b>\r\n\x1b[31mred\x1b[0m \x1b[1mbold\x1b[0m", SIZE, "a & b");
  const texts = [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].map(([, attributes, text]) => ({
    x: Number(/x="([\d.]+)"/.exec(attributes!)![1]),
    y: Number(/y="(\d+)"/.exec(attributes!)![1]),
    preserved: attributes!.includes('xml:space="preserve"'),
    red: attributes!.includes('fill="#e06c75"'),
    bold: attributes!.includes('font-weight="bold"'),
    text,
  }));
  assert.deepEqual(texts.map(({ text }) => text!.trimEnd()), ["a    &lt;b>", "red", "bold"]);
  assert.ok(texts.every(({ preserved }) => preserved), "blanks count in every text");
  assert.deepEqual(texts.map(({ red, bold }) => [red, bold]), [[false, false], [true, false], [
    false,
    true,
  ]]);
  assert.ok(texts[2]!.x > texts[1]!.x && texts[1]!.y > texts[0]!.y);
  assert.match(svg, /<title>a &amp; b<\/title>/);
});

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const browser = BROWSERS.map((name) => programPath(name)).find((path) => path !== undefined);

/** Puts the picture into a page, as XML, and writes the widths of its lines without textLength into the document. */
const page = (svg: string) =>
  `<!DOCTYPE html><body><pre id="out"></pre><script>
const picture = new DOMParser().parseFromString(${JSON.stringify(svg)}, "image/svg+xml");
document.body.append(document.importNode(picture.documentElement, true));
const texts = [...document.querySelectorAll("text")];
for (const text of texts) text.removeAttribute("textLength");
const widths = texts.map((text) => text.getComputedTextLength());
document.getElementById("out").textContent = "widths=" + JSON.stringify(widths) + "=";
</script>`;

Deno.test({
  ...skipped(
    "a browser draws a line with blanks as wide as one without",
    browser === undefined ? "no Chromium or Chrome is on this machine" : undefined,
  ),
  async fn() {
    await using box = await Sandbox.create();
    const lines = ["swr     --status   x", "x".repeat(20)];
    const file = await box.write("page.html", page(await screenSvg(lines.join("\r\n"), SIZE, "")));
    const words = ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${box.dir}/b`];
    const { stdout, stderr } = await new Deno.Command(browser!, {
      args: [...words, "--dump-dom", `file://${file}`],
      clearEnv: true,
      env: { ...box.env },
    }).output();
    const dom = new TextDecoder().decode(stdout);
    const found = /widths=(\[[^\]]*\])=/.exec(dom);
    assert.ok(found, dom + new TextDecoder().decode(stderr));
    const [blanks, letters] = JSON.parse(found[1]!);
    assert.ok(letters > 100, `${letters}`);
    assert.ok(Math.abs(blanks - letters) < 1, `${blanks} beside ${letters}`);
  },
});
