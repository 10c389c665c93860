// Which programs are on this machine, for tests that need one which may be missing.
// Rule: looked up on PATH and never started; a test without its program is skipped, and its name says why.

/** The path of the program, found on PATH; undefined if it is not there. */
export function programPath(name: string, path = Deno.env.get("PATH") ?? ""): string | undefined {
  const windows = Deno.build.os === "windows";
  const folders = path.split(windows ? ";" : ":").filter(Boolean);
  const names = windows ? [`${name}.exe`, `${name}.cmd`, name] : [name];
  return folders.flatMap((folder) => names.map((each) => `${folder}/${each}`)).find(isProgram);
}

/** Whether the program is on PATH. */
export function has(name: string): boolean {
  return programPath(name) !== undefined;
}

/** `ignore`, and a name that gives the reason, for a test that needs these programs. */
export function needs(
  programs: string | readonly string[],
  name: string,
): { name: string; ignore: boolean } {
  const missing = [programs].flat().filter((program) => !has(program));
  return missing.length === 0 ? { name, ignore: false } : skipped(
    name,
    `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not on this machine`,
  );
}

/** The same for any reason; without a reason the test runs. */
export function skipped(
  name: string,
  reason: string | undefined,
): { name: string; ignore: boolean } {
  return reason === undefined
    ? { name, ignore: false }
    : { name: `${name} (skipped: ${reason})`, ignore: true };
}

function isProgram(path: string): boolean {
  try {
    const { isFile, mode } = Deno.statSync(path);
    return isFile && (mode === null || (mode & 0o111) !== 0 || Deno.build.os === "windows");
  } catch {
    return false;
  }
}
