// What a build is called: version, commit, time, repository, and the Deno it is made with.
// Rule: whatever needs one of these asks here, so that no two files of a release can disagree. Reads deno.json and git.

import { fileURLToPath } from "node:url";
import { run } from "./compile.ts";

export const ROOT = new URL("../", import.meta.url);

/** A path inside the repository as the system writes it: absolute, spaces and all. */
export function pathInRoot(path: string): string {
  return fileURLToPath(new URL(path, ROOT));
}

/** The Deno that builds and that is inside the binary. README, workflows and .ci/run name the same (tests/scripts). */
export const DENO_VERSION = "2.9.6";

export type Project = {
  readonly version: string;
  /** Twelve hex digits, with `-dirty` after them if files differ from that commit; `unknown` outside a checkout. */
  readonly commit: string;
  /** Seconds since 1970 of the commit. */
  readonly epoch: number;
  /** `https://github.com/OWNER/NAME`, from deno.json; its only other places are checked against it by a test. */
  readonly repository: string;
};

/** 1980: the earliest time that a zip archive can hold, for sources that come without a commit. */
const NO_TIME = 315_532_800;

/** Read from the checkout; SWR_COMMIT and SOURCE_DATE_EPOCH stand in for git, for builds from a source archive. */
export async function readProject(): Promise<Project> {
  const config = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  return {
    version: config.version,
    repository: config.repository,
    commit: Deno.env.get("SWR_COMMIT") ?? await commit(),
    epoch: await epoch(),
  };
}

async function commit(): Promise<string> {
  try {
    // Sources unpacked inside another checkout are not that checkout's commit.
    if ((await run("git", ["rev-parse", "--show-prefix"])).trim() !== "") return "unknown";
    const head = (await run("git", ["rev-parse", "--short=12", "HEAD"])).trim();
    return await run("git", ["status", "--porcelain"]) === "" ? head : `${head}-dirty`;
  } catch {
    return "unknown";
  }
}

async function epoch(): Promise<number> {
  const given = Deno.env.get("SOURCE_DATE_EPOCH");
  if (given !== undefined && !/^\d+$/.test(given)) {
    throw new Error(`SOURCE_DATE_EPOCH is ${JSON.stringify(given)}, not a number of seconds`);
  }
  const text = given ?? await run("git", ["log", "-1", "--format=%ct"]).catch(() => "0");
  return Math.max(Number(text), NO_TIME);
}
