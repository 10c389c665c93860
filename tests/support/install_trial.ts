// install.sh tried against a release on loopback, whose archives hold a stand-in for the binary.
// Rule: the script sees a PATH with the programs it may use and nothing else, a home of its own, and must leave no
// file for temporary use behind.

import assert from "node:assert/strict";
import { tarGz } from "../../scripts/archive.ts";
import { pathInRoot } from "../../scripts/project.ts";
import { serveReleases } from "../../scripts/release_server.ts";
import { formatSums, sha256 } from "../../scripts/sums.ts";
import { archiveFolder, archiveName, type Target } from "../../scripts/targets.ts";
import { needs, programPath, skipped } from "./programs.ts";
import type { Sandbox } from "./sandbox.ts";

export const SCRIPT = pathInRoot("scripts/install.sh");
const target = Deno.build.target as Target;
const encoder = new TextEncoder();

/** What install.sh calls besides a downloader. */
const TOOLS =
  "uname getconf ls cat sed cut mkdir mktemp rm rmdir mv chmod gzip tar head sha256sum shasum sysctl";

/** `ignore` and the name of a test that runs install.sh, with that downloader and shell. */
export function trialOf(
  name: string,
  { downloader = ["curl"], shell = "sh" }: { downloader?: readonly string[]; shell?: string } = {},
): { name: string; ignore: boolean } {
  if (Deno.build.os === "windows") return skipped(name, "install.sh is for Unix");
  return needs(["uname", "getconf", "sed", "tar", "gzip", shell, ...downloader], name);
}

/** What is unlike the ordinary in one installation. */
export type Trial = {
  readonly args?: readonly string[];
  /** The shell's words before the script. */
  readonly shell?: readonly string[];
  readonly downloader?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Another uname: what it says to -s and to -m. */
  readonly system?: readonly [string, string];
  /** The sums as they are published, changed. */
  readonly sums?: (text: string) => string;
  /** The archive, changed after its sum was taken. */
  readonly archive?: (bytes: Uint8Array) => Uint8Array;
  readonly program?: string;
};

export const PROGRAM = "#!/bin/sh\necho swr 1.2.3\n";

/** A release 1.2.3 whose archives hold the stand-in. */
async function makeRelease(folder: string, trial: Trial): Promise<void> {
  await Deno.mkdir(folder);
  const program = encoder.encode(trial.program ?? PROGRAM);
  const files = [{ path: "swr", bytes: program, executable: true }];
  const bytes = await tarGz(archiveFolder("1.2.3", target), files, 1e9);
  const name = archiveName("1.2.3", target);
  const sums = formatSums(new Map([[name, await sha256(bytes)], ["install.sh", "0".repeat(64)]]));
  await Deno.writeFile(`${folder}/${name}`, trial.archive?.(bytes) ?? bytes);
  await Deno.writeTextFile(`${folder}/SHA256SUMS`, trial.sums?.(sums) ?? sums);
}

/** A PATH with the named programs alone. */
async function linkTools(box: Sandbox, trial: Trial): Promise<void> {
  const [downloader, real = downloader] = trial.downloader ?? ["curl"];
  for (const name of TOOLS.split(" ")) {
    const path = programPath(name);
    if (path !== undefined) await Deno.symlink(path, `${box.bin}/${name}`);
  }
  if (downloader !== undefined) await Deno.symlink(programPath(real!)!, `${box.bin}/${downloader}`);
  if (trial.system === undefined) return;
  const [system, machine] = trial.system;
  await Deno.remove(`${box.bin}/uname`);
  const script = `#!/bin/sh\ncase $1 in -s) echo ${system} ;; *) echo ${machine} ;; esac\n`;
  await box.writeScript("uname", script);
}

/** Runs install.sh in the sandbox. */
export async function tryInstall(box: Sandbox, trial: Trial) {
  await makeRelease(box.path("release"), trial);
  await linkTools(box, trial);
  await Deno.mkdir(box.path("tmp"));
  await using server = serveReleases(box.path("release"), "1.2.3");
  const [shell, ...words] = trial.shell ?? ["/bin/sh"];
  const { code, stdout, stderr } = await new Deno.Command(shell!, {
    args: [...words, SCRIPT, ...trial.args ?? []],
    clearEnv: true,
    env: {
      PATH: box.bin,
      HOME: box.home,
      TMPDIR: box.path("tmp"),
      SWR_RELEASES: server.url,
      ...trial.env,
    },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  assert.deepEqual([...Deno.readDirSync(box.path("tmp"))], [], "left in the temporary folder");
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** The names in a folder; none where it is not there. */
export function installed(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch {
    return [];
  }
}
