// What a role session renews itself by, as tests want it.

import type { Renewal } from "../../src/credentials/renewal_key.ts";
import { parseRoleArn } from "../../src/role/arn.ts";
import { stsEndpoint } from "../../src/role/endpoint.ts";
import { parseUserArn } from "../../src/role/user_arn.ts";

/** A renewal of one role, until that time. */
export function renewal(expiration: string): Renewal {
  const arn = "arn:aws:iam::222233334444:role/admin";
  return {
    user: {
      user: parseUserArn("arn:aws:iam::111122223333:user/me")!,
      accessKeyId: "ASIAEXAMPLEEXAMPLE01",
      expiration,
    },
    secretAccessKey: "user-secret",
    sessionToken: "user-token",
    calls: [{
      action: "AssumeRole",
      input: { RoleArn: arn, RoleSessionName: "me", ExternalId: "x" },
      profile: "p",
      role: parseRoleArn({ value: arn, origin: { kind: "default" } }),
      origins: { ExternalId: { kind: "option", name: "external-id" } },
    }],
    endpoint: stsEndpoint({ region: "eu-central-1" } as Parameters<typeof stsEndpoint>[0]),
  };
}
