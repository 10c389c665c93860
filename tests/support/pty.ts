// A real pseudo-terminal around one program, as a user sits before it: type, look at the screen, pull the plug.
// Rule: nothing here waits for a measured time. Waiting is for text or for the end of the program; time-outs are
// safety nets that only ever fire when the test fails. Needs -A and Linux or macOS. May import node: and npm.
//
// @lydell/node-pty 1.1.0 (unixTerminal.js) does four things that a test must not see, and which are undone here:
// it adds PWD and TERM to the environment, it lets the master's descriptor leak into other programs (see fork.ts),
// it decodes each chunk by itself, and destroy() sends a SIGHUP of its own besides the kernel's.
import { spawn } from "@lydell/node-pty";
import { constants } from "node:os";
import { keepFromChildren, oneAtATime } from "./fork.ts";

/** What to run and on what kind of terminal. `env` is the program's whole environment, to the last variable. */
export type TerminalOptions = {
  readonly command: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string>>;
  /** Width and height in characters; 80 × 24 when left out. */
  readonly cols?: number;
  readonly rows?: number;
  /** Typed before the program has had a chance to read. One line may hold 4095 bytes (1024 on macOS). */
  readonly typeAhead?: string;
};

/** How the program ended: `code` is null when a signal killed it, `signal` (such as "SIGINT") is null when none did. */
export type Exit = { readonly code: number | null; readonly signal: string | null };

/** Where waitFor() found what it looked for: the text passed over, the text that matched, the groups of a RegExp. */
export type Found = {
  readonly before: string;
  readonly text: string;
  readonly groups: readonly (string | undefined)[];
};

type Waiter = { readonly look: () => boolean; readonly fail: (why: string) => void };

/** Node-pty's object as it is at run time; its types say less. `fd` is the master, `ptsName` the terminal's device. */
type Master = ReturnType<typeof spawn> & {
  readonly fd: number;
  readonly ptsName: string;
  destroy(): void;
};

const SAFETY_NET_MS = 20_000;
const HANG_UP_GRACE_MS = 2_000;

/** Starts a program as the leader of a new session whose controlling terminal is a new pseudo-terminal. */
export function openTerminal(options: TerminalOptions): Terminal {
  return new Terminal(options);
}

/** One running program and its terminal; see openTerminal(). `await using` hangs up and leaves no process behind. */
export class Terminal {
  readonly pid: number;
  /** The terminal's device, such as /dev/pts/4. */
  readonly device: string;
  /** Settles after the program's last output has been collected; never rejects. */
  readonly exited: Promise<Exit>;
  readonly #master: Master;
  readonly #decoder = new TextDecoder();
  readonly #waiters = new Set<Waiter>();
  #output = "";
  #seen = 0;
  #exit: Exit | null = null;
  #hungUp = false;

