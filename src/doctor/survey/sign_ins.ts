// The sign-ins to IAM Identity Center that the profiles need, as the AWS CLI has cached them.
// Rule: a token is read to see whether it can be used, and does not go on.

import type { Configuration } from "../../config/configuration.ts";
import { cachedToken, tokenFileName } from "../../credentials/sso_token.ts";
import { fileInfo } from "../../os/file_info.ts";
import { below, readSmall } from "../../os/files.ts";
import { IS_WINDOWS } from "../../os/process.ts";
import { otherService } from "../../role/other_sources.ts";
import { type Sso, ssoOf } from "../../role/sso.ts";
import { SwrError } from "../../text/errors.ts";
import type { SignInFact } from "../checks/sources.ts";

/** So many sign-ins are looked at. */
const MOST = 20;
const LARGEST = 256 * 1024;

/** The sign-ins that the profiles name, each once; none if there is no home folder. `now` in milliseconds. */
export async function surveySignIns(
  configuration: Configuration,
  home: string | undefined,
  now: number,
): Promise<SignInFact[]> {
  if (home === undefined) return [];
  const found: SignInFact[] = [];
  for (const [name, { sso, profile }] of signInsOf(configuration)) {
    const path = below(home, `.aws/sso/cache/${await tokenFileName(sso)}`);
    const mode = IS_WINDOWS ? undefined : fileInfo(path)?.mode ?? undefined;
    try {
      cachedToken({ path, text: readSmall(path, LARGEST), mode }, sso, profile, now);
      found.push({ name });
    } catch (error) {
      if (!(error instanceof SwrError)) throw error;
      found.push({ name, error });
    }
  }
  return found;
}

/** By their names, with the first profile that needs each. */
function signInsOf(configuration: Configuration): Map<string, { sso: Sso; profile: string }> {
  const needed = new Map<string, { sso: Sso; profile: string }>();
  for (const profile of configuration.profiles.all()) {
    if (needed.size >= MOST) break;
    if (otherService(profile) !== "sso") continue;
    try {
      const sso = ssoOf(profile, configuration);
      const name = sso.session ?? sso.startUrl.value;
      if (!needed.has(name)) needed.set(name, { sso, profile: profile.name });
    } catch {
      // What is wrong with its settings is a finding of its own.
    }
  }
  return needed;
}
