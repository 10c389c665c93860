// Where in the console the sign-in leads: a service by its short name, a path, or an address of the console.
// Rule: whatever is given, the destination is on the partition's own console hosts; what could lead elsewhere is
// refused.

import { SwrError } from "../text/errors.ts";
import type { SigninPlace } from "./signin.ts";
import { visible } from "../text/visible.ts";

/** Services whose console is not at `/NAME/home`, by the names people and the AWS CLI use. */
const PATHS: Readonly<Record<string, string>> = {
  apigateway: "apigateway/main/apis",
  billing: "costmanagement/home",
  cfn: "cloudformation/home",
  cloudfront: "cloudfront/v4/home",
  cloudtrail: "cloudtrailv2/home",
  codebuild: "codesuite/codebuild/projects",
  codecommit: "codesuite/codecommit/repositories",
  codedeploy: "codesuite/codedeploy/applications",
  codepipeline: "codesuite/codepipeline/pipelines",
  cw: "cloudwatch/home",
  ddb: "dynamodbv2/home",
  dynamodb: "dynamodbv2/home",
  ecr: "ecr/repositories",
  ecs: "ecs/v2/clusters",
  elb: "ec2/home#LoadBalancers:",
  elbv2: "ec2/home#LoadBalancers:",
  eventbridge: "events/home",
  identitycenter: "singlesignon/home",
  logs: "cloudwatch/home#logsV2:log-groups",
  opensearch: "aos/home",
  organizations: "organizations/v2/home",
  redshift: "redshiftv2/home",
  route53: "route53/v2/home",
  secretsmanager: "secretsmanager/listsecrets",
  sfn: "states/home",
  sns: "sns/v3/home",
  sqs: "sqs/v3/home",
  ssm: "systems-manager/home",
  sso: "singlesignon/home",
  stepfunctions: "states/home",
  vpc: "vpcconsole/home",
  waf: "wafv2/homev2",
};

/** Services of the whole account: their console knows no region. */
const GLOBAL = new Set(["billing", "cloudfront", "iam", "organizations", "route53", "support"]);

const LONGEST_PLACE = 4096;

/** The address that the sign-in leads to. SwrError "usage" for a place that is none of the console's. */
export function consoleDestination(
  given: string | undefined,
  { console, homeRegion }: SigninPlace,
  wanted: string | undefined,
): string {
  const place = given || "console";
  // `aws-global` is a name for an endpoint, not a region.
  const region = wanted?.endsWith("-global") ? undefined : wanted;
  const origin = region === undefined || region === homeRegion
    ? `https://${console}`
    : `https://${region}.${console}`;
  if (/^[a-z0-9][a-z0-9-]*$/i.test(place)) {
    return ofService(place.toLowerCase(), console, origin, region);
  }
  const slip = slipOf(place);
  if (slip !== undefined) throw refuse(place, slip);
  if (/^https:\/\//i.test(place)) return ownAddress(place, console);
  if (/^[a-z][a-z0-9+.-]*:/i.test(place)) {
    throw refuse(place, "it is neither a path nor an https:// address");
  }
  if (place.startsWith("//")) throw refuse(place, "it would lead to another host");
  return withRegion(`${origin}/${place.replace(/^\//, "")}`, region);
}

function ofService(
  name: string,
  console: string,
  origin: string,
  region: string | undefined,
): string {
  const path = Object.hasOwn(PATHS, name) ? PATHS[name]! : `${name}/home`;
  return GLOBAL.has(name) ? `https://${console}/${path}` : withRegion(`${origin}/${path}`, region);
}

function slipOf(place: string): string | undefined {
  if (place.length > LONGEST_PLACE) return "it is longer than any address of the console";
  if (!/^[\x21-\x7e]+$/.test(place)) {
    return "write blanks, control characters and non-ASCII characters as %20 and the like";
  }
  if (place.includes("\\")) return "it contains a backslash";
  if (place.includes("@")) {
    return "it contains an @, after which browsers look for a host: write %40";
  }
  return undefined;
}

/** An address copied from the browser: as it is, if it is one of this partition's console. */
function ownAddress(place: string, console: string): string {
  const url = URL.parse(place);
  if (url === null) throw refuse(place, "it is not a valid address");
  if (url.port !== "") throw refuse(place, "an address of the console has no port");
  if (url.hostname === console || url.hostname.endsWith(`.${console}`)) return url.href;
  throw refuse(place, `the role's console is on ${console}`);
}

/** The address with `region=` in its query, unless it names one itself. */
function withRegion(address: string, region: string | undefined): string {
  const url = new URL(address);
  if (region === undefined || url.searchParams.has("region")) return url.href;
  // Not by searchParams.set(), which writes the whole query anew.
  url.search += `${url.search === "" ? "?" : "&"}region=${region}`;
  return url.href;
}

function refuse(place: string, why: string): SwrError {
  return new SwrError("place-unknown", `"${visible(place)}" is not a page of the console: ${why}`, [
    "give a service (--console=s3), a path (--console=ec2/home#Instances:), or an address of the console",
  ]);
}
