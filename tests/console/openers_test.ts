// Which commands open a browser, and with which words.

import assert from "node:assert/strict";
import { openerArguments, openers } from "../../src/console/openers.ts";

const ADDRESS = "https://signin.aws.amazon.com/federation?a=%20b&c=$(x)'\"";

const commands = (os: string, browser?: string) =>
  openers(os, browser).map((opener) => [opener.words[0], ...openerArguments(opener, ADDRESS)]);

Deno.test("each system has its own command", () => {
  assert.deepEqual(commands("linux"), [["xdg-open", ADDRESS], ["wslview", ADDRESS]]);
  assert.deepEqual(commands("darwin"), [["/usr/bin/open", ADDRESS]]);
  assert.deepEqual(commands("windows"), [["rundll32.exe", "url.dll,FileProtocolHandler", ADDRESS]]);
});

Deno.test("$BROWSER comes first: a list, with %s for the address or the address behind", () => {
  const own = commands("linux", "firefox --new-tab %s:: chrome  --app=%s --x=100%%:w3m").slice(
    0,
    -2,
  );
  assert.deepEqual(own, [
    ["firefox", "--new-tab", ADDRESS],
    ["chrome", `--app=${ADDRESS}`, "--x=100%"],
    ["w3m", ADDRESS],
  ]);
  assert.equal(commands("linux", "").length, 2);
});
