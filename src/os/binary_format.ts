// What the first bytes of a program say about the processor and the system it is built for.
// Rule: only what the kernel is sure to refuse is named; anything unknown is left to the kernel.

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
