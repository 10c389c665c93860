// Says who it is through the AWS SDK for JavaScript v3: `javascript_v3.ts (default|ini|chain) [PROFILE]`.

import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromIni, fromNodeProviderChain } from "@aws-sdk/credential-providers";

const [way, profile] = Deno.args;
const named = profile === undefined ? {} : { profile };
const credentials = way === "ini"
  ? { credentials: fromIni(named) }
  // How the CDK's command line finds its keys.
  : way === "chain"
  ? { credentials: fromNodeProviderChain(named) }
  : named;
const client = new STSClient(credentials);
// deno-lint-ignore no-console
console.log((await client.send(new GetCallerIdentityCommand({}))).Arn);
