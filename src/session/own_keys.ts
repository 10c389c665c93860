// The keys of the session that this process is in, wherever they are: in the environment, or, in a keyless session, in
// the kernel. Rule: missing keys are explained, since a program that was started elsewhere has the session's variables
// and not its keys.

import { viewPath } from "./view_place.ts";
import type { Lookup } from "../config/origin.ts";
import { type HeldKey, heldKey } from "../credentials/keyring.ts";
import type { KeptCredentials } from "../credentials/session_key.ts";
import type { Libc } from "../os/libc.ts";
import { SwrError } from "../text/errors.ts";
import { asUserSession, currentSession, type Session, withKeys } from "./contract.ts";
import { isDue } from "../credentials/renewal_key.ts";

/**
 * The environment with the session's keys in it, as the modules that decide want it; with those of the user session if
 * that is the outermost one. Other keys that the user has put there stay, as they would in an ordinary session. SwrError
 * "session-ended" or "keys-not-of-session" if a keyless session's keys cannot be read.
 */
export async function environmentInside(
  env: Lookup,
  libc: Libc | undefined,
  whose: "session" | "outermost",
): Promise<Lookup> {
  const session = currentSession(env);
  if (!session?.keyless || env("AWS_ACCESS_KEY_ID") || env("AWS_SECRET_ACCESS_KEY")) return env;
  const { renewal } = await look(libc);
  return whose === "outermost" && renewal !== undefined
    ? asUserSession(env, renewal)
    : withKeys(env, await keptKeys(session, env, libc));
}

/** Why the keys of a keyless session cannot be read; undefined if they can, or one is in no such session. */
export async function keysLost(
  env: Lookup,
  libc: Libc | undefined,
): Promise<SwrError | undefined> {
  const session = currentSession(env);
  if (!session?.keyless) return undefined;
  try {
    const held = await look(libc);
    // Then there are keys as soon as a program asks.
    if (!isDue(held, Date.now())) await usable(held, session, env, libc);
    return undefined;
  } catch (error) {
    if (error instanceof SwrError) return error;
    throw error;
  }
}

/** The keys of the keyless session, from the kernel; renewed, if that is due. SwrError as above. */
export async function keptKeys(
  session: Session,
  env: Lookup,
  libc: Libc | undefined,
): Promise<KeptCredentials> {
  let held = await look(libc);
  if (isDue(held, Date.now())) {
    await (await import("./renewing_child.ts")).renewInChild(session.profile, libc!);
    held = await look(libc);
  }
  return await usable(held, session, env, libc);
}

/** The same for a program that asks by --session-keys, in which this process renews them itself. */
export async function keysForProgram(
  session: Session,
  env: Lookup,
  libc: Libc | undefined,
  version: string,
): Promise<KeptCredentials & { readonly renews: boolean }> {
  const held = await look(libc);
  const renews = held.renewal !== undefined;
  if (!isDue(held, Date.now())) return { ...await usable(held, session, env, libc), renews };
  const { renewedCredentials } = await import("./renew.ts");
  const view = viewPath(env);
  const keys = (await libc!.keys())!;
  return {
    ...await renewedCredentials(session.profile, { libc: libc!, keys, version, view }),
    renews,
  };
}

async function look(libc: Libc | undefined): Promise<HeldKey> {
  const keys = await libc?.keys();
  return keys === undefined ? { state: "none" } : heldKey(keys, libc!.userId());
}

/** The keys that were found, or why there are none. */
async function usable(
  held: HeldKey,
  session: Session,
  env: Lookup,
  libc: Libc | undefined,
): Promise<KeptCredentials> {
  const isOwn = held.state === "held" && held.label.profile === session.profile;
  if (isOwn && Date.parse(held.credentials.expiration) > Date.now()) return held.credentials;
  throw await (await import("./lost_keys.ts")).lostKeys(held, session, env, libc);
}
