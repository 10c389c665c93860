// THIRD-PARTY-LICENSES: whose code is in the binary besides swr's own, under which licence.
// Rule: the packages' own words; a licence that many share is there once. Pure.

import type { BundledPackage } from "./packages.ts";

/** As it is in the repository of Deno, whose base runtime is in every binary. */
const DENO_LICENSE = `MIT License

Copyright 2018-2026 the Deno authors

Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of
the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS
FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER
IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const RULE = `\n\n${"-".repeat(78)}\n\n`;

/** The file's text. Throws if no package has the text of a licence. */
export function thirdPartyLicenses(packages: readonly BundledPackage[], deno: string): string {
  const byText = new Map<string, string[]>();
  for (const each of packages) {
    const text = each.text ?? packages.find(({ license, text }) => text && license === each.license)
      ?.text;
    if (text === undefined) throw new Error(`no text of ${each.license}, for ${each.name}`);
    byText.set(text, [...byText.get(text) ?? [], `${each.name} ${each.version}`]);
  }
  const parts = [...byText].map(([text, names]) => `${names.join("\n")}\n\n${text}`);
  return [
    `swr itself is under the licence in LICENSE. This file is about what else is in its binary.`,
    `Deno ${deno} (the runtime)\n\n${DENO_LICENSE}\n\n` +
    "It contains V8 and other libraries under licences of their own, all of which allow this\n" +
    `use; Deno lists them at https://github.com/denoland/deno/tree/v${deno} (Cargo.lock) and V8\n` +
    "at https://github.com/v8/v8/blob/main/LICENSE.",
    ...parts,
  ].join(RULE) + "\n";
}
