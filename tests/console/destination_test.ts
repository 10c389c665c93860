// Places in the console: services, paths and addresses, in each partition; nothing leads to another host.

import * as fc from "fast-check";
import assert from "node:assert/strict";
import { consoleDestination } from "../../src/console/destination.ts";
import { SwrError } from "../../src/text/errors.ts";
import { SIGNIN_PLACES, signinPlace } from "../../src/console/signin.ts";

const to = (place: string | undefined, region?: string, partition = "aws") =>
  consoleDestination(place, signinPlace(partition), region);

Deno.test("a service, a path and an address of the console, with and without a region", () => {
  const host = "https://eu-west-1.console.aws.amazon.com";
  const cases: [place: string | undefined, region: string | undefined, url: string][] = [
    [undefined, undefined, "https://console.aws.amazon.com/console/home"],
    [undefined, "eu-west-1", `${host}/console/home?region=eu-west-1`],
    ["", "eu-west-1", `${host}/console/home?region=eu-west-1`],
    [undefined, "aws-global", "https://console.aws.amazon.com/console/home"],
    ["s3", "eu-west-1", `${host}/s3/home?region=eu-west-1`],
    ["S3", undefined, "https://console.aws.amazon.com/s3/home"],
    ["dynamodb", "eu-west-1", `${host}/dynamodbv2/home?region=eu-west-1`],
    ["logs", "eu-west-1", `${host}/cloudwatch/home?region=eu-west-1#logsV2:log-groups`],
    ["iam", "eu-west-1", "https://console.aws.amazon.com/iam/home"],
    ["route53", "eu-west-1", "https://console.aws.amazon.com/route53/v2/home"],
    ["something-new", "eu-west-1", `${host}/something-new/home?region=eu-west-1`],
    ["constructor", "eu-west-1", `${host}/constructor/home?region=eu-west-1`],
    ["ec2/home#Instances:", "eu-west-1", `${host}/ec2/home?region=eu-west-1#Instances:`],
    ["/ec2/home?x=a:b#y", "eu-west-1", `${host}/ec2/home?x=a:b&region=eu-west-1#y`],
    ["/ec2/home?region=us-east-2", "eu-west-1", `${host}/ec2/home?region=us-east-2`],
    ["/", "eu-west-1", `${host}/?region=eu-west-1`],
    ["/../../x", undefined, "https://console.aws.amazon.com/x"],
    ["/s3/buckets/my%20bucket", undefined, "https://console.aws.amazon.com/s3/buckets/my%20bucket"],
    [`${host}/rds/home#databases:`, "us-east-1", `${host}/rds/home#databases:`],
    ["https://s3.console.aws.amazon.com/s3/x", undefined, "https://s3.console.aws.amazon.com/s3/x"],
  ];
  for (const [place, region, url] of cases) assert.equal(to(place, region), url, place);
});

Deno.test("each partition has hosts of its own; its home region's is the plain one", () => {
  const cases: [partition: string, region: string, origin: string][] = [
    ["aws-cn", "cn-north-1", "https://console.amazonaws.cn"],
    ["aws-cn", "cn-northwest-1", "https://cn-northwest-1.console.amazonaws.cn"],
    ["aws-us-gov", "us-gov-west-1", "https://console.amazonaws-us-gov.com"],
    ["aws-us-gov", "us-gov-east-1", "https://us-gov-east-1.console.amazonaws-us-gov.com"],
    ["aws-eusc", "eusc-de-east-1", "https://console.amazonaws-eusc.eu"],
  ];
  for (const [partition, region, origin] of cases) {
    assert.equal(to("s3", region, partition), `${origin}/s3/home?region=${region}`);
  }
  assert.throws(
    () => to("https://console.aws.amazon.com/", "cn-north-1", "aws-cn"),
    /console is on console\.amazonaws\.cn/,
  );
});

Deno.test("what could lead elsewhere is refused, with the reason", () => {
  const cases: Record<string, RegExp> = {
    "//evil.example/x": /another host/,
    "https://evil.example/": /console is on console\.aws\.amazon\.com/,
    "https://console.aws.amazon.com.evil.example/": /console is on console\.aws\.amazon\.com/,
    "https://evilconsole.aws.amazon.com/": /console is on console\.aws\.amazon\.com/,
    "https://console.aws.amazon.com:8443/": /no port/,
    "https://me@evil.example/": /@/,
    "https://console.aws.amazon.com@evil.example/": /@/,
    "HTTPS://evil.example": /console is on console\.aws\.amazon\.com/,
    "https://": /not a valid address/,
    "http://console.aws.amazon.com/": /neither a path nor an https:/,
    "javascript:alert(1)": /neither a path nor an https:/,
    "/\\evil.example": /backslash/,
    "\\\\evil.example": /backslash/,
    "/x@evil.example": /@/,
    "/x\ny": /control/,
    "/x\u001b[2J": /control/,
    "/a b": /%20/,
    "/ä": /ASCII/,
    "/\u202e": /control/,
    [`/${"x".repeat(5000)}`]: /longer/,
  };
  for (const [place, why] of Object.entries(cases)) {
    assert.throws(() => to(place, "eu-west-1"), (error) => {
      assert.ok(error instanceof SwrError && error.kind === "usage", place);
      assert.match(error.message, why, place);
      // deno-lint-ignore no-control-regex
      assert.doesNotMatch(error.message, /[\u0000-\u001f]/);
      return true;
    });
  }
});

Deno.test("whatever the place, the destination is on the partition's console", () => {
  const pieces = fc.constantFrom(
    ...[
      "/",
      "\\",
      "@",
      ":",
      "//",
      "https://",
      ".",
      "..",
      "?",
      "#",
      "%2f",
      "evil.example",
      "s3",
      "\t",
      "[",
      "]",
    ],
    ...["console.aws.amazon.com", "region=x", "&", "\u0000", "x"],
  );
  const places = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(""));
  const partitions = fc.constantFrom(...Object.keys(SIGNIN_PLACES));
  fc.assert(
    fc.property(places, partitions, (place, partition) => {
      const { console } = signinPlace(partition);
      let url: URL;
      try {
        url = new URL(to(place, "xx-west-1", partition));
      } catch (error) {
        assert.ok(error instanceof SwrError, `${place}: ${error}`);
        return;
      }
      assert.equal(url.protocol, "https:");
      assert.equal(url.username + url.password + url.port, "");
      assert.ok(url.hostname === console || url.hostname.endsWith(`.${console}`), url.href);
    }),
    { numRuns: 2000 },
  );
});
