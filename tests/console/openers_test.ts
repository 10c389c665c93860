// Which commands open a browser, and with which words.

import assert from "node:assert/strict";
import { openerArguments, openers } from "../../src/console/openers.ts";

const ADDRESS = "https://signin.aws.amazon.com/federation?a=%20b&c=$(x)'\"";

const commands = (os: string, browser?: string, programs: readonly string[] = []) =>
  openers(os, browser, (word) => programs.includes(word)).map((
    opener,
  ) => [opener.words[0], ...openerArguments(opener, ADDRESS)]);

Deno.test("each system has its own command", () => {
  assert.deepEqual(commands("linux"), [["xdg-open", ADDRESS], ["wslview", ADDRESS]]);
  assert.deepEqual(commands("darwin"), [["/usr/bin/open", ADDRESS]]);
  assert.deepEqual(commands("windows"), [["rundll32.exe", "url.dll,FileProtocolHandler", ADDRESS]]);
});

Deno.test("$BROWSER comes first: a list, with %s for the address or the address at the end", () => {
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

Deno.test("a path with blanks is one word if it is a program, and quotes hold words together", () => {
  const chrome = "/mnt/c/Program Files/Google/chrome.exe";
  const own = (browser: string) => commands("linux", browser, [chrome, "w3m"])[0];
  assert.deepEqual(own(chrome), [chrome, ADDRESS]);
  assert.deepEqual(own(`"${chrome}" --profile 'two words' %s`), [
    chrome,
    "--profile",
    "two words",
    ADDRESS,
  ]);
  assert.deepEqual(own("/opt/my\\ browser --new"), ["/opt/my browser", "--new", ADDRESS]);
});

Deno.test("a colon inside an argument does not end the command, and an address in a parameter is encoded", () => {
  const container = "firefox ext+container:name=prod&url=%s";
  const [own, next] = commands("linux", `${container}:w3m -x=1`, ["firefox", "w3m"]);
  assert.deepEqual(own, [
    "firefox",
    `ext+container:name=prod&url=${encodeURIComponent(ADDRESS)}`,
  ]);
  assert.deepEqual(next, ["w3m", "-x=1", ADDRESS]);
});