  constructor(options: TerminalOptions) {
    this.#master = oneAtATime(() => {
      const master = start(options);
      keepFromChildren(master.fd);
      return master;
    });
    this.#master.kill = () => {};
    this.pid = this.#master.pid;
    this.device = this.#master.ptsName;
    this.#master.onData((bytes) => this.#collect(bytes as unknown as Uint8Array));
    const ended = Promise.withResolvers<Exit>();
    this.#master.onExit(({ exitCode, signal }) => {
      this.#exit = signal
        ? { code: null, signal: signalName(signal) }
        : { code: exitCode, signal: null };
      for (const waiter of [...this.#waiters]) {
        waiter.fail(`the program has ended (${this.#state()})`);
      }
      ended.resolve(this.#exit);
    });
    this.exited = ended.promise;
    if (options.typeAhead) this.write(options.typeAhead);
  }

  /** Everything the terminal has shown so far, escape sequences and `\r\n` included. */
  get output(): string {
    return this.#output;
  }

  /** Types: the bytes go through the terminal's line discipline, so "\x03" is Ctrl-C and "\r" is Enter. */
  write(text: string): void {
    // node-pty hands its argument to the socket as it is, and the socket wants text as UTF-8: the same bytes.
    this.#master.write(text);
  }

  /**
   * Waits for text to show up behind what the previous waitFor() found; what was typed is echoed and counts as shown.
   * Rejects, with the screen so far in the message, when the program ends or the safety net (milliseconds) is reached.
   */
  waitFor(what: string | RegExp, { timeout = SAFETY_NET_MS } = {}): Promise<Found> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(net);
        this.#waiters.delete(waiter);
        act();
      };
      const waiter: Waiter = {
        look: () => {
          const found = this.#take(what);
          if (found) settle(() => resolve(found));
          return found !== null;
        },
        fail: (why) =>
          settle(() =>
            reject(new Error(`waited for ${show(what)}, but ${why}\n${this.#screen()}`))
          ),
      };
      const net = setTimeout(() => waiter.fail(`it did not come (${this.#state()})`), timeout);
      this.#waiters.add(waiter);
      if (waiter.look()) return;
      if (this.#exit) waiter.fail(`the program has ended (${this.#state()})`);
    });
  }

  /**
   * Waits for what the terminal does not show: asks again and again. Rejects, with the screen so far in the message,
   * when the program ends first or the safety net (milliseconds) is reached.
   */
  async until(
    isSo: () => boolean | Promise<boolean>,
    { timeout = SAFETY_NET_MS } = {},
  ): Promise<void> {
    for (const latest = Date.now() + timeout; !await isSo();) {
      if (this.#exit) {
        throw new Error(`the program has ended (${this.#state()})\n${this.#screen()}`);
      }
      if (Date.now() > latest) throw new Error(`it did not come to that\n${this.#screen()}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Waits for the program's end; rejects with the screen so far when the safety net (milliseconds) is reached. */
  async end({ timeout = SAFETY_NET_MS } = {}): Promise<Exit> {
    const late = Promise.withResolvers<never>();
    const net = setTimeout(
      () => late.reject(new Error(`the program did not end\n${this.#screen()}`)),
      timeout,
    );
    try {
      return await Promise.race([this.exited, late.promise]);
    } finally {
      clearTimeout(net);
    }
  }

  /** Changes the window's size in characters; the kernel tells the foreground process group by SIGWINCH. */
  resize(cols: number, rows: number): void {
    this.#master.resize(cols, rows);
  }

  /** The terminal's modes as `stty -a` prints them, read from outside while the program runs. */
  async modes(): Promise<string> {
    const flag = Deno.build.os === "darwin" ? "-f" : "-F";
    const args = [flag, this.device, "-a"];
    const stty = await new Deno.Command("stty", { args, env: { LC_ALL: "C" } }).output();
    if (!stty.success) throw new Error(`stty: ${new TextDecoder().decode(stty.stderr)}`);
    return new TextDecoder().decode(stty.stdout);
  }

  /**
   * Hangs up: the master is closed, as when a terminal window is shut, and the kernel sends SIGHUP and SIGCONT to the
   * session leader and the foreground process group. Nothing else is sent, and a program that ignores it lives on.
   */
  close(): void {
    if (this.#hungUp) return;
    this.#hungUp = true;
    this.#master.destroy();
  }

  /** Hangs up and waits for the end; a program that ignores the hang-up is killed. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    const grace = setTimeout(() => {
      if (!this.#exit) Deno.kill(this.pid, "SIGKILL");
    }, HANG_UP_GRACE_MS);
    await this.exited;
    clearTimeout(grace);
  }

  #collect(bytes: Uint8Array): void {
    this.#output += this.#decoder.decode(bytes, { stream: true });
    for (const waiter of [...this.#waiters]) waiter.look();
  }

  #take(what: string | RegExp): Found | null {
    const rest = this.#output.slice(this.#seen);
    const pattern = typeof what === "string" ? literal(what) : what;
    const match = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, "")).exec(rest);
    if (!match) return null;
    this.#seen += match.index + match[0].length;
    return { before: rest.slice(0, match.index), text: match[0], groups: match.slice(1) };
  }

  #state(): string {
    if (!this.#exit) return `process ${this.pid} is running`;
    return this.#exit.signal ?? `status ${this.#exit.code}`;
  }

  #screen(): string {
    return `--- screen so far ---\n${this.#output}\n--- end of screen ---`;
  }
}

function start({ command, args = [], cwd = Deno.cwd(), env, cols, rows }: TerminalOptions): Master {
  // env(1) puts back what node-pty adds and then becomes the program: the pid stays the same.
  const removed = ["TERM", "PWD"].filter((name) => env[name] === undefined);
  const fixes = removed.flatMap((name) => ["-u", name]);
  if (env.TERM === "") fixes.push("TERM=");
  if (env.PWD !== undefined && env.PWD !== cwd) fixes.push(`PWD=${env.PWD}`);
  const words = fixes.length > 0
    ? ["/usr/bin/env", ...fixes, command, ...args]
    : [command, ...args];
  const [file = command, ...rest] = words;
  const size = { cols: cols ?? 80, rows: rows ?? 24 };
  // `encoding: null` gives bytes; node-pty treats an empty TERM as none, hence the conditional name.
  const options = { cwd, env: { ...env }, encoding: null, ...size };
  return spawn(file, rest, env.TERM ? { ...options, name: env.TERM } : options) as Master;
}

function signalName(number: number): string {
  const names = Object.entries(constants.signals);
  return names.find(([, value]) => value === number)?.[0] ?? `signal ${number}`;
}

function literal(text: string): RegExp {
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
}

function show(what: string | RegExp): string {
  return typeof what === "string" ? JSON.stringify(what) : String(what);
}
