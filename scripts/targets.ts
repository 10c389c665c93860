// The six systems swr is built for, and how their files are called.
// Rule: the names are Deno's own triples, so that installers that guess by name find them. Imports nothing.

export const TARGETS = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
  "x86_64-pc-windows-msvc",
  "aarch64-pc-windows-msvc",
] as const;

export type Target = (typeof TARGETS)[number];

export function isWindows(target: Target): boolean {
  return target.includes("windows");
}

/** The binary's path in the repository: `dist/swr` for this machine, `dist/swr-TRIPLE` for another. */
export function binaryPath(target: Target): string {
  const name = target === Deno.build.target ? "swr" : `swr-${target}`;
  return `dist/${name}${isWindows(target) ? ".exe" : ""}`;
}

/** `swr-1.2.3-TRIPLE`: the folder in the archive, and the archive without its ending. */
export function archiveFolder(version: string, target: Target): string {
  return `swr-${version}-${target}`;
}

export function archiveName(version: string, target: Target): string {
  return `${archiveFolder(version, target)}${isWindows(target) ? ".zip" : ".tar.gz"}`;
}

/**
 * The targets that arguments ask for: none is this machine, `--all`, or `--target TRIPLE` as often as wanted.
 * Throws on anything else.
 */
export function chosenTargets(args: readonly string[]): Target[] {
  if (args.length === 0) return [nativeTarget()];
  if (args.length === 1 && args[0] === "--all") return [...TARGETS];
  const chosen: Target[] = [];
  for (let at = 0; at < args.length; at += 2) {
    const target = TARGETS.find((each) => each === args[at + 1]);
    if (args[at] !== "--target" || target === undefined) {
      throw new Error(`--all, or --target TRIPLE with one of ${TARGETS.join(", ")}`);
    }
    chosen.push(target);
  }
  return chosen;
}

function nativeTarget(): Target {
  const native = TARGETS.find((each) => each === Deno.build.target);
  if (native === undefined) throw new Error(`swr is not built for ${Deno.build.target}`);
  return native;
}
