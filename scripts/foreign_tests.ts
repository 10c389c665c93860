// Runs the end-to-end tests of another system on this machine: `foreign_tests.ts windows` or `foreign_tests.ts arm64`.
// The command that runs Deno for that system is SWR_WINDOWS_DENO or SWR_ARM64_DENO, or, if SWR_FOREIGN=1, windows-deno
// or arm64-deno on PATH.
// Rule: without such a command it says "skipped" with the reason, and that is no failure.

import { programPath } from "../tests/support/programs.ts";

const SYSTEMS = {
  windows: { variable: "SWR_WINDOWS_DENO", program: "windows-deno", tests: "windows_test.ts" },
  arm64: { variable: "SWR_ARM64_DENO", program: "arm64-deno", tests: "arm64_test.ts" },
} as const;

const [name] = Deno.args;
if (name !== "windows" && name !== "arm64") throw new Error("which system: windows or arm64?");
const { variable, program, tests } = SYSTEMS[name];
const own = name === Deno.build.os ||
  (name === "arm64" && Deno.build.target.startsWith("aarch64-unknown-linux"));
const deno = own ? Deno.execPath() : Deno.env.get(variable) ||
  (Deno.env.get("SWR_FOREIGN") === "1" ? programPath(program) : undefined);

if (deno === undefined) {
  // deno-lint-ignore no-console
  console.log(
    `skipped: the tests on ${name}: set ${variable} to a command that runs its Deno, or SWR_FOREIGN=1 with ${program} on PATH`,
  );
  Deno.exit(0);
}
const root = new URL("../", import.meta.url);
Deno.chdir(root);
await cacheModules(deno);
Deno.exit(
  await run(
    Deno.execPath(),
    ["test", "-A", "-q", "--node-modules-dir=none", `tests/e2e/${tests}`],
    {
      [variable]: deno,
    },
  ),
);

/** What swr is made of, in the cache of that Deno: a folder of its own, and certificates that it may have to be given. */
async function cacheModules(command: string): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "swr-foreign-" });
  try {
    const env: Record<string, string> = {};
    const bundle = Deno.env.get("NODE_EXTRA_CA_CERTS") ?? Deno.env.get("SSL_CERT_FILE");
    if (!own && bundle) {
      const copy = `${folder}/authorities.pem`;
      await Deno.copyFile(bundle, copy);
      env.DENO_CERT = name === "windows" ? `Z:${copy.replaceAll("/", "\\")}` : copy;
    }
    const entries = ["src/main.ts", "src/sts/worker/sts_worker.ts"];
    const status = await run(
      command,
      ["cache", "-q", "--frozen", "--node-modules-dir=none", ...entries],
      env,
    );
    if (status !== 0) throw new Error(`${command} could not fetch what swr is made of`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function run(command: string, args: string[], env: Record<string, string>): Promise<number> {
  const child = new Deno.Command(command, { args, env, stdin: "null" }).spawn();
  return (await child.status).code;
}
