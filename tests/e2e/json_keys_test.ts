// Every key that --json prints is in the manual page's table, and every key of the table is one that can be printed.

import assert from "node:assert/strict";
import { makeCertificates } from "../support/certificates.ts";
import { JSON_KEYS } from "../../scripts/docs/json_keys.ts";
import { runSwr, shellWords, swrCommand } from "../support/program.ts";
import { keyringTurn } from "../support/keyrings.ts";
import { Sandbox } from "../support/sandbox.ts";
import { startSts } from "../support/sts_double.ts";
import { KEYS, SERIAL } from "../support/sts_world.ts";

const CONFIG = `[profile p]
role_arn = arn:aws:iam::222233334444:role/chained
source_profile = mid
external_id = abc
duration_seconds = 7200
source_identity = me
session_tags = Project=x
transitive_session_tags = Project
policy_arns = arn:aws:iam::aws:policy/ReadOnlyAccess
region = eu-central-1
[profile mid]
role_arn = arn:aws:iam::222233334444:role/admin
mfa_serial = ${SERIAL}
source_profile = base
[profile loop]
role_arn = arn:aws:iam::222233334444:role/admin
source_profile = loop2
[profile loop2]
role_arn = arn:aws:iam::222233334444:role/admin
source_profile = loop
[profile sso]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-central-1
sso_account_id = 333344445555
sso_role_name = Developer
[profile login]
login_session = arn:aws:iam::333344445555:user/me
[profile process]
credential_process = true
[profile r]
role_arn = arn:aws:iam::222233334444:role/reader
region = eu-central-1
`;

/** The keys of a value, `a.b` and `a[].b`; below `chain[].origins` and `environment.set` they are not the table's. */
function keysOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => keysOf(each, `${path}[]`));
  const open = ["chain[].origins", "environment.set"].includes(path);
  if (typeof value !== "object" || value === null || open) return path === "" ? [] : [path];
  return Object.entries(value).flatMap(([key, each]) =>
    keysOf(each, [path, key].filter(Boolean).join(".").replace(/^\[\]\./, ""))
  );
}

function compare(mode: string, printed: readonly string[]): void {
  const found = new Set(printed.flatMap((text) => keysOf(JSON.parse(text))));
  // A list of plain values counts as its key.
  const seen = [...found].map((key) => key.replace(/\[\]$/, ""));
  assert.deepEqual(
    [...new Set(seen)].toSorted(),
    JSON_KEYS[mode]!.keys.map(([key]) => key).toSorted(),
    mode,
  );
}

Deno.test("the keys of --json are those of the manual page", async () => {
  await using sts = await startSts();
  await using box = await Sandbox.create();
  await box.writeConfig(CONFIG);
  await box.writeCredentials(
    `[base]\naws_access_key_id = ${KEYS.AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${KEYS.AWS_SECRET_ACCESS_KEY}\n`,
  );
  const env = { ...box.env, AWS_ENDPOINT_URL_STS: sts.url };
  const json = async (...args: string[]) => (await runSwr([...args, "--json"], { env })).stdout;
  compare("--list", [await json("--list")]);
  const bundled = {
    ...env,
    AWS_CA_BUNDLE: await box.write("ca.pem", (await makeCertificates()).caPem),
  };
  const policy = await box.write(
    "policy.json",
    '{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}',
  );
  const decision = (await runSwr(["-n", "--json", "--policy", policy, "p", "true"], {
    env: { ...bundled, SWR_OPTIONS: "--quiet" },
  })).stdout;
  compare("--doctor", [await json("--doctor")]);
  const script = (...lines: string[]) =>
    [`swr() { ${shellWords(swrCommand())} "$@"; }`, ...lines].join("\n");
  const inUserSession = await runSwr(
    ["-q", "--mfa-serial", SERIAL, "--user", "sh", "-c"]
      .concat(script("swr --status --json", "swr -n --json r true")),
    { env: { ...env, ...KEYS, SWR_MFA_TOKEN: sts.code() } },
  );
  const [userStatus, nested] = objects(inUserSession.stdout);
  const ofProcess = await runSwr(["-n", "--json", "process"], { env });
  const ofLogin = await runSwr(["-n", "--json", "login"], { env });
  const ofSso = await runSwr(["-n", "--json", "sso"], { env });
  const inRole = await runSwr(
    ["-q", "--read-only", "r", "sh", "-c"]
      .concat(
        script(
          "swr --status --json",
          "AWS_PROFILE=x swr --status --json | cat",
          "swr -n --json --narrow -d 5m --reason why true",
        ),
      ),
    { env: { ...env, ...KEYS } },
  );
  using _turn = await keyringTurn();
  const [roleStatus, otherStatus, narrowing] = objects(inRole.stdout);
  const others = [ofProcess.stdout, ofSso.stdout, ofLogin.stdout, narrowing!];
  compare("--dry-run", [decision, nested!, ...others]);
  // Where the kernel keeps no keys there are no keyless sessions to list.
  const listed = await runSwr(
    ["-q", "--keyless", "r", "sh", "-c"]
      .concat(script("swr --sessions --json")),
    { env: { ...env, ...KEYS } },
  );
  if (listed.status === 0) compare("--sessions", objects(listed.stdout));
  compare("--status", [userStatus!, roleStatus!, otherStatus!]);
});

/** The JSON objects that were printed one after the other. */
function objects(stdout: string): string[] {
  return stdout.split(/(?<=^}\n)/m).filter((text) => text.trim() !== "");
}
