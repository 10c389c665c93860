// What a program was started with, seen from inside: runs tests/support/probe/probe bare or behind other words, and
// tells two reports apart. Rule: between two runs nothing differs but the words in front; report and argv stay the same.
// Process ids, terminal numbers and inodes differ in every run and are compared by the part they play.
import { fileURLToPath } from "node:url";
import { openTerminal, type Terminal } from "./pty.ts";
import type { Sandbox } from "./sandbox.ts";

/** One inherited descriptor: `flags` as fcntl(F_GETFL) gives them, `position` of regular files only. */
export type ProbeDescriptor = {
  readonly fd: number;
  readonly target: string;
  readonly flags: number;
  readonly position: number | null;
};

/** The controlling terminal: its foreground process group, what tcgetattr(3) gives, width and height. */
export type ProbeTerminal = {
  readonly name: string;
  readonly foreground: number;
  readonly modes: Readonly<Record<"iflag" | "oflag" | "cflag" | "lflag", number>> & {
    readonly speed: readonly number[];
    readonly keys: readonly number[];
  };
  readonly size: readonly number[];
};

/** All that the probe saw. Paths, words and variables are bytes, one character a byte (Latin-1); see bytesOf(). */
export type ProbeReport = {
  readonly pid: number;
  readonly ppid: number;
  /** The argv of the parent process. */
  readonly parent: readonly string[];
  readonly group: number;
  readonly session: number;
  /** Null when /dev/tty cannot be opened. */
  readonly terminal: ProbeTerminal | null;
  /** Names such as "SIGHUP"; unnamed signals as numbers. */
  readonly blocked: readonly string[];
  readonly ignored: readonly string[];
  readonly descriptors: readonly ProbeDescriptor[];
  /** Soft and hard limit by the name of the C constant, in its unit; "-1" is unlimited. */
  readonly limits: Readonly<Record<string, readonly string[]>>;
  readonly umask: number;
  readonly nice: number;
  readonly cwd: string;
  readonly argv: readonly string[];
  /** "NAME=value", in the order the kernel was given. */
  readonly environment: readonly string[];
};

/** How to run the probe. */
export type ProbeOptions = {
  /** Where the report is written; two runs to be compared share it. */
  readonly box: Sandbox;
  /** The environment of the first word; the sandbox's own when left out. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder of the first word; the sandbox when left out. */
  readonly cwd?: string;
  /** More arguments for the probe. */
  readonly args?: readonly string[];
  /** Sits before the terminal while the words in front run: answers their prompts. */
  readonly drive?: (terminal: Terminal) => Promise<unknown>;
};

const PROBE = fileURLToPath(new URL("probe/probe", import.meta.url));
const PYTHON = findPython();

/** Why the probe cannot run on this machine, or null when it can. */
export const probeMissing: string | null = whyMissing();

/** Registers a test that needs the probe; where the probe cannot run it is skipped, and its name says why. */
export function probeTest(name: string, fn: () => Promise<void>): void {
  const shown = probeMissing === null ? name : `${name} (skipped: ${probeMissing})`;
  Deno.test({ name: shown, ignore: probeMissing !== null, fn });
}

/** The probe's own words, which a test appends to any command: [...swrCommand(), "profile", ...probeCommand(box)]. */
export function probeCommand(box: Sandbox, args: readonly string[] = []): string[] {
  return [PROBE, PYTHON, box.path("probe.json"), ...args];
}

/**
 * Runs the probe on a pseudo-terminal of its own, behind `prefix` (words that end in exec'ing the words after them;
 * none for the bare run). Rejects with the screen when no report was written or the status is not 0.
 */
export async function probe(
  prefix: readonly string[],
  options: ProbeOptions,
): Promise<ProbeReport> {
  const { box, env = box.env, cwd = box.dir, args = [], drive } = options;
  await removeReport(box);
  const [command = "", ...words] = [...prefix, ...probeCommand(box, args)];
  await using terminal = openTerminal({ command, args: words, cwd, env });
  await drive?.(terminal);
  const { code, signal } = await terminal.end();
  if (code !== 0) {
    throw new Error(`the probe ended with ${signal ?? code}\n${terminal.output}`);
  }
  return await readReport(box);
}

