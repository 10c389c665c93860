// The command that starts this very program again, as a binary or from source.

/** The words that start this very program again. */
export function ownCommand(): string[] {
  if (Deno.build.standalone) return [Deno.execPath()];
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
