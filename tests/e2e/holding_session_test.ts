// A session holds for programs that close descriptors, detach, go to the background or outlive its first process: each
// is tried with a real client that finds the session by the profile's name, and so by the view of the config.

import assert from "node:assert/strict";
import { clients } from "../support/clients.ts";
import { ARN, FORMS } from "../support/matrix.ts";
import { runWithoutTerminal, shellWords, swrCommand } from "../support/program.ts";
import { has, skipped } from "../support/programs.ts";
import { Sandbox } from "../support/sandbox.ts";
import { startSts } from "../support/sts_double.ts";
import { KEYS } from "../support/sts_world.ts";
import { needsTmpfs, tmpfsFolder } from "../support/tmpfs.ts";

const all = await clients();
const client = all.find(({ name, missing }) => name.includes("boto3") && missing === undefined) ??
  all.find(({ name }) => name.includes("fromIni"))!;
const ASK = shellWords(client.command("p"));

/** What the session runs; `later` writes the client's answer some time after. */
type Case = {
  readonly command: (later: string, box: Sandbox) => string[];
  /** Programs it takes. */
  readonly takes?: readonly string[];
  /** Ends what stays. */
  readonly end?: (box: Sandbox) => string[];
};

const inShell = (script: string) => ["sh", "-c", script];

const CASES: Readonly<Record<string, Case>> = {
  "csh, which closes its descriptors": {
    takes: ["tcsh"],
    command: (later) => ["tcsh", "-fc", shellWords(inShell(later))],
  },
  "tmux, whose server goes on when its client has gone": {
    takes: ["tmux"],
    command: (later, box) => {
      const tmux = ["tmux", "-f", "/dev/null", "-S", box.path("tmux")];
      return [...tmux, "new-session", "-d", shellWords(inShell(`sleep 0.5; ${later}; sleep 60`))];
    },
    end: (box) => ["tmux", "-S", box.path("tmux"), "kill-server"],
  },
  "screen": {
    takes: ["screen"],
    command: (later, box) =>
      inShell(
        `SCREENDIR=${box.path("screens")} screen -dmS held ${
          shellWords(inShell(`sleep 0.5; ${later}`))
        }`,
      ),
  },
  "a job that is left in the background": {
    command: (later) => inShell(`(sleep 0.5; ${later}) >/dev/null 2>&1 &`),
  },
  "nohup and exit": {
    takes: ["nohup"],
    command: (later) =>
      inShell(`nohup ${shellWords(inShell(`sleep 0.5; ${later}`))} >/dev/null 2>&1 & exit`),
  },
  "setsid -f": {
    takes: ["setsid"],
    command: (later) => ["setsid", "-f", ...inShell(`sleep 0.5; ${later}`)],
  },
  "a program that closes all descriptors": {
    takes: ["python3"],
    command: (later) => [
      "python3",
      "-c",
      "import os, sys; os.closerange(3, 4096); os.execvp(sys.argv[1], sys.argv[1:])",
      ...inShell(later),
    ],
  },
  "another pid namespace": {
    takes: ["unshare"],
    command: (later) => [
      "unshare",
      ...(Deno.uid() === 0 ? [] : ["--map-current-user"]),
      "--pid",
      "--fork",
      "--mount-proc",
      ...inShell(later),
    ],
  },
  "the same user by sudo -E": {
    takes: ["sudo"],
    // sudo may set a PATH of its own (sudoers(5), secure_path).
    command: (later) => {
      const path = ["env", `PATH=${Deno.env.get("PATH")}`];
      return ["sudo", "-n", "-E", "-u", `#${Deno.uid()}`, ...path, ...inShell(later)];
    },
  },
};

const reasonFor = (takes: readonly string[]) => {
  const missing = takes.filter((program) => !has(program));
  return missing.length === 0 ? undefined : `${missing.join(" and ")} is not on this machine`;
};

for (const [name, { command, takes = [], end }] of Object.entries(CASES)) {
  const title = `the session holds in ${name} (${client.name})`;
  const without = skipped(title, reasonFor(takes));
  Deno.test({
    ...(without.ignore ? without : needsTmpfs(title)),
    async fn() {
      await using s = await scene();
      try {
        const later = `${ASK} >${s.out}.new 2>&1; mv ${s.out}.new ${s.out}`;
        const run = await s.start(command(later, s.box));
        const answer = await arrived(s.out);
        assert.equal(answer.trim(), ARN, run.stderr);
      } finally {
        if (end !== undefined) await runWithoutTerminal(end(s.box), { env: s.env });
      }
    },
  });
}

Deno.test({
  ...needsTmpfs("after an upgrade that replaces what swr's link leads to, the session holds"),
  async fn() {
    await using s = await scene();
    const [program = "", ...words] = swrCommand();
    const link = s.box.path("bin/linked");
    const old = s.box.path("cellar-1");
    await Deno.symlink(program, old);
    await Deno.symlink(old, link);
    const upgrade =
      `grep -c "^credential_process = ${link} " $AWS_CONFIG_FILE; rm ${old}; ln -sfn ${program} ${link}; ${ASK}`;
    const result = await runWithoutTerminal([link, ...words, "-q", "p", ...inShell(upgrade)], {
      env: s.env,
    });
    assert.equal(result.stdout.trim(), `1\n${ARN}`, result.stderr);
  },
});

async function scene() {
  const sts = await startSts();
  const box = await Sandbox.create();
  const memory = await tmpfsFolder();
  await box.writeConfig(FORMS["with a session name"]!);
  await Deno.mkdir(box.path("screens"), { mode: 0o700 });
  const env: Record<string, string> = {
    ...box.env,
    ...KEYS,
    PATH: `${box.bin}:${Deno.env.get("PATH")}`,
    AWS_ENDPOINT_URL_STS: sts.url,
    SWR_MFA_TOKEN: sts.code(),
    XDG_RUNTIME_DIR: memory.path,
  };
  return {
    box,
    env,
    out: box.path("out"),
    start: (command: string[]) =>
      runWithoutTerminal([...swrCommand(), "-q", "p", ...command], { env }),
    async [Symbol.asyncDispose]() {
      await memory[Symbol.asyncDispose]();
      await box[Symbol.asyncDispose]();
      await sts.close();
    },
  };
}

/** The text of the file, as soon as it is there. */
async function arrived(path: string): Promise<string> {
  for (const until = Date.now() + 20_000; Date.now() < until;) {
    try {
      return await Deno.readTextFile(path);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return "nothing came";
}
