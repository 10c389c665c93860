// A renewal of the role session one is in: the calls that opened it are made again with the keys of the user session,
// and the new key takes the place of the old one in the session keyring.
// Rule: one process renews at a time; others wait, and look again. If a renewal fails while the old key lasts, the old
// one is used. Nothing is read for it but the certificates that AWS_CA_BUNDLE or the stored profile names.

import { refuseRuntimeVariables } from "../config/runtime_variables.ts";
import { variableSetting } from "../config/origin.ts";
import { type HeldKey, heldKey, type HeldRenewal, KEY_MASK } from "../credentials/keyring.ts";
import { type KeptCredentials, keyContent, labelText } from "../credentials/session_key.ts";
import type { SessionCredentials } from "../credentials/credentials.ts";
import { extraAuthorities } from "../os/ca_bundle.ts";
import type { Libc } from "../os/libc.ts";
import { type KernelKeys, KeyRefusal, Ring } from "../os/libc_keys.ts";
import { isCompiled } from "../os/own_program.ts";
import { giveUpPermissions } from "../os/permissions.ts";
import { hideStreamsFromWorkers } from "../os/streams.ts";
import { variable } from "../os/variable.ts";
import type { RolePlan } from "../role/plan.ts";
import { startHidden } from "../sts/start.ts";
import { say } from "../terminal/messages.ts";
import { headline, SwrError } from "../text/errors.ts";
import { addKey } from "./keyring.ts";
import { isDue } from "../credentials/renewal_key.ts";

/** How long a process waits for another one that renews. */
const WAIT_MS = 5000;

type Means = {
  readonly libc: Libc;
  readonly keys: KernelKeys;
  /** Of swr, for its name in CloudTrail. */
  readonly version: string;
  /** The session's view of the config: the file that is locked. */
  readonly view: string | undefined;
};

/** The session's credentials, renewed if that is due. SwrError if there are none that last. */
export async function renewedCredentials(profile: string, means: Means): Promise<KeptCredentials> {
  const { libc, keys, view } = means;
  const release = view === undefined ? undefined : await libc.lock(view, WAIT_MS);
  try {
    // Another process may have renewed it meanwhile.
    const held = heldKey(keys, libc.userId());
    const old = held.state === "held" && Date.parse(held.credentials.expiration) > Date.now()
      ? held.credentials
      : undefined;
    if (old !== undefined && !isDue(held, Date.now())) return old;
    if (old !== undefined && view !== undefined && release === undefined) return old;
    try {
      return await renew(profile, held.renewal!, held, means);
    } catch (error) {
      if (!(error instanceof SwrError || error instanceof KeyRefusal) || old === undefined) {
        throw error;
      }
      say(
        `the role session was not renewed: ${
          error instanceof SwrError ? headline(error) : error.message
        }`,
      );
      return old;
    }
  } finally {
    release?.();
  }
}

async function renew(
  profile: string,
  renewal: HeldRenewal,
  held: HeldKey,
  means: Means,
): Promise<KeptCredentials> {
  const { keys } = means;
  // A call is not made if its answer could not be kept; and the library is open then.
  tryKeeping(keys);
  const credentials = await assume(profile, renewal, means);
  const now = Date.now();
  const seconds = Math.max(1, Math.ceil((Date.parse(credentials.expiration) - now) / 1000));
  const { account } = renewal.label;
  const description = labelText({ kind: "renewed-role", account, profile });
  const content = keyContent(credentials, seconds);
  const { key } = addKey(keys, description, content);
  content.fill(0);
  keys.expireIn(key, seconds);
  // A link of the same type and description gives way to it, in one step.
  keys.link(key, Ring.SESSION);
  keys.setMask(key, KEY_MASK);
  // One of another type does not.
  if (held.state === "held" && heldKey(keys, means.libc.userId()).state === "several") {
    keys.unlink(held.key, Ring.SESSION);
  }
  return { ...credentials, seconds };
}

/** The steps of keeping a key, with one that no keyring holds in the end. KeyRefusal if one is refused. */
function tryKeeping(keys: KernelKeys): void {
  const { key } = addKey(keys, "swr:trial", new Uint8Array(2048));
  keys.expireIn(key, 60);
  keys.link(key, Ring.SESSION);
  keys.setMask(key, KEY_MASK);
  keys.unlink(key, Ring.SESSION);
}

/** Makes the calls; after it this process may neither read nor open anything. */
async function assume(
  profile: string,
  { user, secretAccessKey, sessionToken, calls, endpoint, caBundle }: HeldRenewal,
  { libc, version }: Means,
): Promise<SessionCredentials> {
  refuseRuntimeVariables(variable, isCompiled());
  const bundle = variableSetting("AWS_CA_BUNDLE", variable) ??
    (caBundle === undefined
      ? undefined
      : { value: caBundle, origin: { kind: "default" as const } });
  const caCerts = extraAuthorities(bundle);
  const worker = await startHidden(libc);
  const [{ openSts }, { assumeChain }] = await Promise.all([
    import("../sts/client.ts"),
    import("../sts/assume.ts"),
  ]);
  const { accessKeyId } = user;
  const plan: RolePlan = {
    opens: "role-session",
    profile,
    source: { kind: "user-session", session: user, accessKeyId, gives: "user-session" },
    calls,
    endpoint,
    warnings: [],
    notes: [],
  };
  const sts = await openSts(worker, endpoint, {
    caCerts,
    quiet: true,
    userAgent: `swr/${version}`,
  });
  hideStreamsFromWorkers();
  await worker.booted;
  giveUpPermissions(libc, false);
  sts.load();
  sts.connect();
  try {
    const source = { kind: "user-session" as const, accessKeyId, secretAccessKey, sessionToken };
    return await assumeChain(plan, source, Promise.resolve(undefined), undefined, sts);
  } finally {
    sts.end();
  }
}
