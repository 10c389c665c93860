// Facts for --doctor in which nothing is wrong, to be made wrong by a test, and the findings that this brings.
// Rule: every field can be overwritten by a spread.

import { examine, type Facts } from "../../src/doctor/examine.ts";
import type { Finding } from "../../src/doctor/finding.ts";
import type { FoundFile } from "../../src/config/load.ts";
import assert from "node:assert/strict";
import { SwrError } from "../../src/text/errors.ts";
import { parseIni } from "../../src/config/ini.ts";

/** A quiet machine with these two files; undefined for one that is not there. */
export function factsOf(config: string | undefined, credentials?: string): Facts {
  const file = (kind: FoundFile["kind"], text: string | undefined): FoundFile => {
    const path = `/home/me/.aws/${kind}`;
    return { kind, path, from: "HOME", ...(text !== undefined && { ini: parseIni(text, path) }) };
  };
  return {
    version: "1.2.3",
    windows: false,
    hasLibc: true,
    keylessObstacle: undefined,
    files: [file("config", config), file("credentials", credentials)],
    accesses: [],
    caches: [],
    signIns: [],
    environment: {
      env: () => undefined,
      now: 0,
      viewAt: () => "there",
      mayReach: (host) => /^sts\.(eu-central-1\.|us-east-1\.)?amazonaws\.com:443$/.test(host),
      bundleProblem: (path) =>
        path === "/good.pem"
          ? undefined
          : new SwrError("ca-bundle-unusable", `cannot use the CA bundle ${path}`, ["correct it"]),
      malformed: [],
      compiled: false,
      direnvHoldsKeys: false,
    },
    envchain: { state: "there", path: "/usr/bin/envchain", namespaces: ["aws-main"] },
    shell: { path: "/bin/bash", startUps: [] },
  };
}

export const CONFIG = "[profile p]\nrole_arn = arn:aws:iam::222233334444:role/admin\n";
export const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
export const NOW = Date.parse("2026-01-01T00:00:00Z");
export const HOUR = 3600_000;
export const QUIET_IDS = [
  "roles",
  "no-stored-keys",
  "no-caches",
  "environment",
  "envchain",
  "shell-not-set-up",
  "version",
  "keyless",
];

export const ids = (facts: Facts) => examine(facts).map(({ id }) => id);
/** The findings that a change of the facts brings. */
export const brought = (change: Partial<Facts>, config = CONFIG, credentials?: string) =>
  examine({ ...factsOf(config, credentials), ...change }).filter(({ id }) =>
    !QUIET_IDS.includes(id)
  );
export const inEnvironment = (variables: Record<string, string>, more = {}) => {
  const { environment } = factsOf(CONFIG);
  const env = (name: string) => variables[name];
  return brought({ environment: { ...environment, now: NOW, env, ...more } })
    .map(({ id, level }) => `${id} ${level}`);
};

export const ROLE = "role_arn = arn:aws:iam::222233334444:role/admin\n";
export const MFA = "mfa_serial = arn:aws:iam::111122223333:mfa/me\n";
export const KEYS = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n";

export function configFindings(config: string | undefined, credentials?: string): Finding[] {
  return examine(factsOf(config, credentials)).filter(({ group }) => group === "configuration");
}

/** Wrong text, right text, id, level, line of the wrong one, and what message and remedy say. */
export type FaultCase = readonly [
  name: string,
  wrong: string,
  right: string,
  id: Finding["id"],
  level: Finding["level"],
  line: number,
  says: RegExp,
];

/** A test for each case: the finding is there if the text is wrong, and only then. */
export function testFaults(cases: readonly FaultCase[]): void {
  for (const [name, wrong, right, id, level, line, says] of cases) {
    Deno.test(`the configuration is wrong and right: ${name}`, () => {
      const found = configFindings(`[profile p]\n${wrong}`).filter((each) => each.id === id);
      assert.equal(
        found.length,
        1,
        JSON.stringify(configFindings(`[profile p]\n${wrong}`), null, 1),
      );
      const [only] = found;
      assert.equal(only!.level, level);
      assert.equal(only!.place, `/home/me/.aws/config:${line}`);
      assert.match([only!.message, ...only!.remedy].join("\n"), says);
      assert.notEqual(only!.remedy.length, 0);
      const after = configFindings(`[profile p]\n${right}`);
      // Where the text has no role, that alone is said.
      assert.deepEqual(after.filter((each) => each.level !== "ok" && each.id !== "roles"), []);
      assert.equal(after.some((each) => each.id === id), false);
    });
  }
}