/** The report of a probe that the test has started by itself (without a terminal, or inside a shell). */
export async function readReport(box: Sandbox): Promise<ProbeReport> {
  return JSON.parse(await box.read("probe.json"));
}

/** The bytes of a path, word or variable of a report. */
export function bytesOf(latin1: string): Uint8Array {
  return Uint8Array.from(latin1, (character) => character.charCodeAt(0));
}

/**
 * What differs, a line each: `what: in the first → in the second`, `absent` where one has it not. `what` begins with
 * the thing's name ("environment HOME", "descriptor 3", "limit RLIMIT_NOFILE", "umask"), so that a test can pick.
 */
export function differences(first: ProbeReport, second: ProbeReport): string[] {
  const [a, b] = [facts(first), facts(second)];
  const names = [...new Set([...a.keys(), ...b.keys()])];
  return names
    .filter((name) => a.get(name) !== b.get(name))
    .map((name) => `${name}: ${a.get(name) ?? "absent"} → ${b.get(name) ?? "absent"}`);
}

function facts(report: ProbeReport): Map<string, string> {
  const { terminal } = report;
  const found = new Map<string, string>();
  const note = (name: string, value: unknown) => {
    found.set(name, typeof value === "string" ? value : JSON.stringify(value));
  };
  note("parent", report.parent);
  note("process group", part(report.group, report));
  note("session", part(report.session, report));
  note("controlling terminal", terminal ? "yes" : "no");
  if (terminal) {
    note("foreground group", part(terminal.foreground, report));
    note("window size", terminal.size);
    for (const [name, value] of Object.entries(terminal.modes)) note(`terminal ${name}`, value);
  }
  for (const name of ["blocked", "ignored", "umask", "nice", "cwd", "argv"] as const) {
    note(name, report[name]);
  }
  for (const [name, value] of Object.entries(report.limits)) note(`limit ${name}`, value);
  for (const [fd, value] of describe(report)) note(`descriptor ${fd}`, value);
  for (const [name, values] of variables(report)) note(`environment ${name}`, values);
  return found;
}

/** Whose number a process, group or session id is. */
function part(id: number, { pid, ppid, session }: ProbeReport): string {
  if (id === pid) return "itself";
  if (id === session) return "the session leader";
  return id === ppid ? "the parent" : "another process";
}

/** Each descriptor with what a second run would show too: terminal and inode numbers become names. */
function describe({ descriptors, terminal }: ProbeReport): [number, string][] {
  const inodes: string[] = [];
  return descriptors.map(({ fd, target, flags, position }) => {
    const inode = /^(pipe|socket):\[\d+\]$/.exec(target);
    if (inode && !inodes.includes(target)) inodes.push(target);
    let name = inode ? `${inode[1]} number ${inodes.indexOf(target) + 1}` : target;
    if (terminal && target === terminal.name) name = "the controlling terminal";
    const place = position === null ? "" : ` at ${position}`;
    return [fd, `${name}${place}, flags 0${flags.toString(8)}`];
  });
}

/** Values by name; a name that is there twice keeps both. A variable without "=" is a name without a value. */
function variables({ environment }: ProbeReport): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const entry of environment) {
    const [name = "", value] = entry.split(/=(.*)/s);
    found.set(name, [...found.get(name) ?? [], ...value === undefined ? [] : [value]]);
  }
  return found;
}

async function removeReport(box: Sandbox): Promise<void> {
  for (const name of ["probe.json", "probe.json.environ", "probe.json.argv"]) {
    await Deno.remove(box.path(name)).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
}

/** The interpreter itself: a version manager's python3 is a script that would come in between. */
function findPython(): string {
  try {
    const args = ["-I", "-c", "import sys; print(sys.executable)"];
    const { stdout, success } = new Deno.Command("python3", { args }).outputSync();
    return success ? new TextDecoder().decode(stdout).trim() : "";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

function whyMissing(): string | null {
  if (Deno.build.os === "windows") return "the probe needs a Unix system";
  if (!PYTHON) return "the probe needs python3";
  try {
    Deno.statSync("/bin/bash");
    return null;
  } catch {
    return "the probe needs /bin/bash";
  }
}
