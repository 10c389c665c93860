// What --doctor looks at on this machine, gathered as facts.
// Rule: nothing is written, no connection is opened, and whatever lies there is read with limits; of a secret nothing
// but its place goes on.

import { managedVariables } from "../../session/session_variables.ts";
import { extraAuthorities } from "../../os/ca_bundle.ts";
import { fileAccess } from "../../os/files.ts";
import { direnvHoldsKeys } from "../../session/direnv.ts";
import { digestOf } from "../../credentials/credentials.ts";
import { currentSession, filesBefore, sessionKeysIn } from "../../session/contract.ts";
import type { Facts } from "../examine.ts";
import { SwrError } from "../../text/errors.ts";
import { findFiles } from "../../config/load.ts";
import type { Lookup } from "../../config/origin.ts";
import type { Libc } from "../../os/libc.ts";
import { keylessObstacle } from "../../session/keyless.ts";
import { keysLost } from "../../session/own_keys.ts";
import { mayReach } from "../../os/permissions.ts";
import { readConfiguration } from "../../config/configuration.ts";
import { surveySignIns } from "./sign_ins.ts";
import { surveyCaches } from "./caches.ts";
import { surveyAccess } from "./files.ts";
import { surveyEnvchain } from "./envchain.ts";
import { surveyShell } from "./shell.ts";
import { IS_WINDOWS } from "../../os/process.ts";
import { isCompiled } from "../../os/own_program.ts";
import { variable } from "../../os/variable.ts";
import { viewAt } from "../../session/view_state.ts";

/** The facts, and the home folder; takes as long as envchain does, some seconds at most. */
export async function survey(
  libc: Libc | undefined,
  version: string,
): Promise<{ facts: Facts; home: string | undefined }> {
  const { env, malformed } = tolerantLookup();
  const access = { ...fileAccess(libc), env };
  const { config, credentials, home } = findFiles(access, filesBefore(env));
  const files = [config, credentials];
  const lost = await keysLost(env, libc);
  const facts: Facts = {
    version,
    windows: IS_WINDOWS,
    hasLibc: libc !== undefined,
    keylessObstacle: undefined,
    files,
    accesses: surveyAccess(files.flatMap(({ path }) => path ?? []), home),
    caches: surveyCaches(home, env),
    signIns: await surveySignIns(readConfiguration(config.ini, credentials.ini), home, Date.now()),
    environment: {
      env,
      now: Date.now(),
      viewAt: (path) => viewAt(path, libc),
      mayReach: remembered(mayReach),
      bundleProblem: remembered(
        (path) => errorOf(() => extraAuthorities({ value: path, origin: { kind: "default" } })),
      ),
      malformed,
      compiled: isCompiled(),
      direnvHoldsKeys: await direnvHoldsKeys(env),
      ...await digestNow(env),
      ...(lost !== undefined && { lost }),
    },
    envchain: await surveyEnvchain(libc),
    shell: surveyShell(home, env, libc),
  };
  // Last, since the kernel's keyring of this process, which others inherit, is another one after it.
  return { facts: { ...facts, keylessObstacle: await keylessObstacle(libc) }, home };
}

/** variable(), but what is not UTF-8 is kept by name instead of ending everything. */
function tolerantLookup(): { env: Lookup; malformed: readonly string[] } {
  const malformed = managedVariables().filter((name) => errorOf(() => variable(name)));
  const env = (name: string) => {
    try {
      return variable(name);
    } catch {
      if (!malformed.includes(name)) malformed.push(name);
      return undefined;
    }
  };
  return { env, malformed };
}

/** The digest of the secrets in the environment, if it is a session's. */
async function digestNow(env: Lookup): Promise<{ digest?: string }> {
  const session = currentSession(env);
  const keys = session && sessionKeysIn(env, session);
  return keys === undefined ? {} : { digest: await digestOf(keys) };
}

function errorOf(attempt: () => unknown): SwrError | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (error instanceof SwrError) return error;
    throw error;
  }
}

/** Asks once for each name: permissions and files are slow to ask, and most profiles share theirs. */
function remembered<Answer>(ask: (name: string) => Answer): (name: string) => Answer {
  const known = new Map<string, Answer>();
  return (name) => {
    if (!known.has(name)) known.set(name, ask(name));
    return known.get(name)!;
  };
}
