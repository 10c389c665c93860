// What the user may set about STS's endpoint, and which of several settings wins.

import assert from "node:assert/strict";
import { from } from "../support/origins.ts";
import {
  configuredEndpoint,
  type EndpointSettings,
  endpointSettings,
} from "../../src/role/endpoint_settings.ts";
import { headline, SwrError } from "../../src/text/errors.ts";
import { parseIni } from "../../src/config/ini.ts";
import { readConfiguration } from "../../src/config/configuration.ts";

const SERVICES = "services = mine\nendpoint_url = https://profile.example\n" +
  "[services mine]\nsts =\n  endpoint_url = https://services.example\n";

/** The settings of `[profile p]` with that text under it. */
function settings(text: string, env: Record<string, string> = {}): EndpointSettings {
  const config = readConfiguration(parseIni(`[profile p]\n${text}`, "config"), undefined);
  return endpointSettings(config.profiles.get("p")!, config, (name) => env[name]);
}

Deno.test("endpointSettings() of nothing is AWS's regional endpoint", () => {
  assert.deepEqual(settings(""), { useFips: false, useDualStack: false, useGlobalEndpoint: false });
});

Deno.test("endpointSettings() takes STS's own address before the general, the environment before the file", () => {
  const [sts, all] = [{ AWS_ENDPOINT_URL_STS: "https://a.example" }, {
    AWS_ENDPOINT_URL: "https://b.example",
  }];
  const cases: [EndpointSettings, string, string][] = [
    [settings(SERVICES, { ...sts, ...all }), "https://a.example", "$AWS_ENDPOINT_URL_STS"],
    [settings(SERVICES, all), "https://b.example", "$AWS_ENDPOINT_URL"],
    [settings(SERVICES), "https://services.example", "config:5"],
    [settings("endpoint_url = https://profile.example"), "https://profile.example", "config:2"],
  ];
  for (const [found, value, origin] of cases) {
    assert.equal(found.endpoint?.value, value);
    assert.deepEqual(found.endpoint?.origin, from(origin));
  }
});

Deno.test("endpointSettings() passes over an empty variable and a services section of other services", () => {
  const found = settings(SERVICES.replace("sts =", "s3 ="), { AWS_ENDPOINT_URL_STS: "" });
  assert.equal(found.endpoint?.value, "https://profile.example");
});

Deno.test("endpointSettings() ignores every address when told to, by either setting", () => {
  const env = { AWS_ENDPOINT_URL: "https://b.example" };
  const told = { ...env, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "TRUE" };
  assert.equal(settings(SERVICES, told).endpoint, undefined);
  assert.equal(settings("ignore_configured_endpoint_urls = true", env).endpoint, undefined);
  assert.notEqual(settings("ignore_configured_endpoint_urls = yes", env).endpoint, undefined);
});

Deno.test("endpointSettings() refuses a services section that is not there, with the line that names it", () => {
  assert.throws(() => settings("services = nope"), (error: unknown) => {
    assert.ok(error instanceof SwrError && error.kind === "config");
    assert.match(error.message, /\[services nope\]/);
    assert.match(headline(error), /\(from config:2\)/);
    return true;
  });
});

Deno.test("endpointSettings() lets the environment's FIPS, dual-stack and legacy settings beat the file's", () => {
  const file =
    "use_fips_endpoint = true\nuse_dualstack_endpoint = True\nsts_regional_endpoints = legacy";
  assert.deepEqual(settings(file), { useFips: true, useDualStack: true, useGlobalEndpoint: true });
  const env = {
    AWS_USE_FIPS_ENDPOINT: "false",
    AWS_USE_DUALSTACK_ENDPOINT: "no",
    AWS_STS_REGIONAL_ENDPOINTS: "regional",
  };
  assert.deepEqual(settings(file, env), settings(""));
});

for (const service of ["SIGNIN", "SSO"] as const) {
  Deno.test(`configuredEndpoint() of ${service} has names of its own, and the general ones count`, () => {
    const own = (text: string, env: Record<string, string> = {}) => {
      const config = readConfiguration(parseIni(`[profile p]\n${text}`, "config"), undefined);
      return configuredEndpoint(service, config.profiles.get("p")!, config, (name) => env[name]);
    };
    const [signin, sts, all] = [service, "STS", ""].map((name) => ({
      [`AWS_ENDPOINT_URL${name && `_${name}`}`]: `https://${name || "all"}.example`,
    }));
    assert.deepEqual(
      own("", { ...signin, ...sts, ...all })?.origin,
      from(`$AWS_ENDPOINT_URL_${service}`),
    );
    assert.deepEqual(own("", { ...sts, ...all })?.origin, from("$AWS_ENDPOINT_URL"));
    assert.deepEqual(own("", sts), undefined);
    const services = SERVICES.replace("sts =", `${service.toLowerCase()} =`);
    assert.deepEqual(own(services)?.value, "https://services.example");
    assert.deepEqual(own(services, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" }), undefined);
  });
}

Deno.test("a broken line, or two endpoints, in the services section in force stop the switch", () => {
  const settings = (section: string) => {
    const text = `[profile p]\nservices = my\n[services my]\n${section}`;
    const config = readConfiguration(parseIni(text, "config"), undefined);
    return endpointSettings(config.profiles.get("p")!, config, () => undefined);
  };
  assert.throws(() => settings("sts =\n  endpoint_url http://127.0.0.1:1\n"), /cannot be read/);
  assert.throws(
    () => settings("nonsense\nsts =\n  endpoint_url = http://127.0.0.1:1\n"),
    /cannot be/,
  );
  const twice = "  endpoint_url = http://127.0.0.1:1\n  endpoint_url = http://127.0.0.1:2\n";
  assert.throws(() => settings(`sts =\n${twice}`), /endpoint_url is set twice/);
  assert.throws(
    () =>
      settings(
        "sts =\n  endpoint_url = http://a\n[services my]\nsts =\n  endpoint_url = http://b\n",
      ),
    /ambiguous: sts is set twice/,
  );
  for (
    const [section, message] of [
      ["sts =\nendpoint_url = http://a\n", "endpoint_url belongs to no service in [services my]"],
      ["sts = http://a\n", "sts has a value of its own in [services my]"],
      ["sts =\n  endpoint = http://a\n", "sts has no endpoint_url in [services my]"],
    ] as const
  ) assert.throws(() => settings(section), { message });
  assert.equal(settings("sts =\n  endpoint_url = http://a\n").endpoint?.value, "http://a");
  assert.equal(settings("sts =\ns3 =\n  endpoint_url = http://a\n").endpoint, undefined);
});
