// A private folder for one test, with a home, a bin folder and an environment in which nothing is the developer's own.
// Rule: a test that starts a program gives it this environment; the real ~/.aws is never read nor written.
// DENO_DIR alone comes from outside: the source run resolves its dependencies in the real cache, without a network.
import { delimiter, isAbsolute, join, resolve } from "node:path";

/** A temporary folder with `home/` and `bin/`; `await using` removes it. Each test makes its own by Sandbox.create(). */
export class Sandbox {
  readonly home: string;
  readonly bin: string;
  /** The whole environment for a program under test; spread it to add to it. */
  readonly env: Readonly<Record<string, string>>;

  private constructor(readonly dir: string, denoDir: string) {
    this.home = join(dir, "home");
    this.bin = join(dir, "bin");
    this.env = {
      PATH: [this.bin, "/usr/bin", "/bin"].join(delimiter),
      HOME: this.home,
      USER: "swr-test",
      SHELL: "/bin/sh",
      TERM: "xterm-256color",
      LANG: "C.UTF-8",
      DENO_DIR: denoDir,
      // The source run must not ask deno.com for a newer version in the middle of a test.
      DENO_NO_UPDATE_CHECK: "1",
    };
  }

  /** Makes the folder, empty but for `home/.aws/` and `bin/`. */
  static async create(): Promise<Sandbox> {
    const denoDir = await realDenoDir();
    const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "swr-test-" }));
    const box = new Sandbox(dir, denoDir);
    await Deno.mkdir(join(box.home, ".aws"), { recursive: true });
    await Deno.mkdir(box.bin);
    return box;
  }

  /** An absolute path inside the sandbox. */
  path(...parts: readonly string[]): string {
    return join(this.dir, ...parts);
  }

  /** Writes `home/.aws/config`; gives its path. */
  writeConfig(text: string): Promise<string> {
    return this.write("home/.aws/config", text);
  }

  /** Writes `home/.aws/credentials`; gives its path. */
  writeCredentials(text: string): Promise<string> {
    return this.write("home/.aws/credentials", text);
  }

  /** Writes an executable script into `bin/`, which is on PATH; `text` begins with its `#!` line. Gives its path. */
  async writeScript(name: string, text: string): Promise<string> {
    const path = await this.write(join("bin", name), text);
    await Deno.chmod(path, 0o755);
    return path;
  }

  /** Writes a file inside the sandbox, with the folders above it; gives its absolute path. */
  async write(name: string, content: string | Uint8Array): Promise<string> {
    const path = this.path(name);
    await Deno.mkdir(resolve(path, ".."), { recursive: true });
    if (typeof content === "string") await Deno.writeTextFile(path, content);
    else await Deno.writeFile(path, content);
    return path;
  }

  /** Reads a text file inside the sandbox. */
  read(name: string): Promise<string> {
    return Deno.readTextFile(this.path(name));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.dir, { recursive: true });
  }
}

let known: Promise<string> | undefined;

function realDenoDir(): Promise<string> {
  return known ??= askDenoDir();
}

async function askDenoDir(): Promise<string> {
  const given = Deno.env.get("DENO_DIR");
  if (given && isAbsolute(given)) return given;
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  const info: { denoDir: string } = JSON.parse(new TextDecoder().decode(stdout));
  return info.denoDir;
}
