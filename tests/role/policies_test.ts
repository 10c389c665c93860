// Session policies: what narrows a role, and everything that STS would refuse.

import assert from "node:assert/strict";
import { checkPolicyText } from "../../src/role/policy_text.ts";
import { checkPolicy, withManagedPolicy } from "../../src/role/policies.ts";
import { planNarrowing } from "../../src/role/plan.ts";
import { chained, plan, refuses, ROLE } from "../support/plans.ts";

const READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const OWN = "arn:aws:iam::222233334444:policy/team/own,1";

function narrowed(settings: string, options: string[] = []) {
  const made = plan(`[profile p]\n${ROLE}${settings}`, { options });
  return { ...made.calls.at(-1)!, warnings: made.warnings, narrowing: planNarrowing(made) };
}

function policy(text: string) {
  const given = { value: text, origin: { kind: "file", file: "policy.json" } } as const;
  checkPolicyText(given);
  return checkPolicy(given);
}

const STATEMENT = '{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}';

Deno.test("--read-only and --view-only are AWS's own policies, in the partition of the role", () => {
  const of = (options: string[], settings = "") => {
    const { input, origins, narrowing } = narrowed(settings, options);
    return [input.PolicyArns, origins.PolicyArns, narrowing];
  };
  assert.deepEqual(of(["--read-only"]), [
    [{ arn: READ_ONLY }],
    { kind: "option", name: "read-only" },
    "ro",
  ]);
  assert.deepEqual(of(["--view-only"]), [
    [{ arn: "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess" }],
    { kind: "option", name: "view-only" },
    "view",
  ]);
  const china = plan(
    "[profile p]\nrole_arn = arn:aws-cn:iam::222233334444:role/admin\nregion = cn-north-1\n",
    { options: ["--read-only"] },
  );
  assert.deepEqual(china.calls[0].input.PolicyArns, [
    { arn: "arn:aws-cn:iam::aws:policy/ReadOnlyAccess" },
  ]);
  assert.equal(planNarrowing(china), "ro");
});

Deno.test("policy_arns narrows its own profile's call; --policy-arn comes instead, for the last call", () => {
  const settings = `policy_arns = ${READ_ONLY}, arn:aws:iam::222233334444:policy/own\n`;
  assert.deepEqual(narrowed(settings).input.PolicyArns, [
    { arn: READ_ONLY },
    { arn: "arn:aws:iam::222233334444:policy/own" },
  ]);
  assert.equal(narrowed(settings).narrowing, "narrow");
  assert.deepEqual(narrowed(settings, ["--policy-arn", OWN]).input.PolicyArns, [{ arn: OWN }]);
  const { calls } = chained({ mid: `policy_arns = ${READ_ONLY}\n` });
  assert.deepEqual(calls.map(({ input }) => input.PolicyArns), [[{ arn: READ_ONLY }], undefined]);
  assert.equal(planNarrowing(chained({ mid: `policy_arns = ${READ_ONLY}\n` })), undefined);
  assert.equal(narrowed("policy_arns =\n").narrowing, undefined);
});

Deno.test("--read-only and --view-only stand alone: session policies add up", () => {
  const arns = `policy_arns = ${OWN.replace(",", "")}\n`;
  const text = /cannot be combined\nsession policies add up/;
  refuses(() => narrowed(arns, ["--read-only"]), /--read-only and policy_arns \(config:3\) cannot/);
  refuses(() => narrowed("", ["--read-only", "--policy-arn", OWN]), text);
  refuses(() => narrowed("", ["--view-only", "--policy", "f.json"]), text);
  refuses(() => narrowed("", ["--view-only", "--read-only"]), /cannot be combined/);
  const { profile, role } = { profile: undefined!, role: undefined! };
  const none = { role: {}, user: false, fromSession: false, command: [], defaults: [] };
  assert.equal(withManagedPolicy(none, { profile, role, roleArn: undefined! }), none.role);
});

