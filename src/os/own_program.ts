// The command that starts this very program again, as a binary or from source.

/** Whether this program is a binary, in which Deno obeys fewer variables than from source. */
export function isCompiled(): boolean {
  return Deno.build.standalone;
}

/** The words that start this very program again. */
export function ownCommand(): string[] {
  if (isCompiled()) return [Deno.execPath()];
  const main = pathOf(Deno.mainModule);
  const config = pathOf(new URL("../deno.json", Deno.mainModule).href);
  const flags = [
    "-q",
    "-P=swr",
    "--no-prompt",
    "--cached-only",
    "--node-modules-dir=none",
    "--unstable-lazy-dynamic-imports",
  ];
  return [Deno.execPath(), "run", ...flags, "--config", config, main];
}

function pathOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname);
}
