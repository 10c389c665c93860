// The region of a switch, and the endpoint that goes with it.

import assert from "node:assert/strict";
import { chained, KEYS, plan, refuses, ROLE } from "../support/plans.ts";
import { from } from "../support/origins.ts";
import { refuseUnknownRegion } from "../../src/role/region.ts";
import { headline, SwrError } from "../../src/text/errors.ts";

Deno.test("the region: option, profile, environment, source, none", () => {
  const config =
    `[profile p]\n${ROLE}region = eu-west-1\nsource_profile = s\n[profile s]\nregion = eu-west-3\n`;
  const env = { ...KEYS, AWS_REGION: "us-east-2", AWS_DEFAULT_REGION: "us-west-2" };
  assert.equal(plan(config, { options: ["-r", "us-east-1"], env }).region?.value, "us-east-1");
  assert.equal(plan(config, { env }).region?.value, "eu-west-1");
  const without = config.replace("region = eu-west-1\n", "");
  assert.equal(plan(without, { env }).region?.value, "us-east-2");
  assert.equal(plan(without, { env: { ...env, AWS_REGION: "" } }).region?.value, "us-west-2");
  assert.equal(plan(without).region?.value, "eu-west-3");
  const none = plan(`[profile p]\n${ROLE}`);
  assert.equal(none.region, undefined);
  assert.deepEqual(none.endpoint, {
    url: "https://sts.amazonaws.com",
    host: "sts.amazonaws.com",
    hostAndPort: "sts.amazonaws.com:443",
    signingRegion: "us-east-1",
  });
});

Deno.test("an endpoint of one's own keeps its origin, and excludes FIPS", () => {
  const env = { ...KEYS, AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
  const { endpoint } = plan(`[profile p]\n${ROLE}`, { env });
  assert.deepEqual([endpoint.url, endpoint.origin], [
    "http://127.0.0.1:1",
    from("$AWS_ENDPOINT_URL"),
  ]);
  refuses(
    () => plan(`[profile p]\n${ROLE}`, { env: { ...env, AWS_USE_FIPS_ENDPOINT: "true" } }),
    /FIPS/,
  );
});

Deno.test("of the sources' regions the nearest counts; an endpoint of one's own has a region to be signed for", () => {
  const regions = { mid: "region = eu-west-2\n", base: "region = eu-west-3\n" };
  assert.equal(chained(regions).region?.value, "eu-west-2");
  assert.equal(chained({ ...regions, mid: "" }).region?.value, "eu-west-3");
  const env = { ...KEYS, AWS_ENDPOINT_URL_STS: "http://127.0.0.1:4566" };
  const { endpoint } = chained({}, [], env);
  assert.deepEqual(endpoint, {
    url: "http://127.0.0.1:4566",
    host: "127.0.0.1:4566",
    hostAndPort: "127.0.0.1:4566",
    origin: from("$AWS_ENDPOINT_URL_STS"),
    signingRegion: "us-east-1",
  });
});

Deno.test("a region that there is not is named with its place and the nearest ones", () => {
  const unknown = (value: string) => refuseUnknownRegion({ value, origin: from("config:3") });
  for (
    const [value, near] of [
      ["eu-central-1a", /did you mean eu-central-1\b/],
      ["us-east", /did you mean us-east-1 or us-east-2/],
      ["eu-wset-1", /did you mean eu-west-1/],
      ["us-east1", /did you mean us-east-1/],
    ] as const
  ) {
    refuses(() => unknown(value), near);
    assert.throws(
      () => unknown(value),
      (error) => error instanceof SwrError && /config:3/.test(headline(error)),
    );
  }
  for (const known of ["eu-central-1", "cn-north-1", "us-gov-west-1", "aws-global"]) unknown(known);
});

Deno.test("an endpoint whose name says another region than the signature is refused", () => {
  const at = (endpoint: string, region = "region = eu-west-1\n") =>
    plan(`[profile p]\n${ROLE}${region}endpoint_url = https://${endpoint}\n`).endpoint;
  for (
    const host of [
      "sts.us-east-1.amazonaws.com",
      "sts.amazonaws.com",
      "sts-fips.us-east-1.amazonaws.com",
      "vpce-1-a.sts.us-east-1.vpce.amazonaws.com",
      "sts.us-east-1.api.aws",
    ]
  ) refuses(() => at(host), /belongs to us-east-1, but calls are signed for eu-west-1/);
  assert.equal(at("sts.eu-west-1.amazonaws.com").signingRegion, "eu-west-1");
  assert.equal(at("vpce-1.sts.eu-west-1.vpce.amazonaws.com").signingRegion, "eu-west-1");
  assert.equal(at("sts.amazonaws.com", "").signingRegion, "us-east-1");
  assert.equal(at("sts.example.com").signingRegion, "eu-west-1");
  refuses(() => at("sts.eu-west-3.amazonaws.com", ""), /set region = eu-west-3/);
});
