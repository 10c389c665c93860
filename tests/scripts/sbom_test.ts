// The list of what is inside, against CycloneDX's own schema, and the licences beside it.

import assert from "node:assert/strict";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
// The validator looks for these by name.
import "ajv";
import "ajv-formats";
import "ajv-formats-draft2019";
import { thirdPartyLicenses } from "../../scripts/licences.ts";
import { type BundledPackage, packagesOf } from "../../scripts/packages.ts";
import { ROOT } from "../../scripts/project.ts";
import { type Lock, sbom } from "../../scripts/sbom.ts";
import { Sandbox } from "../support/sandbox.ts";

const PROJECT = {
  version: "1.2.3",
  commit: "0123456789ab",
  epoch: 1_700_000_000,
  repository: "https://github.com/someone/swr",
};
const lock: Lock = JSON.parse(await Deno.readTextFile(new URL("deno.lock", ROOT)));

function locked(name: string, text?: string): BundledPackage {
  const key = Object.keys(lock.npm).find((each) => each.startsWith(`${name}@`))!;
  const version = key.slice(name.length + 1);
  return { name, version, license: "Apache-2.0", ...(text !== undefined && { text }) };
}

const PACKAGES = [
  locked("@aws-sdk/client-sts", "the licence"),
  locked("@aws-sdk/core", "the licence"),
  locked("bowser"),
];
const input = {
  project: PROJECT,
  deno: "2.9.6",
  packages: PACKAGES,
  lock,
  runtimes: new Map([["v2.9.6/denort-x.zip", "0".repeat(64)]]),
};

Deno.test("it is valid CycloneDX 1.6, and the same twice", async () => {
  const text = await sbom(input);
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  assert.equal(await validator.validate(text), null);
  assert.notEqual(await validator.validate(text.replace('"purl"', '"pearl"')), null);
  assert.equal(await sbom(input), text);
  assert.notEqual(await sbom({ ...input, deno: "2.9.7" }), text);
});

Deno.test("it names each package with version, sum, licence and what it needs, and the runtime", async () => {
  const { components, dependencies, metadata } = JSON.parse(await sbom(input));
  assert.equal(metadata.component.purl, "pkg:github/someone/swr@v1.2.3");
  assert.equal(metadata.timestamp, "2023-11-14T22:13:20.000Z");
  const [runtime, sts] = components;
  assert.deepEqual([runtime.type, runtime.purl], ["platform", "pkg:github/denoland/deno@v2.9.6"]);
  assert.equal(runtime.properties[0].value, "0".repeat(64));
  const { version } = PACKAGES[0]!;
  assert.equal(sts.purl, `pkg:npm/%40aws-sdk/client-sts@${version}`);
  assert.deepEqual([sts.group, sts.name, sts.version], ["@aws-sdk", "client-sts", version]);
  const { integrity } = lock.npm[`@aws-sdk/client-sts@${version}`]!;
  const hash = Uint8Array.fromHex(sts.hashes[0].content).toBase64();
  assert.deepEqual(`sha512-${hash}`, integrity);
  assert.deepEqual(sts.licenses, [{ license: { id: "Apache-2.0" } }]);
  const needs = dependencies.find(({ ref }: { ref: string }) => ref === sts.purl).dependsOn;
  assert.deepEqual(needs, [`pkg:npm/%40aws-sdk/core@${PACKAGES[1]!.version}`]);
});

Deno.test("a package that deno.lock does not know is an error", async () => {
  const foreign = { name: "left-pad", version: "1.3.0", license: "WTFPL" };
  await assert.rejects(sbom({ ...input, packages: [foreign] }), /deno\.lock has no left-pad@1\.3/);
});

Deno.test("a licence is there once, with all its packages, and every package has one", () => {
  const text = thirdPartyLicenses(PACKAGES, "2.9.6");
  assert.equal(text.split("the licence\n").length, 2);
  const names = PACKAGES.map(({ name, version }) => `${name} ${version}`).join("\n");
  assert.ok(text.includes(`${names}\n\nthe licence`), text);
  assert.match(text, /Deno 2\.9\.6 .*\n\nMIT License\n\nCopyright .* the Deno authors/);
  assert.throws(() => thirdPartyLicenses([PACKAGES[2]!], "2.9.6"), /no text of Apache-2\.0/);
});

Deno.test("a bundle's packages are found by the paths of their files, each once", async () => {
  await using box = await Sandbox.create();
  const folder = "x/node_modules/.deno/@a+b@1.0.0/node_modules/@a/b";
  await box.write(`${folder}/package.json`, '{"name":"@a/b","version":"1.0.0","license":"MIT"}');
  await box.write(`${folder}/LICENSE`, "MIT\r\n\r\nwords\r\n");
  await box.write("x/node_modules/c/package.json", '{"name":"c","version":"2.0.0"}');
  const inputs = ["src/main.ts", `${folder}/dist/a.js`, `${folder}/dist/b.js`];
  assert.deepEqual(await packagesOf(inputs.map((path) => box.path(path))), [
    { name: "@a/b", version: "1.0.0", license: "MIT", text: "MIT\n\nwords" },
  ]);
  await assert.rejects(
    packagesOf([box.path("x/node_modules/c/index.js")]),
    /c does not name its licence/,
  );
});
