// A program that makes one call of keyctl(2) or add_key(2), independent of swr's own: what another program of the user
// could do. `keyctl.ts OPERATION ARG…` prints what came of it, or the number of the error with a minus.
// Rule: run as `deno run --allow-ffi`; numbers of keys are decimal, -3 is the session keyring, -4 the user's.

const NUMBERS = { x86_64: [248, 250], aarch64: [217, 219] } as const;
const [ADD_KEY, KEYCTL] = NUMBERS[Deno.build.arch];
const OPERATIONS: Readonly<Record<string, number>> = {
  id: 0,
  join: 1,
  update: 2,
  revoke: 3,
  setperm: 5,
  describe: 6,
  link: 8,
  unlink: 9,
  search: 10,
  read: 11,
  timeout: 15,
  invalidate: 21,
  move: 30,
};
const LIBC = ["/lib/x86_64-linux-gnu/libc.so.6", "/lib/aarch64-linux-gnu/libc.so.6"]
  .concat("/lib64/libc.so.6", "/usr/lib/libc.so.6");

const SYMBOLS = {
  numbers: {
    name: "syscall",
    parameters: ["isize", "i32", "isize", "isize", "isize", "isize"],
    result: "isize",
  },
  bytes: {
    name: "syscall",
    parameters: ["isize", "i32", "isize", "buffer", "isize", "isize"],
    result: "isize",
  },
  texts: {
    name: "syscall",
    parameters: ["isize", "buffer", "buffer", "buffer", "isize", "i32"],
    result: "isize",
  },
  search: {
    name: "syscall",
    parameters: ["isize", "i32", "i32", "buffer", "buffer", "i32"],
    result: "isize",
  },
  __errno_location: { parameters: [], result: "usize" },
  memcpy: { parameters: ["buffer", "usize", "usize"], result: "usize" },
} as const satisfies Deno.ForeignLibraryInterface;

const path = LIBC.find((each) => {
  try {
    return Deno.statSync(each).isFile;
  } catch {
    return false;
  }
})!;
const { symbols: c } = Deno.dlopen(path, SYMBOLS);

function text(value = ""): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${value}\0`);
}

function outcome(result: number | bigint): number {
  if (Number(result) >= 0) return Number(result);
  const errno = new Int32Array(1);
  c.memcpy(errno, c.__errno_location(), 4n);
  return -errno[0]!;
}

const [operation = "", ...args] = Deno.args;
const numbers = [0, 1, 2, 3].map((at) => BigInt(Number(args[at] ?? 0) | 0)) as [
  bigint,
  bigint,
  bigint,
  bigint,
];
const op = OPERATIONS[operation] ?? -1;
const show = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
const buffer = new Uint8Array(65_536);
switch (operation) {
  case "add": {
    // add DESCRIPTION CONTENT RING
    const [description, content = "", ring] = args;
    const payload = new TextEncoder().encode(content);
    show(
      `${
        outcome(
          c.texts(
            BigInt(ADD_KEY),
            text("user"),
            text(description),
            payload,
            BigInt(payload.length),
            Number(ring),
          ),
        )
      }`,
    );
    break;
  }
  case "search":
    // search RING DESCRIPTION
    show(
      `${outcome(c.search(BigInt(KEYCTL), op, Number(args[0]), text("user"), text(args[1]), 0))}`,
    );
    break;
  case "describe":
  case "read":
  case "list": {
    const of = operation === "list" ? OPERATIONS.read! : op;
    const length = outcome(
      c.bytes(BigInt(KEYCTL), of, numbers[0], buffer, BigInt(buffer.length), 0n),
    );
    if (length < 0) show(`${length}`);
    else if (operation === "list") {
      show([...new Int32Array(buffer.slice(0, length).buffer)].join(" "));
    } else show(new TextDecoder().decode(buffer.subarray(0, length)).replace(/\0$/, ""));
    break;
  }
  case "update": {
    const payload = new TextEncoder().encode(args[1] ?? "");
    show(
      `${outcome(c.bytes(BigInt(KEYCTL), op, numbers[0], payload, BigInt(payload.length), 0n))}`,
    );
    break;
  }
  default:
    show(`${outcome(c.numbers(BigInt(KEYCTL), op, ...numbers))}`);
}
