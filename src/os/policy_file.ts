// The file of a policy that the user names, read whole.
// Rule: a pipe may be named too (`--policy <(…)`), so the size is looked at while reading.

import { SwrError } from "../text/errors.ts";
import type { Setting } from "../text/origin.ts";
import { visible } from "../text/visible.ts";

/** More than every policy that STS takes, with comments and indentation. */
const LARGEST = 64 * 1024;

/** The text in the file that the option names, with the file as its origin. SwrError "file-unreadable". */
export function policyText({ value: path, origin }: Setting): Setting {
  try {
    const bytes = read(path);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { value: text, origin: { kind: "file", file: path } };
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound
      ? "there is no such file"
      : error instanceof TypeError
      ? "it is not text in UTF-8"
      : error instanceof Error
      ? error.message.split(/[,(]/)[0]!.trim()
      : "";
    throw new SwrError(
      "file-unreadable",
      `cannot read the policy ${visible(path)}: ${visible(why)}`,
      [
        /^\s*[{[]/.test(path)
          ? "the option takes the name of a file, not the policy itself"
          : "correct the path",
      ],
      { origin },
    );
  }
}

function read(path: string): Uint8Array {
  using file = Deno.openSync(path);
  if (file.statSync().isDirectory) throw new Error("it is a directory");
  const bytes = new Uint8Array(LARGEST + 1);
  let size = 0;
  while (size <= LARGEST) {
    const read = file.readSync(bytes.subarray(size));
    if (read === null) return bytes.subarray(0, size);
    size += read;
  }
  throw new Error("it is larger than 64 KiB");
}
