// The host of STS and the region that signs, held against the SDK's own answer for every region.

import { from } from "../support/origins.ts";
import { checkRegion } from "../../src/role/arn.ts";
import { STSClient } from "@aws-sdk/client-sts";
import assert from "node:assert/strict";
import {
  customEndpoint,
  partitionById,
  partitionOf,
  portalEndpoint,
  stsEndpoint,
} from "../../src/role/endpoint.ts";
import { headline, SwrError } from "../../src/text/errors.ts";
import { PARTITIONS } from "../../src/role/partitions.ts";
import { runStsEndpointCases } from "../conformance/sts_endpoints.ts";

const PUBLISHED = new URL("../../../shared/conformance/sts-endpoints.json", import.meta.url);

// Regions of the table, the global one, and names that only the partitions' patterns or the fallback catch.
const REGIONS = [
  ...PARTITIONS.flatMap(({ regions }) => regions),
  ...["aws-global", "us-east-99", "cn-west-9", "us-gov-middle-1", "eusc-de-west-2", "eu-isoe-x-3"],
  ...["us-isof-north-7", "nowhere", "zz-north-1"],
];
const SWITCHES = [false, true];

function refusal(message: RegExp, hint: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof SwrError);
    assert.equal(error.kind, "config");
    assert.match(error.message, message);
    assert.match([headline(error), ...error.hints].join("\n"), hint);
    return true;
  };
}

Deno.test("stsEndpoint() says of every region what the SDK's own rules say", () => {
  const { endpointProvider } = new STSClient({ region: "us-east-1" }).config;
  for (const region of REGIONS) {
    for (const useFips of SWITCHES) {
      for (const useDualStack of SWITCHES) {
        for (const useGlobalEndpoint of SWITCHES) {
          const query = { region, useFips, useDualStack, useGlobalEndpoint };
          const { url, properties } = endpointProvider({
            Region: region,
            UseFIPS: useFips,
            UseDualStack: useDualStack,
            UseGlobalEndpoint: useGlobalEndpoint,
          });
          const [scheme] = (properties?.["authSchemes"] ?? []) as { signingRegion: string }[];
          assert.deepEqual(
            stsEndpoint(query),
            {
              url: url.origin,
              host: url.host,
              hostAndPort: `${url.hostname}:443`,
              signingRegion: scheme?.signingRegion ?? region,
            },
            JSON.stringify(query),
          );
        }
      }
    }
  }
});

Deno.test({
  name: "stsEndpoint() passes AWS's published cases",
  ignore: !exists(PUBLISHED), // they are AWS's, not part of this repository
  fn() {
    const { passed, failed } = runStsEndpointCases(JSON.parse(Deno.readTextFileSync(PUBLISHED)));
    assert.deepEqual(failed, []);
    assert.ok(passed > 20);
  },
});

function exists(file: URL): boolean {
  try {
    return Deno.statSync(file).isFile;
  } catch {
    return false;
  }
}

Deno.test("partitionOf() prefers the table to the patterns, and falls back to aws", () => {
  for (const partition of PARTITIONS) {
    for (const region of partition.regions) assert.equal(partitionOf(region), partition, region);
  }
  assert.equal(partitionOf("us-gov-middle-1").id, "aws-us-gov");
  assert.equal(partitionOf("us-isob-x-1").id, "aws-iso-b");
  assert.equal(partitionOf("nowhere").id, "aws");
});

Deno.test("partitionById() knows the partitions of ARNs and no others", () => {
  assert.equal(partitionById("aws-cn")?.dnsSuffix, "amazonaws.com.cn");
  assert.equal(partitionById("aws-moon"), undefined);
});

Deno.test("checkRegion() lets nothing but a host label through", () => {
  for (const value of ["eu-central-1", "aws-global", "x", "a".repeat(63)]) {
    assert.equal(checkRegion({ value, origin: from("--region") }), value);
  }
  const bad = [
    "",
    "-eu",
    "eu-",
    "EU-WEST-1",
    "eu.west",
    "x/y",
    "x@evil.example",
    "x#",
    "eu-west-1\n",
  ];
  for (const value of [...bad, "a".repeat(64), "eu-\u202ewest", "é"]) {
    assert.throws(
      () => checkRegion({ value, origin: from("--region") }),
      refusal(/is not a region$/, /--region/),
      JSON.stringify(value),
    );
  }
});