Deno.test("ARNs that STS would refuse are refused before it is asked", () => {
  const many = Array.from({ length: 11 }, (_, at) => `arn:aws:iam::aws:policy/P${at}`);
  const option = (...arns: string[]) => arns.flatMap((arn) => ["--policy-arn", arn]);
  const cases: [settings: string, options: string[], text: RegExp][] = [
    ["", option("ReadOnlyAccess"), /"ReadOnlyAccess" is not the ARN of a policy\n.*looks like/],
    ["policy_arns = x\n", [], /"x" is not the ARN of a policy/],
    ["", option("arn:aws:iam::22223333444:policy/x"), /is not the ARN of a policy/],
    ["", option("arn:aws:iam::222233334444:role/x"), /is not the ARN of a policy/],
    ["", option(READ_ONLY, READ_ONLY), /ReadOnlyAccess is given twice/],
    ["", option(...many), /11 session policies are too many\nSTS takes 10/],
    [
      "",
      option("arn:aws:iam::111122223333:policy/x"),
      /cannot narrow a role of account 222233334444/,
    ],
    ["", option("arn:aws-cn:iam::aws:policy/x"), /cannot narrow a role of the partition aws/],
    [
      "",
      option(...many.slice(0, 9).map((arn) => `${arn}/${"n".repeat(128)}/${"p".repeat(100)}`)),
      /have \d+ characters together\nSTS takes 2048, and counts the ARNs too/,
    ],
  ];
  for (const [settings, options, text] of cases) refuses(() => narrowed(settings, options), text);
});

Deno.test("a policy is checked as far as it can be without AWS", () => {
  const whole = `{"Version": "2012-10-17", "Statement": [${STATEMENT}]}`;
  for (
    const good of [whole, `{"Statement": ${STATEMENT}}`, ` ${whole}\n`, whole.replace("Get*", "é")]
  ) {
    assert.equal(policy(good), good);
  }
  const statement = (text: string) => `{"Statement": [${STATEMENT}, ${text}]}`;
  const cases: [text: string, message: RegExp][] = [
    ["", /the session policy is empty\na policy looks like/],
    [" \n", /is empty/],
    ["[]", /is not a JSON object/],
    ["{]", /the session policy is not JSON\nExpected property name/],
    [`${whole},`, /is not JSON/],
    [whole.replace("Get*", "→"), /contains "→"\nSTS takes no characters above/],
    ["{}", /has no Statement/],
    ['{"Statement": []}', /has no Statement/],
    ['{"statement": []}', /"statement" is not an element of a policy\nit is spelled Statement/],
    [whole.replace("2012-10-17", "2012-10-18"), /the Version .* is unknown\nwrite 2012-10-17/],
    [statement('"x"'), /is not an object/],
    [
      statement('{"Effect": "allow", "Action": "*", "Resource": "*"}'),
      /has no Effect\nEffect is Allow or Deny/,
    ],
    [
      statement('{"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": "*"}'),
      /has a Principal/,
    ],
    [statement('{"Effect": "Allow", "Resource": "*"}'), /has no Action/],
    [statement('{"Effect": "Allow", "Action": "*"}'), /has no Resource/],
    [
      whole.replace("s3:Get*", "a".repeat(2048)),
      /the session policy has 2\d{3} characters\nSTS takes 2048; `jq/,
    ],
  ];
  for (const [text, message] of cases) refuses(() => policy(text), message);
});

Deno.test("a syntax error names the file and the line", () => {
  try {
    policy('{\n  "Statement": []\n  "Version"\n}');
    assert.fail();
  } catch (error) {
    const { origin } = error as { origin?: unknown };
    assert.deepEqual(origin, { kind: "line", file: "policy.json", line: 3 });
  }
});

Deno.test("a policy of an option and the profile's add up, and that is said", () => {
  const options = ["--policy", `{"Statement": ${STATEMENT}}`];
  const { warnings, narrowing, input } = narrowed(`policy_arns = ${READ_ONLY}\n`, options);
  assert.deepEqual(warnings, [
    "the session may do what --policy or policy_arns (config:3) allows: session policies add up",
  ]);
  assert.equal(narrowing, "narrow");
  assert.equal(input.Policy, options[1]);
  assert.deepEqual(narrowed("", options).warnings, []);
});
