// Runs AWS's published cases for the places of the two configuration files against swr.
// Rule: the shape is that of smithy-rs, aws-runtime/test-data/file-location-tests.json. `profile`, the one that
// AWS_PROFILE selects, is left aside: swr takes its profile from the command line only.

import { fileLocations, type Platform } from "../../src/config/locations.ts";
import type { Outcome } from "./deviations.ts";

type Case = {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly platform: Platform;
  readonly configLocation: string;
  readonly credentialsLocation: string;
};

/** How many cases of the file pass, and one line for each that does not. */
export function runFileLocationCases(json: unknown): Outcome {
  const { tests } = json as { tests: readonly Case[] };
  const failed: string[] = [];
  for (const { name, environment, platform, configLocation, credentialsLocation } of tests) {
    const { config, credentials } = fileLocations((variable) => environment[variable], platform);
    const found = `${config} and ${credentials}`;
    const wanted = `${configLocation} and ${credentialsLocation}`;
    if (found !== wanted) failed.push(`${name}: ${found} instead of ${wanted}`);
  }
  return { passed: tests.length - failed.length, failed };
}
