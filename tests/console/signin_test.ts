// Signing in to the console: partitions, the form, the address, the time that may be asked for.

import assert from "node:assert/strict";
import { from } from "../support/origins.ts";
import { PARTITIONS } from "../../src/role/partitions.ts";
import {
  consoleSeconds,
  SIGNIN_PLACES,
  signinEndpoint,
  signinPlace,
  signinUrl,
  tokenForm,
} from "../../src/console/signin.ts";
import { planSwitch } from "../../src/role/plan.ts";
import { switchOptionsOf } from "../support/requests.ts";
import { parseIni } from "../../src/config/ini.ts";
import { readConfiguration } from "../../src/config/configuration.ts";

const CREDENTIALS = {
  accessKeyId: "ASIAEXAMPLEEXAMPLE00",
  secretAccessKey: "a+b/c=&d",
  sessionToken: 'tok"en+/=',
  kind: "role-session" as const,
  expiration: "2026-01-01T00:00:00Z",
};

Deno.test("signinPlace() knows its partitions by the ids that ARNs use, and says which", () => {
  for (const id of Object.keys(SIGNIN_PLACES)) {
    assert.ok(PARTITIONS.some((partition) => partition.id === id), id);
    assert.equal(signinPlace(id), SIGNIN_PLACES[id]);
  }
  assert.equal(signinPlace("aws-cn").signin, "signin.amazonaws.cn");
  for (const id of ["aws-iso", "aws-iso-f", "constructor", "__proto__", ""]) {
    assert.throws(() => signinPlace(id), /does not know the console sign-in of the partition/);
  }
});

Deno.test("signinEndpoint() is the partition's own, or the user's under the rules of any endpoint", () => {
  const place = signinPlace("aws-us-gov");
  assert.equal(signinEndpoint(place, undefined).url, "https://signin.amazonaws-us-gov.com");
  const own = (value: string) =>
    signinEndpoint(place, { value, origin: from("$AWS_ENDPOINT_URL_SIGNIN") }).url;
  assert.equal(own("http://127.0.0.1:9/"), "http://127.0.0.1:9");
  assert.throws(() => own("http://example.com"), /endpoint of the console's sign-in/);
  assert.throws(() => own("https://signin.aws.amazon.com/federation"), /more than host and port/);
  assert.equal(own("https://[::1]:9"), "https://[::1]:9");
  assert.equal(
    own("https://signin.amazonaws-us-gov.com:443"),
    "https://signin.amazonaws-us-gov.com",
  );
  for (
    const host of [
      "vpce-0.sts.us-gov-west-1.vpce.amazonaws.com",
      "sts.us-gov-west-1.amazonaws.com",
      "signin.aws.amazon.com",
      "signin.amazonaws-us-gov.com:8443",
      "127.0.0.1.example.com",
      "example.com",
    ]
  ) {
    assert.throws(() => own(`https://${host}`), /the role's credentials go to .* only/, host);
  }
});

Deno.test("tokenForm() carries the session as JSON, whatever characters its keys have", () => {
  const form = new URLSearchParams(tokenForm(CREDENTIALS, 900));
  assert.deepEqual([...form.keys()], ["Action", "SessionDuration", "Session"]);
  assert.equal(form.get("Action"), "getSigninToken");
  assert.equal(form.get("SessionDuration"), "900");
  assert.deepEqual(JSON.parse(form.get("Session")!), {
    sessionId: CREDENTIALS.accessKeyId,
    sessionKey: CREDENTIALS.secretAccessKey,
    sessionToken: CREDENTIALS.sessionToken,
  });
  assert.equal(
    new URLSearchParams(tokenForm(CREDENTIALS, undefined)).has("SessionDuration"),
    false,
  );
});

Deno.test("signinUrl() comes apart again into what went in", () => {
  const destination =
    "https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#Tags:a=b&c";
  const url = new URL(signinUrl("https://signin.aws.amazon.com", destination, "a+b/c="));
  assert.equal(url.origin + url.pathname, "https://signin.aws.amazon.com/federation");
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    Action: "login",
    Destination: destination,
    SigninToken: "a+b/c=",
  });
});

Deno.test("a time is asked for only where long-lived keys assume one role, and only if one was given", () => {
  const seconds = (config: string, options: string[] = [], key = "AKIAIOSFODNN7EXAMPLE") => {
    const env: Record<string, string> = {
      AWS_ACCESS_KEY_ID: key,
      AWS_SECRET_ACCESS_KEY: "s",
      ...(key.startsWith("ASIA") && { AWS_SESSION_TOKEN: "t" }),
    };
    const files = readConfiguration(parseIni(config, "config"), undefined);
    const line = switchOptionsOf([...options, "p"]);
    const { calls, source } = planSwitch("p", line, files, (name) => env[name]);
    return consoleSeconds(calls, source);
  };
  const role = "role_arn = arn:aws:iam::222233334444:role/r\n";
  assert.equal(seconds(`[profile p]\n${role}`, ["-d", "2h"]), 7200);
  assert.equal(seconds(`[profile p]\n${role}duration_seconds = 900\n`), 900);
  assert.equal(seconds(`[profile p]\n${role}`), undefined);
  const chain = `[profile p]\n${role}source_profile = q\n[profile q]\n${role}`;
  assert.equal(seconds(chain, ["-d", "30m"]), undefined);
  assert.equal(
    seconds(`[profile p]\n${role}`, ["--from-session", "-d", "30m"], "ASIAXEXAMPLE0000000"),
    undefined,
  );
});
