// Whether the kernel can start a file: a binary for this system, or a script whose interpreter is there.
// Rule: in doubt it can; what is refused here execve(2) would refuse after the code was asked for.

import { SwrError } from "../text/errors.ts";
import { visible } from "../text/visible.ts";

/** SwrError for a file that execve(2) would refuse: a binary for another system, a script without its interpreter. */
export function refuseUnstartable(path: string): void {
  const head = headOf(path);
  if (head === undefined) return;
  refuseForeignBinary(path, head);
  const interpreter = interpreterOf(head);
  if (interpreter === undefined || isThere(interpreter)) return;
  throw new SwrError("program-not-found", `"${visible(path)}" cannot be started`, [
    `its first line names ${visible(interpreter)}, which does not exist`,
    ...(interpreter.endsWith("\r") ? ["that line ends in CR LF: save the file with LF alone"] : []),
  ]);
}

const HEAD_BYTES = 256;

/** The first bytes of the file; undefined if it cannot be read: what may be executed need not be readable. */
function headOf(path: string): Uint8Array<ArrayBuffer> | undefined {
  const head = new Uint8Array(HEAD_BYTES);
  try {
    using file = Deno.openSync(path);
    return head.subarray(0, file.readSync(head) ?? 0);
  } catch {
    return undefined;
  }
}

/**
 * SwrError "program-not-executable" for a binary of another processor or system. The kernel refuses it as it does a
 * script without `#!`, and sh would run it as one; POSIX shells do so only if the first line has no NUL.
 */
function refuseForeignBinary(path: string, head: Uint8Array): void {
  const why = foreignBinary(head, Deno.build.arch, Deno.build.os);
  if (why === undefined) return;
  throw new SwrError("program-not-executable", `"${visible(path)}" cannot be executed: ${why}`, [
    "install the build for this machine",
  ]);
}

/** The program after `#!` in the file's first bytes (execve(2), "Interpreter scripts"); undefined if there is none. */
function interpreterOf(head: Uint8Array): string | undefined {
  if (head[0] !== 0x23 || head[1] !== 0x21) return undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(head);
    // A longer line is taken otherwise by each kernel.
    return /^#![ \t]*([^ \t\n\0]+)[ \t\n]/.exec(
      head.length < HEAD_BYTES ? `${text}\n` : text,
    )?.[1];
  } catch {
    return undefined;
  }
}

/** e_machine of the processors that swr is built for (ELF, "Machine information"; elf(5)). */
const ELF_MACHINES: Readonly<Record<string, number>> = { x86_64: 62, aarch64: 183 };
const NAMES: Readonly<Record<number, string>> = {
  3: "32-bit x86",
  8: "MIPS",
  21: "64-bit PowerPC",
  40: "32-bit ARM",
  62: "x86_64",
  183: "aarch64",
  243: "RISC-V",
};
/** 32-bit programs that 64-bit kernels run too, if they are built so. */
const ALSO: Readonly<Record<string, readonly number[]>> = { x86_64: [3], aarch64: [40] };

/** Mach-O of either byte order and width, and "fat" files that hold several (<mach-o/loader.h>, <mach-o/fat.h>). */
const MACH_O = ["feedface", "feedfacf", "cefaedfe", "cffaedfe", "cafebabe"];

/** Why the kernel refuses the program on that processor and system; undefined if it may not. */
export function foreignBinary(
  head: Uint8Array,
  arch: string,
  os: string,
): string | undefined {
  const magic = [...head.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (magic === "7f454c46" && head.length >= 20) {
    if (os === "darwin") return "it is a program for Linux";
    const machine = new DataView(head.buffer, head.byteOffset).getUint16(18, head[5] !== 2);
    if (machine === ELF_MACHINES[arch] || ALSO[arch]?.includes(machine)) return undefined;
    return `it is a program for another processor (${NAMES[machine] ?? `machine ${machine}`})`;
  }
  if (MACH_O.includes(magic)) return os === "linux" ? "it is a program for macOS" : undefined;
  // Windows' programs may be run by binfmt_misc, as in WSL: the kernel decides.
  if (magic.startsWith("4d5a")) return undefined;
  const line = head.subarray(0, head.indexOf(10) < 0 ? head.length : head.indexOf(10));
  return head.length > 0 && line.includes(0) && magic.slice(0, 4) !== "2321"
    ? "it is neither a program of this system nor a script"
    : undefined;
}

/** Whether something is there; a folder that may not be entered counts. */
export function isThere(path: string): boolean {
  return lookAt(path) !== "missing";
}

/** What can be told of a path; `hidden` if a folder on the way to it may not be searched (EACCES). */
export function lookAt(path: string): "there" | "hidden" | "missing" {
  try {
    Deno.statSync(path);
    return "there";
  } catch (error) {
    return error instanceof Deno.errors.PermissionDenied ? "hidden" : "missing";
  }
}
