// What is compared: swr from source and as a binary, each with its floor, and what people use instead.
// Rule: a floor runs on the same Deno with the same flags and permission set, so that only swr makes the difference;
// what is not on this machine is named with the reason.

import { compile, v8Flags } from "../compile.ts";
import { swrCommand } from "../../tests/support/program.ts";
import { inRepository } from "./stage.ts";

/** A way to run swr, and the empty program on the same runtime. */
export type Way = {
  readonly name: string;
  readonly swr: readonly string[];
  /** Ends at once; with an argument, says that word first. */
  readonly floor: readonly string[];
};

/** One AWS command line tool. */
export type AwsCli = {
  readonly name: string;
  readonly path: string;
  /** Whether `aws --profile` can be led to the double: AWS_ENDPOINT_URL_STS came with 1.29 and 2.13. */
  readonly knowsEndpoint: boolean;
};

const FLOOR =
  "if (Deno.args.length > 0) Deno.stdout.writeSync(new TextEncoder().encode(Deno.args[0]));\n";

/** The ways that can be measured here, and why others cannot. */
export async function findWays(): Promise<{ ways: Way[]; missing: string[] }> {
  const folder = inRepository("dist/bench");
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/floor.js`, FLOOR);
  const binary = Deno.env.get("SWR_BIN") ?? inRepository("dist/swr");
  Deno.env.delete("SWR_BIN");
  const source = swrCommand();
  const floor = [...source.slice(0, -1), `${folder}/floor.js`];
  const ways: Way[] = [{ name: "source", swr: source, floor }];
  const compiled = await said([binary, "--version"]);
  if (compiled === undefined) {
    return { ways, missing: [`binary: ${binary} does not run (\`deno task build\`)`] };
  }
  try {
    const bundle = { main: `${folder}/floor.js`, parts: [], workers: [] };
    await compile(bundle, `${folder}/floor`);
    ways.push({ name: "binary", swr: [binary], floor: [`${folder}/floor`] });
  } catch (error) {
    const why = (error as Error).message.split("\n").find((line) => /\d: /.test(line)) ?? "";
    return { ways, missing: [`binary: its floor cannot be compiled here: ${why.trim()}`] };
  }
  // A binary of another Deno says little of one of this Deno, whose files can be run all the same.
  const main = inRepository("dist/bundle/main.js");
  if (!compiled.includes(`Deno ${Deno.version.deno},`)) {
    // As in the binary, no code cache: `deno run` keeps one in DENO_DIR. The SDK is a file here, which the Worker may
    // not read when it wants it: Deno has to look at it before.
    const words = source.slice(2, -1).filter((word) =>
      word !== "--unstable-lazy-dynamic-imports" && !word.startsWith("--v8-flags=")
    );
    const run = [...source.slice(0, 2), "--no-code-cache", ...await v8Flags(), ...words];
    ways.push({
      name: "the binary's files on this Deno",
      swr: [...run, main],
      floor: [...run, `${folder}/floor.js`],
    });
  }
  return { ways, missing: [] };
}

/** Each AWS CLI on PATH once. */
export async function findAwsClis(): Promise<AwsCli[]> {
  const found = new Map<string, AwsCli>();
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    // A pyenv shim is a shell script that looks for the program: that would be measured instead.
    const path = folder.endsWith("/shims")
      ? await said(["pyenv", "which", "aws"])
      : `${folder}/aws`;
    const name = path && /^aws-cli\/(\d+)\.(\d+)\S*/.exec(await said([path, "--version"]) ?? "");
    if (!path || !name) continue;
    const knowsEndpoint = Number(name[2]) >= (name[1] === "1" ? 29 : 13);
    if (!found.has(name[0])) found.set(name[0], { name: name[0], path, knowsEndpoint });
  }
  return [...found.values()];
}

/** What a program prints; undefined if it is not there or fails. */
export async function said(
  [command = "", ...args]: readonly string[],
): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command(command, { args: [...args], stderr: "null" })
      .output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch {
    return undefined;
  }
}

/** Why a program cannot be used here; undefined if it can. */
export async function missingProgram(path: string, name: string): Promise<string | undefined> {
  return await said([path, "--version"]) === undefined
    ? `${name} is not on this machine`
    : undefined;
}
