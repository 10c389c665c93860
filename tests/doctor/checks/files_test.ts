// The files themselves: faults of lines and sections, and files that are not there or not readable.

import assert from "node:assert/strict";
import { examine } from "../../../src/doctor/examine.ts";
import { SwrError } from "../../../src/text/errors.ts";
import { configFindings, factsOf, ROLE, testFaults } from "../../support/doctor_facts.ts";

testFaults([
  [
    "compound duration that only swr reads",
    ROLE + "duration_seconds = 1h30m\n",
    ROLE + "duration_seconds = 5400\n",
    "line-foreign",
    "warning",
    3,
    /in seconds/,
  ],
  ["broken line", ROLE + "broken\n", ROLE, "line-refused", "problem", 3, /'=' sign/],
  ["key that is no name", ROLE + "a b = c\n", ROLE, "line-ignored", "warning", 3, /no effect/],
  [
    "two times the same",
    ROLE + "region = us-east-1\nregion = us-east-1\n",
    ROLE,
    "line-foreign",
    "warning",
    4,
    /is set again/,
  ],
  [
    "section without profile",
    ROLE + "[q]\n",
    ROLE + "[profile q]\n",
    "section-ignored",
    "warning",
    3,
    /\[q\] is ignored/,
  ],
  [
    "aws-vault's include",
    ROLE + "include_profile = q\n",
    ROLE,
    "include-profile",
    "warning",
    1,
    /aws-vault/,
  ],
  [
    "name with a %",
    ROLE + "[profile 5%]\n",
    ROLE + "[profile 5]\n",
    "profile-name",
    "warning",
    3,
    /prompts/,
  ],
  [
    "name like an option",
    ROLE + "[profile -x]\n",
    ROLE + "[profile x]\n",
    "profile-name",
    "warning",
    3,
    /--profile=-x/,
  ],
  [
    "name in quotes",
    ROLE + "[profile 'a b']\n",
    ROLE + "[profile a-b]\n",
    "profile-name",
    "warning",
    3,
    /most SDKs ignore it/,
  ],
]);

Deno.test("a config file that is not there, not readable, or without a role", () => {
  const [missing] = configFindings(undefined);
  assert.deepEqual([missing!.id, missing!.level], ["config-missing", "problem"]);
  assert.match(missing!.remedy.join("\n"), /role_arn = arn:aws:iam::/);
  const facts = factsOf(undefined, "[default]\nregion = x\n");
  const unreadable = new SwrError("file-unreadable", "cannot read it", ["correct it"]);
  const broken = [{ ...facts.files[0]!, unreadable }, facts.files[1]!];
  const found = examine({ ...facts, files: broken }).map(({ id }) => id);
  assert.equal(found[0], "file-unreadable");
  assert.ok(!found.includes("no-stored-keys"), "its content is unknown");
  const named = [{ ...facts.files[0]!, from: "AWS_CONFIG_FILE" }];
  assert.match(examine({ ...facts, files: named })[0]!.remedy[0]!, /AWS_CONFIG_FILE names it/);
  const credentials = { kind: "credentials", path: "/nowhere" } as const;
  const missingIf = (from: string) => {
    const files = [factsOf(`[profile p]\n${ROLE}`).files[0]!, { ...credentials, from }];
    return examine({ ...facts, files }).some(({ id }) => id === "config-missing");
  };
  const variables = ["AWS_SHARED_CREDENTIALS_FILE", "SWR_SHARED_CREDENTIALS_FILE", "HOME"];
  assert.deepEqual(variables.map(missingIf), [true, false, false]);
  const device = [
    { ...facts.files[0]!, path: "/dev/null", from: "AWS_CONFIG_FILE", emptyDevice: true },
    { ...credentials, path: "/dev/null", from: "AWS_SHARED_CREDENTIALS_FILE", emptyDevice: true },
  ] as const;
  const empty = examine({ ...facts, files: device }).filter(({ id }) => id === "config-missing");
  assert.deepEqual(empty.map(({ message }) => message), [
    "the configuration file /dev/null is empty",
  ]);
  assert.deepEqual(
    configFindings("[default]\nregion = us-east-1\n").map(({ id, level }) => [id, level]),
    [
      ["roles", "warning"],
    ],
  );
});

Deno.test("a section of the credentials file that would win over the session", () => {
  const shadowed = configFindings(`[profile p]\n${ROLE}`, "[p]\nregion = us-east-1\n");
  assert.deepEqual(shadowed.map(({ id }) => id), ["view-shadowed", "roles"]);
});
