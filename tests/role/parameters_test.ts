// The table of AssumeRole's parameters: what goes by it, for every row.

import assert from "node:assert/strict";
import { type Option, OPTIONS } from "../../src/options/table.ts";
import { PARAMETERS, SETTINGS } from "../../src/role/parameters.ts";
import { sessionView } from "../../src/session/config_view.ts";

Deno.test("names, settings, JSON keys and findings are each of one row", () => {
  for (
    const of of [
      PARAMETERS.map(({ field }) => field),
      SETTINGS.map(({ setting }) => setting),
      PARAMETERS.map(({ json: [key] }) => key),
      SETTINGS.map(({ finding: [id] }) => id),
    ]
  ) assert.equal(new Set<string>(of).size, of.length);
});

Deno.test("an option of the table takes a value and goes with every mode that decides a switch", () => {
  const names = PARAMETERS.flatMap(({ option }) => option === undefined ? [] : [option.name]);
  const options: readonly Option[] = OPTIONS;
  assert.ok(names.length > 3);
  for (const name of names) {
    const option = options.find((each) => each.name === name);
    assert.notEqual(option?.value, undefined, name);
    for (const mode of ["switch", "dry-run", "export", "console"] as const) {
      assert.ok(option?.modes?.includes(mode), `${name} in ${mode}`);
    }
  }
});

Deno.test("the session's config has none of the settings, since the session's role is assumed already", () => {
  const lines = SETTINGS.map(({ setting }) => `${setting} = x\n`).join("");
  const view = sessionView(`[profile p]\n${lines}output = json\n`, "p", "swr --session-keys p");
  assert.equal(view, "[profile p]\ncredential_process = swr --session-keys p\noutput = json\n");
});
