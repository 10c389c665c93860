// The scripts of --init as such: the shells and shellcheck find nothing wrong with them, the files for packages work
// as installed, and no prompt starts a process.

import { needs } from "../support/programs.ts";
import assert from "node:assert/strict";
import { completionFiles } from "../../scripts/docs/completion_files.ts";
import { runSwr, runWithoutTerminal, shellWords } from "../support/program.ts";
import { Sandbox } from "../support/sandbox.ts";
import {
  bashCompletion,
  completedWords,
  EVAL,
  openShell,
  PLAIN,
  SHELLS,
} from "../support/shell_session.ts";

for (
  const [program, shell, args] of [
    ["zsh", "zsh", ["-n"]],
    ["bash", "bash", ["-n"]],
    ["fish", "fish", ["-n"]],
    ["shellcheck", "bash", ["-s", "bash", "-S", "style"]],
    ["pwsh", "powershell", ["-NoProfile", "-File"]],
  ] as const
) {
  Deno.test({
    ...needs(program, `${program} finds nothing wrong with --init ${shell}`),
    async fn() {
      await using box = await Sandbox.create();
      const printed = await runSwr(["--init", shell], { env: box.env });
      assert.equal(printed.status, 0, printed.stderr);
      const file = await box.write(shell === "powershell" ? "init.ps1" : "init", printed.stdout);
      const checked = await runWithoutTerminal([program, ...args, file], { env: box.env });
      assert.equal(checked.status, 0, checked.stdout + checked.stderr);
      assert.equal(checked.stdout + checked.stderr, "");
    },
  });
}

Deno.test("--init wants a shell it knows", async () => {
  await using box = await Sandbox.create();
  const unknown = await runSwr(["--init", "tcsh"], { env: box.env });
  assert.equal(unknown.status, 2);
  assert.match(unknown.stderr, /invalid value "tcsh" for --init: use zsh, bash, fish or/);
  const named = await runSwr(["--init", "zsh", "prod"], { env: box.env });
  assert.match(named.stderr, /--init takes no profile/);
});

const CONFIG = "[profile prod]\nrole_arn = arn:aws:iam::222233334444:role/admin\n";

/** Where each shell finds the file, and what its start-up file says besides. */
const INSTALLED = {
  zsh: [
    "_swr",
    "home/functions/_swr",
    "fpath=(~/functions $fpath)\nautoload -Uz compinit; compinit -u -D",
  ],
  bash: ["swr.bash", "home/.local/share/bash-completion/completions/swr", `. ${bashCompletion()}`],
  fish: ["swr.fish", "home/.config/fish/completions/swr.fish", ""],
} as const;

for (const shell of SHELLS) {
  const test = needs(shell, `${shell}: the completion as an installed file`);
  const missing = shell === "bash" && bashCompletion() === undefined;
  Deno.test({
    name: missing ? `${test.name} (skipped: bash-completion is not on this machine)` : test.name,
    ignore: test.ignore || missing,
    async fn() {
      await using box = await Sandbox.create();
      await box.writeConfig(CONFIG);
      await box.writeScript("envchain", "#!/bin/sh\necho aws-main\n");
      const [name, path, startup] = INSTALLED[shell];
      await box.write(path, completionFiles().get(name)!);
      await using terminal = await openShell(shell, box, {
        startup: `${startup}\n${PLAIN[shell]}`,
        env: { SWR_PROFILE: "prod" },
      });
      // The first time loads the file, the second finds the function there.
      for (const typed of ["swr pr", "swr pr", "swr prod cat .aws/conf", "swr -d 1h pr"]) {
        const last = typed.endsWith("pr") ? "prod" : ".aws/config";
        assert.equal((await completedWords(terminal, typed)).at(-1), last, typed);
      }
      if (shell !== "zsh") return;
      assert.deepEqual(await completedWords(terminal, "envchain aw"), ["envchain", "aws-main"]);
    },
  });

  Deno.test({
    ...needs(shell, `${shell}: a prompt starts no process`),
    ignore: needs(shell, "").ignore || Deno.build.os !== "linux",
    async fn() {
      await using box = await Sandbox.create();
      const env = {
        SWR_PROFILE: "prod",
        SWR_EXPIRATION: new Date(Date.now() + 600_000).toISOString(),
      };
      const startup = `${EVAL[shell]}\n${PLAIN[shell]}`;
      await using terminal = await openShell(shell, box, { startup, env });
      await terminal.waitFor(/^/);
      const prompts = async (count: number) => {
        for (let i = 0; i < count; i++) {
          terminal.write("echo go''on\r");
          await terminal.waitFor("goon");
          await terminal.waitFor("> ");
        }
      };
      await prompts(2);
      const before = faultsOfChildren(terminal.pid);
      await prompts(5);
      assert.match(terminal.output, /\[prod (9|10)m\]/);
      assert.equal(faultsOfChildren(terminal.pid), before);
    },
  });
}

/** Minor page faults of the children that process has waited for: any process it started adds to them. proc(5). */
function faultsOfChildren(pid: number): string {
  return Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ").at(-1)!.split(" ")[8]!;
}

/** Set-ups of hardened machines and old habits: what the shell reads, and the words that start it. */
const ODD: Readonly<Record<string, { words: readonly string[]; lines: (init: string) => string }>> =
  {
    "bash, restricted": {
      words: ["bash", "--norc", "-i", "-r"],
      lines: (init) => `${init}\ntrue\n`,
    },
    "bash with a PS1 that is readonly": {
      words: ["bash", "--norc", "-i"],
      lines: (init) => `PS1='> '; readonly PS1\n${init}\ntrue\n`,
    },
    "bash with a PROMPT_COMMAND that is readonly": {
      words: ["bash", "--norc", "-i"],
      lines: (init) => `readonly PROMPT_COMMAND=true\n${init}\ntrue\n`,
    },
    "bash with a PROMPT_COMMAND that is exported to another bash": {
      words: ["bash", "--norc", "-i"],
      lines: (init) => `export PROMPT_COMMAND=true\n${init}\nbash --norc -i\ntrue\nexit\n`,
    },
    "zsh with SH_GLOB": {
      words: ["zsh", "-fi"],
      lines: (init) => `setopt sh_glob\n${init}\ntrue\n`,
    },
    "zsh that emulates sh": {
      words: ["zsh", "-fi"],
      lines: (init) => `emulate sh\n${init}\ntrue\n`,
    },
    "zsh with a PROMPT that is readonly": {
      words: ["zsh", "-fi"],
      lines: (init) => `typeset -r PROMPT='> '\n${init}\ntrue\n`,
    },
  };

for (const [name, { words, lines }] of Object.entries(ODD)) {
  Deno.test({
    ...needs(words[0]!, `${name}: --init and its prompt work without an error`),
    async fn() {
      await using box = await Sandbox.create();
      const shell = words[0] as "bash" | "zsh";
      const printed = await runSwr(["--init", shell], { env: box.env });
      const file = await box.write("home/init", printed.stdout);
      const env = { ...box.env, SWR_PROFILE: "prod", SWR_EXPIRATION: "2099-01-01T00:00:00Z" };
      const stdin = `${
        lines(`eval "$(cat ${shellWords([file])})"`)
      }echo "defined: $(type _swr_prompt)"\n`;
      const { stdout, stderr } = await runWithoutTerminal(words, { env, stdin });
      assert.match(stdout, /defined: _swr_prompt is a (?:shell )?function/, stderr);
      assert.doesNotMatch(stderr, /restricted: |readonly variable|read-only|not found|parse error/);
    },
  });
}
