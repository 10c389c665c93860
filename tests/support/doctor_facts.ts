// Facts for --doctor in which nothing is wrong, to be made wrong by a test.
// Rule: every field can be overwritten by a spread. Imports core.

import type { Facts } from "../../src/doctor/examine.ts";
import type { FileFact } from "../../src/doctor/checks/files.ts";
import { SwrError } from "../../src/text/errors.ts";
import { parseIni } from "../../src/config/ini.ts";

/** A quiet machine with these two files; undefined for one that is not there. */
export function factsOf(config: string | undefined, credentials?: string): Facts {
  const file = (kind: FileFact["kind"], text: string | undefined): FileFact => {
    const path = `/home/me/.aws/${kind}`;
    return { kind, path, from: "HOME", ...(text !== undefined && { ini: parseIni(text, path) }) };
  };
  return {
    version: "1.2.3",
    windows: false,
    hasLibc: true,
    files: [file("config", config), file("credentials", credentials)],
    accesses: [],
    caches: [],
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
    },
    envchain: { state: "there", path: "/usr/bin/envchain", namespaces: ["aws-main"] },
    shell: { path: "/bin/bash", startUps: [] },
  };
}
