// Random files and failures of STS: no mode of swr shows a secret of the files or of the environment.

import assert from "node:assert/strict";
import { secretShown, seeds, seedsText } from "../support/fuzz.ts";
import { runSwr } from "../support/program.ts";
import { randomFiles, randomFrom } from "../support/random_files.ts";
import { Sandbox } from "../support/sandbox.ts";
import { startSts } from "../support/sts_double.ts";
import { FAILURES } from "../support/sts_failures.ts";
import { htmlPage, truncated } from "../support/sts_faults.ts";

const SEEDS = seeds(60, 60);

const MODES = [
  ["--list"],
  ["--list", "--json"],
  ["--doctor", "-v"],
  ["--doctor", "--json"],
  ["-n", "dev"],
  ["-n", "--json", "-v", "dev"],
  ["-v", "dev", "true"],
  ["-v", "--from-session", "dev", "true"],
  ["--export", "sh", "dev"],
  ["--switch-url", "dev"],
  ["--status", "-v"],
  ["--session-keys", "--", "dev"],
  ["--user", "true"],
];

Deno.test(`no mode shows a secret, whatever fails: ${seedsText(SEEDS)}`, async () => {
  const sts = await startSts();
  await using box = await Sandbox.create();
  const faults = [
    ...Object.values(FAILURES).filter((row) => typeof row === "object"),
    htmlPage(200),
    truncated(),
  ];
  const user = sts.world.users[0]!;
  for (const seed of SEEDS) {
    const random = randomFrom(seed ^ 0x5eed);
    const { config, credentials, secrets } = randomFiles(seed);
    await box.writeConfig(config);
    await box.writeCredentials(credentials);
    for (const mode of MODES) {
      const hasKeys = random() < 0.5;
      const all = [...secrets, ...(hasKeys ? [user.secretAccessKey] : [])];
      const env = {
        ...box.env,
        AWS_ENDPOINT_URL_STS: sts.url,
        AWS_REGION: "eu-west-1",
        ...(hasKeys && {
          AWS_ACCESS_KEY_ID: user.accessKeyId,
          AWS_SECRET_ACCESS_KEY: user.secretAccessKey,
          SWR_MFA_TOKEN: "123456",
        }),
      };
      const echo = {
        status: 403,
        code: "SignatureDoesNotMatch",
        message: `The Canonical String should have been ${user.secretAccessKey} ${
          secrets.join("\n")
        }`,
      };
      const fault = random() < 0.3 ? echo : faults[Math.floor(random() * faults.length)]!;
      if (random() < 0.7) sts.next(fault, fault, fault);
      const { stdout, stderr } = await runSwr(mode, { env });
      sts.faults.length = 0;
      const shown = secretShown(`${stdout}\n${stderr}`, all);
      assert.equal(shown, undefined, `seed ${seed}, ${mode.join(" ")}:\n${stdout}\n${stderr}`);
      assert.doesNotMatch(stderr, /bug in swr/, `seed ${seed}, ${mode.join(" ")}`);
    }
  }
  await sts.close();
});
