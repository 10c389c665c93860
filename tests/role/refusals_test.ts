// Why a profile cannot be switched to.

import assert from "node:assert/strict";
import { plan, refuses, ROLE } from "../support/plans.ts";
import { SwrError } from "../../src/text/errors.ts";

Deno.test("without keys the reason is given in plain words", () => {
  const said = (config: string, credentials?: string) => {
    try {
      plan(config, { env: {}, ...(credentials !== undefined && { credentials }) });
    } catch (error) {
      if (error instanceof SwrError) return [error.message, ...error.hints];
    }
    return [];
  };
  const envchain =
    "run it with envchain: `envchain NAMESPACE swr …` (is the namespace right? `envchain --list`)";
  const cases: readonly [config: string, why: readonly string[], credentials?: string][] = [
    ["", ["AWS_ACCESS_KEY_ID is not set, and the profile has no source_profile"]],
    [
      `source_profile = q\n[profile q]\n${ROLE}`,
      ['AWS_ACCESS_KEY_ID is not set, and profile "q" has no source_profile'],
    ],
    [
      "source_profile = default\n[default]\nregion = eu-west-1\n",
      ['AWS_ACCESS_KEY_ID is not set, and source_profile "default" has no keys in either file'],
    ],
    [
      "source-profile = q\n",
      [
        "AWS_ACCESS_KEY_ID is not set, and the profile has no source_profile",
        "source-profile at config:3: did you mean source_profile?",
      ],
    ],
    [
      "source_profile =\n",
      [
        "AWS_ACCESS_KEY_ID is not set, and source_profile at config:3 is empty",
        "write the name of the profile that has the keys",
      ],
    ],
    [
      "source_profile = profile main\n[profile main]\n",
      [
        'AWS_ACCESS_KEY_ID is not set, and source_profile "profile main" (config:3) does not exist',
        "write the name alone: source_profile = main",
      ],
    ],
    [
      "credential_source =\n",
      [
        "credential_source at config:3 is empty: it is one of Environment, Ec2InstanceMetadata, EcsContainer",
      ],
    ],
    [
      "source_profile = mian\n[profile main]\n",
      [
        'AWS_ACCESS_KEY_ID is not set, and source_profile "mian" (config:3) does not exist',
        'did you mean "main"?',
      ],
    ],
    [
      "source_profile = q\n",
      [
        'AWS_ACCESS_KEY_ID is not set, and profile "q" has no aws_secret_access_key, only the other key of the pair at credentials:2',
      ],
      "[q]\naws_access_key_id = AKIAFILEEXAMPLE0000000\n",
    ],
    [
      "credential_source = Environment\n",
      ["AWS_ACCESS_KEY_ID is not set, and credential_source at config:3 needs it"],
    ],
    [
      "credential_source = environment\n",
      ['"environment" at config:3 is not a valid credential_source: did you mean Environment?'],
    ],
    [
      "credential_source = EcsContainer\n",
      [
        'profile "p" gets them from EcsContainer, which swr does not support: use `aws --profile p …` there',
      ],
    ],
  ];
  for (const [config, why, credentials] of cases) {
    assert.deepEqual(said(`[profile p]\n${ROLE}${config}`, credentials), [
      'no access keys found for assuming "p"',
      ...why,
      envchain,
    ]);
  }
});

Deno.test("for a profile that was to be a role, the message says what is missing", () => {
  const hints = (config: string) => {
    try {
      plan(`[profile p]\n${config}`);
    } catch (error) {
      if (error instanceof SwrError) return [error.message, ...error.hints];
    }
    return [];
  };
  const none = 'profile "p" has no role_arn';
  assert.deepEqual(hints("region = eu-west-1\n"), [
    none,
    "add role_arn = arn:aws:iam::ACCOUNT:role/NAME at config:1",
  ]);
  assert.deepEqual(hints("region = eu-west-1\nrole_arm = arn:aws:iam::222233334444:role/x\n"), [
    none,
    "role_arm at config:3: did you mean role_arn?",
  ]);
  assert.deepEqual(hints("include_profile = q\n[profile q]\nrole_arn = x\n"), [
    none,
    "config:2: include_profile gives no role_arn: set it in this profile",
  ]);
  assert.equal(hints("role_arn =\n")[0], "role_arn is empty");
  refuses(() => plan("[profile p]\nrole_arn =\n", { env: {} }), /^role_arn is empty/);
  refuses(
    () => plan(`[profile p]\n${ROLE}source_profile = "q"\n[profile q]\n`, { env: {} }),
    /does not exist\nwrite it without quotation marks/,
  );
});
