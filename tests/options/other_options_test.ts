// Options of other tools, and what swr has instead.

import assert from "node:assert/strict";
import { optionInstead } from "../../src/options/other_options.ts";
import { ALL_OPTIONS } from "../../src/options/table.ts";

/** One name of each tool's options at least. */
const OTHERS = `role-arn exec unset no-session session-tags transitive-tag-keys session-policy
  session-policy-arns role-duration role-session-name serial-number token-code mfa-exec prompt ecs-server
  auto-refresh stdout service browser output-profile format config-file credentials-file endpoint-url
  source-profile with-saml no-verify-ssl backend debug`.split(/\s+/);

Deno.test("what is named instead of another tool's option is an option of swr", () => {
  const names = ALL_OPTIONS.map(({ name }) => name as string);
  for (const other of OTHERS) {
    const instead = optionInstead(`--${other}`);
    assert.ok(instead, other);
    for (const [, name] of instead.matchAll(/--([a-z][a-z-]*)/g)) {
      assert.ok(names.includes(name!), `${other}: ${name}`);
    }
  }
});

Deno.test("the value and the case of the option do not count; one dash may be enough", () => {
  const instead = optionInstead("--no-session");
  for (const word of ["--no-session=true", "--No-Session", "-no-session"]) {
    assert.equal(optionInstead(word), instead, word);
  }
});
