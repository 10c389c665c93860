// What a file in a cache of AWS's tools holds: whether there are credentials in it, and until when they count.
// Rule: nothing but times leaves this file, never a key or a token. Formats: botocore (utils.py JSONFileCache;
// credentials.py CachedCredentialFetcher; tokens.py SSOTokenProvider), the login provider of AWS SDKs and Tools
// Reference Guide, "Login credentials provider", and awsume.

/** Milliseconds since 1970; `ends` undefined if the file does not say. */
export type CacheEntry = {
  readonly ends: number | undefined;
  /** A token in the same file fetches new credentials until then. */
  readonly renewableUntil?: number;
};

/** `aws login` renews for up to twelve hours ("Login credentials provider"); the file does not say since when. */
const LOGIN_RENEWAL_MS = 12 * 3600 * 1000;

/**
 * The entry of one file, last changed at `modified`: "none" where there are no credentials in it (the registration of
 * a client), undefined if it is not JSON.
 */
export function cacheEntry(text: string, modified: number): CacheEntry | "none" | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(data)) return "none";
  const role = isRecord(data.Credentials) ? data.Credentials : data;
  if (role.SecretAccessKey !== undefined) return { ends: timeOf(role.Expiration) };
  const { accessToken, refreshToken, expiresAt, registrationExpiresAt } = data;
  if (isRecord(accessToken)) {
    const ends = timeOf(accessToken.expiresAt);
    return refreshToken === undefined
      ? { ends }
      : { ends, renewableUntil: modified + LOGIN_RENEWAL_MS };
  }
  if (typeof accessToken !== "string") return "none";
  const ends = timeOf(expiresAt);
  const renewal = refreshToken === undefined ? undefined : timeOf(registrationExpiresAt);
  return renewal === undefined ? { ends } : { ends, renewableUntil: renewal };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** RFC 3339, or with `UTC` at its end, as older versions of botocore wrote it. */
function timeOf(value: unknown): number | undefined {
  const time = typeof value === "string" ? Date.parse(value.replace(/UTC$/, "Z")) : NaN;
  return Number.isNaN(time) ? undefined : time;
}
