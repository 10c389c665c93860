// The list of what is in the binary, as CycloneDX 1.6 in JSON.
// Rule: packages as the bundle has them, sums and dependencies as deno.lock has them; the same build gives the
// same list. Pure but for the digest that names the list.

import type { BundledPackage } from "./packages.ts";
import type { Project } from "./project.ts";
import { sha256, type Sums } from "./sums.ts";

/** The part of deno.lock that is used; its version 5. */
export type Lock = {
  readonly npm: Readonly<
    Record<string, { readonly integrity: string; readonly dependencies?: readonly string[] }>
  >;
};

export type SbomInput = {
  readonly project: Project;
  readonly deno: string;
  readonly packages: readonly BundledPackage[];
  readonly lock: Lock;
  /** The known sums of the base runtimes. */
  readonly runtimes: Sums;
};

/** The document, ready to be written. Throws if deno.lock does not have a package of the bundle. */
export async function sbom(input: SbomInput): Promise<string> {
  const { project, packages, lock } = input;
  const own = `pkg:github/${project.repository.split("/").slice(-2).join("/")}@v${project.version}`;
  const runtime = runtimeComponent(input);
  const refs = packages.map(({ name, version }) => purl(name, version));
  const body = {
    version: 1,
    metadata: {
      timestamp: new Date(project.epoch * 1000).toISOString(),
      lifecycles: [{ phase: "build" }],
      component: {
        type: "application",
        "bom-ref": own,
        name: "swr",
        version: project.version,
        licenses: [{ license: { id: "MIT" } }],
        purl: own,
        externalReferences: [{ type: "vcs", url: project.repository, comment: project.commit }],
      },
    },
    components: [runtime, ...packages.map((each) => npmComponent(each, lock))],
    dependencies: [
      { ref: own, dependsOn: [runtime["bom-ref"], ...refs] },
      ...packages.map((each) => ({
        ref: purl(each.name, each.version),
        dependsOn: dependencies(each, lock, refs),
      })),
    ],
  };
  const head = { bomFormat: "CycloneDX", specVersion: "1.6", serialNumber: await serial(body) };
  return `${JSON.stringify({ ...head, ...body }, null, 2)}\n`;
}

function runtimeComponent({ deno, runtimes }: SbomInput) {
  return {
    type: "platform",
    "bom-ref": `pkg:github/denoland/deno@v${deno}`,
    name: "deno",
    version: deno,
    description: "the base runtime, denort",
    licenses: [{ license: { id: "MIT" } }],
    purl: `pkg:github/denoland/deno@v${deno}`,
    properties: [...runtimes].map(([name, sum]) => ({ name: `sha256:${name}`, value: sum })),
  };
}

function npmComponent({ name, version, license }: BundledPackage, lock: Lock) {
  const [scope, rest] = name.startsWith("@") ? name.split("/") : [undefined, name];
  const spdx = /^[A-Za-z0-9.+-]+$/.test(license) ? { license: { id: license } } : {
    expression: license,
  };
  return {
    type: "library",
    "bom-ref": purl(name, version),
    ...(scope !== undefined && { group: scope }),
    name: rest,
    version,
    scope: "required",
    hashes: [{ alg: "SHA-512", content: digest(locked(name, version, lock).integrity) }],
    licenses: [spdx],
    purl: purl(name, version),
  };
}

function purl(name: string, version: string): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

function locked(name: string, version: string, { npm }: Lock) {
  const found = npm[`${name}@${version}`];
  if (found === undefined) throw new Error(`deno.lock has no ${name}@${version}`);
  return found;
}

/** `sha512-BASE64` as hexadecimal. */
function digest(integrity: string): string {
  const found = /^sha512-([A-Za-z0-9+/=]+)$/.exec(integrity);
  if (found === null) throw new Error(`not a SHA-512 sum: ${integrity}`);
  return Uint8Array.fromBase64(found[1]!).toHex();
}

/** Of what the package asks for, what is in the bundle. deno.lock adds the version only where there are several. */
function dependencies(each: BundledPackage, lock: Lock, refs: readonly string[]): string[] {
  const asked = locked(each.name, each.version, lock).dependencies ?? [];
  return asked.flatMap((wanted) => {
    const prefix = `pkg:npm/${wanted.replace("@", wanted.startsWith("@") ? "%40" : "@")}`;
    return refs.filter((ref) => ref === prefix || ref.startsWith(`${prefix}@`));
  });
}

/** A name for the document that only its content decides: RFC 9562's version 8. */
async function serial(body: unknown): Promise<string> {
  const hex = await sha256(new TextEncoder().encode(JSON.stringify(body)));
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${
    hex.slice(17, 20)
  }-${hex.slice(20, 32)}`;
}
