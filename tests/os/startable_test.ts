// The first bytes of programs: those of another processor or system are known, anything else is left to the kernel.

import assert from "node:assert/strict";
import { foreignBinary } from "../../src/os/startable.ts";

/** The head of an ELF file for that machine. */
function elf(machine: number, bigEndian = false): Uint8Array {
  const head = new Uint8Array(64);
  head.set([0x7f, 0x45, 0x4c, 0x46, 2, bigEndian ? 2 : 1]);
  new DataView(head.buffer).setUint16(18, machine, !bigEndian);
  return head;
}

Deno.test("foreignBinary() knows another processor's program by its ELF header", () => {
  assert.equal(foreignBinary(elf(62), "x86_64", "linux"), undefined);
  assert.match(foreignBinary(elf(183), "x86_64", "linux")!, /another processor \(aarch64\)/);
  assert.match(foreignBinary(elf(62), "aarch64", "linux")!, /another processor \(x86_64\)/);
  assert.match(foreignBinary(elf(21, true), "x86_64", "linux")!, /64-bit PowerPC/);
  assert.match(foreignBinary(elf(4711), "x86_64", "linux")!, /machine 4711/);
  // A 64-bit kernel may run it.
  assert.equal(foreignBinary(elf(3), "x86_64", "linux"), undefined);
});

Deno.test("foreignBinary() knows another system's program, and what sh would take for a script", () => {
  const bytes = (...values: number[]) => new Uint8Array(values);
  assert.match(foreignBinary(bytes(0xcf, 0xfa, 0xed, 0xfe), "x86_64", "linux")!, /macOS/);
  assert.match(foreignBinary(elf(62), "x86_64", "darwin")!, /Linux/);
  assert.match(foreignBinary(bytes(1, 2, 0, 3, 10, 65), "x86_64", "linux")!, /neither a program/);
  const script = new TextEncoder().encode("echo hello\n\0\0");
  assert.equal(foreignBinary(script, "x86_64", "linux"), undefined);
  assert.equal(foreignBinary(bytes(), "x86_64", "linux"), undefined);
  assert.equal(foreignBinary(bytes(0x4d, 0x5a, 0, 0), "x86_64", "linux"), undefined);
});
