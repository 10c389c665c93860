// What swr takes from the AWS SDK, by name, so that the build can leave out what is not named.
// Rule: the one file that imports npm packages; evaluated when the main realm has given up what it no longer needs.

export { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
