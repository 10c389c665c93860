// Says who it is through the AWS SDK for JavaScript v2: `javascript_v2.ts [PROFILE]`.

const [profile] = Deno.args;
// Without it version 2 does not look into the config file at all, inside a session or outside.
if (profile !== undefined) Deno.env.set("AWS_SDK_LOAD_CONFIG", "1");
const { default: AWS } = await import("aws-sdk");

const provider = profile === undefined
  ? new AWS.CredentialProviderChain()
  : new AWS.CredentialProviderChain([() => new AWS.ProcessCredentials({ profile })]);
const client = new AWS.STS({
  credentials: await provider.resolvePromise(),
  endpoint: Deno.env.get("AWS_ENDPOINT_URL_STS")!,
  region: Deno.env.get("AWS_REGION")!,
});
// deno-lint-ignore no-console
console.log((await client.getCallerIdentity().promise()).Arn);
