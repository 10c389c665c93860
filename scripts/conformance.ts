// Runs the case files that AWS and its SDKs publish against swr: `deno task conformance [DIR]`.
// Rule: the cases are others' data and are read where they lie; each file has one adapter in tests/conformance. A
// line for each case that fails or deviates, last `N passed, N failed`; status 1 if any failed. Imports the adapters.

import { deviationOf, type Outcome } from "../tests/conformance/deviations.ts";
import { runAssumeRoleCases } from "../tests/conformance/assume_role.ts";
import { runFileLocationCases } from "../tests/conformance/file_location.ts";
import { runProfileParserCases } from "../tests/conformance/profile_parser.ts";
import { runStsEndpointCases } from "../tests/conformance/sts_endpoints.ts";

const ADAPTERS: Readonly<Record<string, (json: unknown) => Outcome>> = {
  "profile-parser.json": runProfileParserCases,
  "assume-role.json": runAssumeRoleCases,
  "file-location.json": runFileLocationCases,
  "sts-endpoints.json": runStsEndpointCases,
};

const encoder = new TextEncoder();

function say(line: string): void {
  // Names of cases hold line ends and worse; a case is one line.
  Deno.stdout.writeSync(encoder.encode(`${line.replaceAll("\n", "\\n")}\n`));
}

/** What the file's cases came to; undefined where there is no such file. A file of another shape has failed. */
function runFile(path: string, run: (json: unknown) => Outcome): Outcome | undefined {
  try {
    return run(JSON.parse(Deno.readTextFileSync(path)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    return { passed: 0, failed: [`the whole file: ${error}`] };
  }
}

function main([given]: readonly string[]): number {
  const directory = given ?? `${new URL("../../shared/conformance", import.meta.url).pathname}`;
  let passed = 0;
  let failed = 0;
  for (const [file, run] of Object.entries(ADAPTERS)) {
    const outcome = runFile(`${directory}/${file}`, run);
    if (outcome === undefined) {
      say(`${file}: skipped, it is not in ${directory}`);
      continue;
    }
    passed += outcome.passed;
    for (const line of outcome.failed) {
      const deviation = deviationOf(file, line);
      if (deviation === undefined) failed += 1;
      say(
        deviation === undefined
          ? `${file}: failed: ${line}`
          : `${file}: deviates: ${deviation.name}: ${deviation.reason}`,
      );
    }
  }
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

Deno.exit(main(Deno.args));
