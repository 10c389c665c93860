// The profile that a name means, and why there is none.

import assert from "node:assert/strict";
import { KEYS, plan, refuses, ROLE } from "../support/plans.ts";
import { SwrError } from "../../src/text/errors.ts";
import { switchOptionsOf } from "../support/requests.ts";
import { parseIni } from "../../src/config/ini.ts";
import { planSwitch } from "../../src/role/plan.ts";
import { readConfiguration } from "../../src/config/configuration.ts";

Deno.test("a profile in a file that could not be read as a whole is not said to be written wrongly", () => {
  refuses(
    () => plan(`[profile p]\n${ROLE}${"a=b\n".repeat(250_001)}`),
    /no profile "p"\nconfig:1: more than 250000 [\s\S]*\ncorrect that first: the profile may be in/,
  );
});

Deno.test("a profile that is called like a subcommand is meant first", () => {
  for (const name of ["exec", "status", "use"]) {
    const config = readConfiguration(parseIni(`[profile ${name}]\n${ROLE}`, "config"), undefined);
    const env = (name: string) => (KEYS as Record<string, string>)[name];
    assert.equal(planSwitch(name, switchOptionsOf([name, "true"]), config, env).profile, name);
  }
});

Deno.test("where words follow an unknown name, it may be the command without a profile", () => {
  const config = readConfiguration(parseIni(`[profile reader]\n${ROLE}`, "config"), undefined);
  assert.throws(
    () => planSwitch("make", switchOptionsOf(["make", "deploy"]), config, () => undefined),
    (error) => {
      assert.ok(error instanceof SwrError);
      assert.equal(
        error.hints[1],
        "if make is the command, the profile comes before it: `swr PROFILE make …`",
      );
      return true;
    },
  );
});

Deno.test("a mistyped name with a near match is not also one to add", () => {
  const config = readConfiguration(parseIni(`[profile reader]\n${ROLE}`, "config"), undefined);
  const hints = (name: string) => {
    try {
      planSwitch(name, switchOptionsOf([name]), config, () => undefined);
    } catch (error) {
      if (error instanceof SwrError) return [error.message, ...error.hints];
    }
    return [];
  };
  assert.deepEqual(hints("raeder"), [
    'there is no profile "raeder"',
    'did you mean "reader"?',
  ]);
  for (const pasted of ["profile reader", "[profile reader]", "[reader]", "reader "]) {
    assert.equal(hints(pasted)[1], 'did you mean "reader"?', pasted);
  }
  assert.match(hints("other")[1]!, /^add \[profile other\]/);
  assert.match(hints("toString")[1]!, /^add \[profile toString\]/);
});

Deno.test("a profile that is there but ignored is not asked for again: the reason is shown", () => {
  refuses(() => plan(`[Profile p]\n${ROLE}`), /config:1: /);
  const config = readConfiguration(parseIni(`[profile café]\n${ROLE}`, "config"), undefined);
  const env = (name: string) => ({ ...KEYS } as Record<string, string>)[name];
  refuses(
    () => planSwitch("café", switchOptionsOf(["café"]), config, env),
    /does not support the profile name "café"\nconfig:1: .*the AWS CLI reads .* most SDKs do not.*\nrename the/,
  );
});
