// Runs AWS's published endpoint cases for STS against swr: each becomes a profile, and the plan names the host.
// Rule: the shape is that of botocore's tests/functional/endpoint-rules/sts/endpoint-tests-1.json; a case that AWS
// refuses passes when swr refuses it, in whatever words.

import { partitionOf } from "../../src/role/endpoint.ts";
import { SwrError } from "../../src/text/errors.ts";
import { switchOptionsOf } from "../support/requests.ts";
import { parseIni } from "../../src/config/ini.ts";
import { planSwitch } from "../../src/role/plan.ts";
import { readConfiguration } from "../../src/config/configuration.ts";

type Case = {
  readonly documentation?: string;
  /** Left out by a case that sets none. */
  readonly params?: {
    readonly Region?: string;
    readonly UseFIPS?: boolean;
    readonly UseDualStack?: boolean;
    readonly UseGlobalEndpoint?: boolean;
    readonly Endpoint?: string;
  };
  readonly expect: {
    readonly endpoint?: {
      readonly url: string;
      readonly properties?: {
        readonly authSchemes?: readonly { readonly signingRegion: string }[];
      };
    };
  };
};

const KEYS: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

/** How many cases of the file pass, and one line for each that does not. */
export function runStsEndpointCases(json: unknown): { passed: number; failed: string[] } {
  const { testCases } = json as { testCases: readonly Case[] };
  const failed: string[] = [];
  for (const each of testCases) {
    const [wanted, found] = [expected(each), resolved(each)];
    if (wanted !== found) {
      failed.push(`${each.documentation ?? "no title"}: ${found} instead of ${wanted}`);
    }
  }
  return { passed: testCases.length - failed.length, failed };
}

function expected({ params = {}, expect }: Case): string {
  if (expect.endpoint === undefined) return "refused";
  const { url, properties } = expect.endpoint;
  return answer(url, properties?.authSchemes?.[0]?.signingRegion ?? params.Region);
}

function resolved({ params = {} }: Case): string {
  const partition = partitionOf(params.Region ?? "").id;
  const lines = [
    "[profile case]",
    `role_arn = arn:${partition}:iam::111122223333:role/reader`,
    ...(params.Region === undefined ? [] : [`region = ${params.Region}`]),
    ...(params.Endpoint === undefined ? [] : [`endpoint_url = ${params.Endpoint}`]),
    `use_fips_endpoint = ${params.UseFIPS ?? false}`,
    `use_dualstack_endpoint = ${params.UseDualStack ?? false}`,
    `sts_regional_endpoints = ${params.UseGlobalEndpoint ? "legacy" : "regional"}`,
  ];
  const config = readConfiguration(parseIni(lines.join("\n"), "config"), undefined);
  try {
    const plan = planSwitch("case", switchOptionsOf(["case"]), config, (name) => KEYS[name]);
    const { url, signingRegion } = plan.endpoint;
    return answer(url, params.Region === undefined ? undefined : signingRegion);
  } catch (error) {
    if (error instanceof SwrError && error.kind === "config") return "refused";
    throw error;
  }
}

function answer(url: string, signingRegion: string | undefined): string {
  return `${url}, signed for ${signingRegion ?? "whatever region"}`;
}
