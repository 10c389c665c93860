// Random files: swr switches to no account but the one that botocore resolves for the same files, or refuses; and no
// secret of the files is in anything that it prints.

import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { parseIni } from "../../src/config/ini.ts";
import { readConfiguration } from "../../src/config/configuration.ts";
import { listProfiles } from "../../src/role/listing.ts";
import { listingPage, listingTable } from "../../src/role/listing_page.ts";
import { planSwitch } from "../../src/role/plan.ts";
import { examine } from "../../src/doctor/examine.ts";
import { doctorPage } from "../../src/doctor/page.ts";
import { PLAIN } from "../../src/text/colours.ts";
import { headline, SwrError } from "../../src/text/errors.ts";
import { keepSecretsOf, mask, maskKept } from "../../src/text/mask.ts";
import { jsonText, readable } from "../../src/text/visible.ts";
import { factsOf } from "../support/doctor_facts.ts";
import { secretShown, seeds, seedsText } from "../support/fuzz.ts";
import { needs, skipped } from "../support/programs.ts";
import { type RandomFiles, randomFiles } from "../support/random_files.ts";
import { switchOptionsOf } from "../support/requests.ts";

const SEEDS = seeds();
const KEYS: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

/** The calls that swr would make, and the key of the first; or the error that refuses the switch. */
function swrPlans(files: RandomFiles, env: Readonly<Record<string, string>>) {
  const configuration = readConfiguration(
    parseIni(files.config, "config"),
    parseIni(files.credentials, "credentials"),
  );
  try {
    const plan = planSwitch("dev", switchOptionsOf(["dev"]), configuration, (name) => env[name]);
    const calls = plan.calls.map(({ input: { RoleArn, ExternalId } }) => [
      RoleArn,
      ExternalId ?? null,
    ]);
    return { calls, key: plan.source.accessKeyId, texts: [...plan.warnings, ...plan.notes] };
  } catch (error) {
    if (error instanceof SwrError) return { error };
    throw error;
  }
}

/** See botocore_roles.py. */
type Resolved = {
  calls?: [arn: string, externalId: string | null][];
  key?: string;
  error?: string;
};

async function botocoreResolves(cases: readonly RandomFiles[]): Promise<Resolved[]> {
  const script = new URL("../support/botocore_roles.py", import.meta.url).pathname;
  const child = new Deno.Command("python3", {
    args: [script],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = child.stdin.getWriter();
  const lines = cases.map(({ config, credentials }) => JSON.stringify({ config, credentials }));
  const written = writer.write(new TextEncoder().encode(lines.map((line) => `${line}\n`).join("")))
    .then(() => writer.close());
  const { stdout } = await child.output();
  await written;
  // What follows a blank and a comment sign is part of the value to the AWS CLI alone.
  const withoutComment = (_: string, value: unknown) =>
    typeof value === "string" ? value.replace(/\s[#;].*$/s, "") : value;
  return new TextDecoder().decode(stdout).trim().split("\n").map((line) =>
    JSON.parse(line, withoutComment)
  );
}

function withoutBotocore(): string | undefined {
  if (needs("python3", "").ignore) return "python3 is not on this machine";
  const { success } = new Deno.Command("python3", {
    args: ["-c", "import botocore"],
    stderr: "null",
  }).outputSync();
  return success ? undefined : "botocore is not installed for python3";
}

Deno.test({
  ...skipped(
    `no account but the one that botocore resolves: ${seedsText(SEEDS)}`,
    withoutBotocore(),
  ),
  async fn() {
    const cases = SEEDS.map(randomFiles);
    const resolved = await botocoreResolves(cases);
    assert.equal(resolved.length, cases.length);
    let compared = 0;
    const wrong: string[] = [];
    cases.forEach((files, index) => {
      for (const env of [{}, KEYS]) {
        const found = swrPlans(files, env);
        if (found.error !== undefined || resolved[index]!.error !== undefined) continue;
        compared++;
        const { calls, key } = resolved[index]!;
        // The environment's keys stand in for those of the last profile, and so make calls of more of the chain.
        const ours = env === KEYS ? found.calls.at(-1) : { calls: found.calls, key: found.key };
        const theirs = env === KEYS ? calls?.at(-1) : { calls, key };
        if (isDeepStrictEqual(ours, theirs)) continue;
        wrong.push(
          `seed ${SEEDS[index]}: ${JSON.stringify(ours)} instead of ${JSON.stringify(theirs)}\n` +
            `--- config\n${files.config}\n--- credentials\n${files.credentials}`,
        );
      }
    });
    assert.deepEqual(wrong.slice(0, 3), [], wrong.slice(0, 3).join("\n\n"));
    assert.ok(
      compared > cases.length / 20,
      `only ${compared} of ${cases.length} were resolved by both`,
    );
  },
});

Deno.test(`no secret of the files is in any output: ${seedsText(SEEDS)}`, () => {
  for (const seed of SEEDS) {
    const files = randomFiles(seed);
    keepSecretsOf(files.config);
    keepSecretsOf(files.credentials);
    const configuration = readConfiguration(
      parseIni(files.config, "config"),
      parseIni(files.credentials, "credentials"),
    );
    const said: string[] = [];
    for (const env of [{}, KEYS]) {
      const { error, texts = [] } = swrPlans(files, env);
      said.push(...texts, ...(error ? [headline(error), ...error.hints] : []));
    }
    said.push(...configuration.problems.map(({ message }) => message));
    const entries = listProfiles(configuration);
    const findings = examine(factsOf(files.config, files.credentials));
    const printed = [
      jsonText(entries),
      listingTable(entries),
      listingPage(entries, PLAIN, 200),
      doctorPage(findings, { quiet: false, verbose: true, home: undefined }, PLAIN),
      jsonText(findings),
    ];
    const output = [...said.map((text) => readable(mask(text))), ...printed.map(maskKept)].join(
      "\n",
    );
    const shown = secretShown(output, files.secrets);
    assert.equal(shown, undefined, `seed ${seed}:\n${output}`);
  }
});