Deno.test("customEndpoint() takes https anywhere and http on this machine", () => {
  const cases = {
    "https://sts.eu-west-1.amazonaws.com/": "https://sts.eu-west-1.amazonaws.com",
    "https://127.0.0.1:8443": "https://127.0.0.1:8443",
    "http://localhost:4566": "http://localhost:4566",
    "http://127.9.9.9:80": "http://127.9.9.9",
    "http://[::1]:5000/": "http://[::1]:5000",
  };
  for (const [value, url] of Object.entries(cases)) {
    const found = customEndpoint({ value, origin: from("config:3") });
    assert.deepEqual([found.url, found.origin], [url, from("config:3")]);
  }
});

Deno.test("customEndpoint() refuses what could lead elsewhere, and says where it was set", () => {
  const cases: Record<string, RegExp> = {
    "sts.eu-west-1.amazonaws.com": /not an http\(s\) address/,
    "ftp://localhost": /not an http\(s\) address/,
    "file:///etc/passwd": /not an http\(s\) address/,
    "https://": /not an http\(s\) address/,
    "https://me@sts.amazonaws.com": /a user or a password/,
    "https://sts.amazonaws.com:x@evil.example": /a user or a password/,
    "https://sts.amazonaws.com/path": /more than host and port/,
    "https://sts.amazonaws.com?x=1": /more than host and port/,
    "https://sts.amazonaws.com#x": /more than host and port/,
    "http://sts.amazonaws.com": /allowed on this machine only/,
    "http://localhost.evil.example": /allowed on this machine only/,
    "http://127.0.0.1.evil.example": /allowed on this machine only/,
    "http://[::ffff:7f00:1]": /allowed on this machine only/,
    "http://0.0.0.0:4566": /allowed on this machine only/,
  };
  for (const [value, why] of Object.entries(cases)) {
    assert.throws(
      () => customEndpoint({ value, origin: from("$AWS_ENDPOINT_URL_STS") }),
      refusal(why, /\$AWS_ENDPOINT_URL_STS/),
      value,
    );
  }
});

Deno.test("an endpoint names the port for the permission, and for the request only if the address does", () => {
  const at = (value: string) => {
    const { host, hostAndPort } = customEndpoint({ value, origin: from("config:3") });
    return [host, hostAndPort];
  };
  assert.deepEqual(at("https://sts.amazonaws.com"), [
    "sts.amazonaws.com",
    "sts.amazonaws.com:443",
  ]);
  assert.deepEqual(at("http://localhost"), ["localhost", "localhost:80"]);
  assert.deepEqual(at("http://[::1]:5000"), ["[::1]:5000", "[::1]:5000"]);
});

Deno.test("portalEndpoint() follows AWS's rules for IAM Identity Center", () => {
  // botocore, data/sso/2019-06-10/endpoint-rule-set-1.json, rule by rule.
  const host = (region: string, useFips: boolean, useDualStack: boolean) =>
    portalEndpoint({ region, useFips, useDualStack }).host;
  assert.equal(host("eu-central-1", false, false), "portal.sso.eu-central-1.amazonaws.com");
  assert.equal(host("eu-central-1", true, false), "portal.sso-fips.eu-central-1.amazonaws.com");
  assert.equal(host("eu-central-1", false, true), "portal.sso.eu-central-1.api.aws");
  assert.equal(host("eu-central-1", true, true), "portal.sso-fips.eu-central-1.api.aws");
  assert.equal(host("us-gov-west-1", true, false), "portal.sso.us-gov-west-1.amazonaws.com");
  assert.equal(host("us-gov-west-1", true, true), "portal.sso-fips.us-gov-west-1.api.aws");
  assert.equal(host("cn-north-1", false, false), "portal.sso.cn-north-1.amazonaws.com.cn");
  assert.equal(
    host("cn-north-1", false, true),
    "portal.sso.cn-north-1.api.amazonwebservices.com.cn",
  );
  assert.equal(host("us-iso-east-1", false, false), "portal.sso.us-iso-east-1.c2s.ic.gov");
});
