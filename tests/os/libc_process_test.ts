// How functions of the C library are opened: numbers of each type, and functions that a library has not.

import assert from "node:assert/strict";
import { openFunctions } from "../../src/os/libc_process.ts";

const LIBRARY = "libc.so.6";
const isLinux = Deno.build.os === "linux";

const text = (value: string) => new TextEncoder().encode(`${value}\0`);

Deno.test({
  name: "a number of each type arrives with its sign and all its bits",
  ignore: !isLinux,
  fn() {
    const c = openFunctions(LIBRARY, {
      atoi: { parameters: ["buffer"], result: "i32" },
      htonl: { parameters: ["u32"], result: "u32" },
      strtol: { parameters: ["buffer", "usize", "i32"], result: "isize" },
      strtoul: { parameters: ["buffer", "usize", "i32"], result: "usize" },
    });
    assert.equal(c.atoi(text("-2147483648")), -2147483648);
    assert.equal(c.atoi(text("42")), 42);
    assert.equal(c.htonl(255), 0xff000000);
    assert.equal(c.strtol(text("-9223372036854775808"), 0n, 10), -9223372036854775808n);
    assert.equal(c.strtoul(text("18446744073709551615"), 0n, 10), 18446744073709551615n);
  },
});

Deno.test({
  name: "an optional function that the library has not is null, and those beside it can be called",
  ignore: !isLinux,
  fn() {
    const c = openFunctions(LIBRARY, {
      swr_has_no_such_function: { parameters: [], result: "i32", optional: true },
      atoi: { parameters: ["buffer"], result: "i32", optional: true },
      abs: { parameters: ["i32"], result: "i32" },
    });
    assert.equal(c.swr_has_no_such_function, null);
    assert.equal(c.atoi!(text("7")), 7);
    assert.equal(c.abs(-3), 3);
  },
});

Deno.test({
  name:
    "a function that is needed and not there is an error, and so is a library that is not there",
  ignore: !isLinux,
  fn() {
    const missing = { swr_has_no_such_function: { parameters: [], result: "i32" } } as const;
    assert.throws(() => openFunctions(LIBRARY, missing), /swr_has_no_such_function/);
    const optional = { abs: { parameters: ["i32"], result: "i32", optional: true } } as const;
    for (const functions of [optional, { ...missing, ...optional }]) {
      assert.throws(
        () => openFunctions("/lib/swr-no-such-library.so", functions),
        /swr-no-such-library/,
      );
    }
  },
});
