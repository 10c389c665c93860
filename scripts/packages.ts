// The npm packages whose code a bundle really holds, with their licences.
// Rule: what the bundler put into the output counts, not what deno.lock could have brought. Reads the installed
// packages.

export type BundledPackage = {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly license: string;
  /** The package's own licence file, word for word; undefined if it comes without one. */
  readonly text?: string;
};

/** Of the absolute paths that went into a bundle, the packages. Throws if one does not name its licence. */
export async function packagesOf(inputs: readonly string[]): Promise<BundledPackage[]> {
  const folders = new Set(inputs.flatMap((path) => {
    const found = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path.replaceAll("\\", "/"));
    return found === null ? [] : [found[0]];
  }));
  const packages = new Map<string, BundledPackage>();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(
      await Deno.readTextFile(`${folder}/package.json`),
    );
    if (typeof license !== "string") throw new Error(`${name} does not name its licence`);
    const text = await licenseText(folder);
    packages.set(`${name}@${version}`, {
      name,
      version,
      license,
      ...(text !== undefined && { text }),
    });
  }
  return [...packages].toSorted(([a], [b]) => a < b ? -1 : 1).map(([, each]) => each);
}

async function licenseText(folder: string): Promise<string | undefined> {
  const names = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (/^(licen[cs]e|notice|copying)(\.(md|txt))?$/i.test(name)) names.push(name);
  }
  if (names.length === 0) return undefined;
  const texts = names.toSorted().map((name) => Deno.readTextFile(`${folder}/${name}`));
  return (await Promise.all(texts)).join("\n").replaceAll("\r\n", "\n").trim();
}
