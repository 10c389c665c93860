// The file that --policy names, in the place of its name.
// Rule: it is read once, since it may be a pipe, and checked before anything is decided.

import type { SwitchRequest } from "../options/request.ts";
import { policyText } from "../os/policy_file.ts";
import { checkPolicyText } from "../role/policy_text.ts";
import type { Setting } from "../text/origin.ts";

/** The request with the text of the policy. SwrError "file-unreadable" or "policy-malformed". */
export function withPolicyText<Asked extends SwitchRequest>(request: Asked, file: Setting): Asked {
  const policy = policyText(file);
  checkPolicyText(policy);
  return { ...request, role: { ...request.role, policy } };
}
