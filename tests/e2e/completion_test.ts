// Completion in the real shells: type, press Tab, read what the shell makes of it.

import { needs, programPath } from "../support/programs.ts";
import assert from "node:assert/strict";
import {
  bashCompletion,
  completedWords,
  EVAL,
  openShell,
  PLAIN,
  type Shell,
  SHELLS,
} from "../support/shell_session.ts";
import { runSwr, runWithoutTerminal, shellWords, swrCommand } from "../support/program.ts";
import { Sandbox } from "../support/sandbox.ts";

const CONFIG = `
[profile prod]
role_arn = arn:aws:iam::222233334444:role/admin
[profile proxy]
role_arn = arn:aws:iam::222233334444:role/reader
[profile team:ops]
role_arn = arn:aws:iam::333344445555:role/ops
[profile me@corp]
role_arn = arn:aws:iam::333344445555:role/corp
[profile "my space"]
role_arn = arn:aws:iam::333344445555:role/space
[profile "q'u$(touch owned)x"]
role_arn = arn:aws:iam::333344445555:role/odd
[profile center]
sso_session = corp
[profile signed-in]
login_session = arn:aws:iam::111122223333:user/me
[profile vended]
credential_process = print-keys
[profile keys-only]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = secret
`;

const COMPLETION: Record<Shell, string> = {
  zsh: `autoload -Uz compinit; compinit -u -D\n${EVAL.zsh}\n${PLAIN.zsh}`,
  bash: `${EVAL.bash}\n${PLAIN.bash}`,
  fish: `${EVAL.fish}\n${PLAIN.fish}`,
};

async function scene(): Promise<Sandbox> {
  const box = await Sandbox.create();
  await box.writeConfig(CONFIG);
  // Not to be offered where a profile belongs.
  await box.write("home/prox-file", "");
  await box.writeScript(
    "envchain",
    '#!/bin/sh\n[ "$1" = --list ] && { echo aws-main; echo other; exit; }\nshift; exec "$@"\n',
  );
  return box;
}

/** What is typed, and the words the shell has then. */
const COMPLETED: readonly (readonly [typed: string, words: readonly string[]])[] = [
  ["swr pr", ["swr", "pro"]],
  ["swr prox", ["swr", "proxy"]],
  ["swr my", ["swr", "my space"]],
  ["swr 'my", ["swr", "my space"]],
  ['swr "q', ["swr", "q'u$(touch owned)x"]],
  ["swr q", ["swr", "q'u$(touch owned)x"]],
  ["swr team:o", ["swr", "team:ops"]],
  ["swr me@c", ["swr", "me@corp"]],
  ["swr keys", ["swr", "keys"]],
  ["swr cen", ["swr", "center"]],
  ["swr signed", ["swr", "signed-in"]],
  ["swr ven", ["swr", "vended"]],
  ["swr -d 1h prox", ["swr", "-d", "1h", "proxy"]],
  ["swr -nd 1h prox", ["swr", "-nd", "1h", "proxy"]],
  ["swr --dur", ["swr", "--duration"]],
  ["swr --init z", ["swr", "--init", "zsh"]],
  ["swr --init=z", ["swr", "--init=zsh"]],
  ["swr --export pow", ["swr", "--export", "powershell"]],
  ["swr --export json prox", ["swr", "--export", "json", "proxy"]],
  ["swr --profile prox", ["swr", "--profile", "proxy"]],
  ["swr --shell .aws/conf", ["swr", "--shell", ".aws/config"]],
  ["swr --list prox", ["swr", "--list", "prox"]],
  ["swr --status --mi", ["swr", "--status", "--min"]],
  ["swr --js", ["swr", "--json"]],
  ["swr --op", ["swr", "--open"]],
  ["swr --fo", ["swr", "--force"]],
  ["swr --mi", ["swr", "--min"]],
  ["swr --json --sta", ["swr", "--json", "--status"]],
  ["swr --status --dur", ["swr", "--status", "--dur"]],
  ["swr prod tou", ["swr", "prod", "touch"]],
  ["swr --expose tou", ["swr", "--expose", "touch"]],
  ["swr --keyless prox", ["swr", "--keyless", "proxy"]],
  ["swr prod -- tou", ["swr", "prod", "--", "touch"]],
  ["swr --profile prod tou", ["swr", "--profile", "prod", "touch"]],
  ["swr prod cat .aws/conf", ["swr", "prod", "cat", ".aws/config"]],
  ["swr prod swr prox", ["swr", "prod", "swr", "proxy"]],
  ["envchain aws-m", ["envchain", "aws-main"]],
  ["envchain aws-main swr prox", ["envchain", "aws-main", "swr", "proxy"]],
  ["envchain aws-main,other swr my", ["envchain", "aws-main,other", "swr", "my space"]],
  ["envchain aws-main swr prod cat .aws/conf", [
    "envchain",
    "aws-main",
    "swr",
    "prod",
    "cat",
    ".aws/config",
  ]],
];

/** How the set-up line may stand in the start-up file, beside the plain way. */
const VARIANTS: readonly (readonly [shell: Shell, what: string, startup: string])[] = [
  ["zsh", "before compinit", `${EVAL.zsh}\nautoload -Uz compinit; compinit -u -D\n${PLAIN.zsh}`],
  [
    "zsh",
    "twice, before and behind compinit",
    `${EVAL.zsh}\nautoload -Uz compinit; compinit -u -D\n${EVAL.zsh}\n${PLAIN.zsh}`,
  ],
  [
    "zsh",
    "under odd options",
    `autoload -Uz compinit; compinit -u -D\n${PLAIN.zsh}\nsetopt ksh_arrays no_unset sh_word_split\n${EVAL.zsh}`,
  ],
  [
    "zsh",
    "with an alias of swr",
    `autoload -Uz compinit; compinit -u -D\nalias swr="envchain aws-main swr"\n${EVAL.zsh}\n${PLAIN.zsh}`,
  ],
  ["bash", "under set -u", `set -u\n${COMPLETION.bash}`],
  [
    "bash",
    "with = : @ taken from COMP_WORDBREAKS",
    `COMP_WORDBREAKS=$' \\t\\n'\n${COMPLETION.bash}`,
  ],
  ["fish", "twice", `${EVAL.fish}\n${COMPLETION.fish}`],
];

for (const [shell, what, startup] of VARIANTS) {
  Deno.test({
    ...needs(shell, `${shell} completes with the line ${what}`),
    async fn() {
      await using box = await scene();
      await using terminal = await openShell(shell, box, { startup });
      for (
        const [typed, last] of [
          ["swr prox", "proxy"],
          ["swr team:o", "team:ops"],
          ["swr --init=z", "--init=zsh"],
          ["swr prod cat .aws/conf", ".aws/config"],
          ["envchain aws-main swr my", "my space"],
        ] as const
      ) {
        assert.equal((await completedWords(terminal, typed)).at(-1), last, typed);
      }
    },
  });
}

/** How commands tell bash what to complete; aws and terraform take the third way. */
const OWN = `
by_function() { COMPREPLY=($(compgen -W 'alpha beta' -- "$2")); }
complete -o nospace -F by_function by-function
complete -W 'alpha beta' by-words
complete -C by-program-completer by-program
`;

for (const [name, file] of [["bash-completion", bashCompletion()], ["nothing", "/dev/null"]]) {
  Deno.test({
    name: file
      ? `bash with ${name}: the command's own completion, behind envchain too`
      : `bash with ${name} (skipped: it is not on this machine)`,
    ignore: file === undefined || programPath("bash") === undefined,
    async fn() {
      await using box = await scene();
      await box.writeScript(
        "by-program-completer",
        '#!/bin/sh\n[ "$COMP_LINE|$COMP_POINT|$1|$2|$3" = "by-program al|13|by-program|al|by-program" ] && echo alpha\n',
      );
      await box.write(
        "home/.local/share/bash-completion/completions/by-file",
        "complete -W 'alpha beta' by-file\n",
      );
      const startup = `. ${file}\n${OWN}\n${COMPLETION.bash}`;
      await using terminal = await openShell("bash", box, { startup });
      const commands = ["by-function", "by-words", "by-program"];
      if (file !== "/dev/null") commands.push("by-file");
      for (const command of commands) {
        for (const before of ["swr prod", "swr team:ops --", "envchain aws-main swr -q prod"]) {
          const words = await completedWords(terminal, `${before} ${command} al`);
          assert.equal(words.at(-1), "alpha", `${before} ${command}`);
        }
      }
      assert.doesNotMatch(terminal.output, /warning|not found/);
    },
  });
}

Deno.test({
  ...needs(
    "bash",
    "bash: nothing of a command's name is run, though an older bash tells it unquoted",
  ),
  async fn() {
    await using box = await scene();
    // bash before 5.2 prints the name as it is: complete -W '…' a$(b).
    const older = `complete() {
      [[ $1 == -p ]] || { builtin complete "$@"; return; }
      printf "complete -o nospace -W 'alpha beta' -X 'be'\\\\\\\\''ta' %s\\n" "\${!#}"
    }`;
    await using terminal = await openShell("bash", box, {
      startup: `${older}\n${COMPLETION.bash}`,
    });
    assert.equal((await completedWords(terminal, "swr prod own al")).at(-1), "alpha");
    terminal.write("swr prod a$(touch${IFS}owned) al\t");
    await terminal.waitFor("alpha");
    await assert.rejects(Deno.stat(box.path("home/owned")), "the name was run");
  },
});

for (
  const [shell, startup] of [
    ["zsh", `_own() { compadd mine }\ncompdef _own envchain`],
    ["bash", "complete -W mine envchain"],
    ["fish", "complete -c envchain -f -a mine"],
  ] as const
) {
  Deno.test({
    ...needs(shell, `${shell}: a completion of envchain's own stays in force`),
    async fn() {
      await using box = await scene();
      const first = shell === "zsh" ? "autoload -Uz compinit; compinit -u -D\n" : "";
      await using terminal = await openShell(shell, box, {
        startup: `${first}${startup}\n${EVAL[shell]}\n${PLAIN[shell]}`,
      });
      assert.deepEqual(await completedWords(terminal, "envchain mi"), ["envchain", "mine"]);
    },
  });
}

for (const shell of SHELLS) {
  Deno.test({
    ...needs(shell, `${shell} completes options, profiles and commands, quoted as they need it`),
    async fn() {
      await using box = await scene();
      await using terminal = await openShell(shell, box, { startup: COMPLETION[shell] });
      for (const [typed, words] of COMPLETED) {
        assert.deepEqual(await completedWords(terminal, typed), words, typed);
      }
      await assert.rejects(Deno.stat(box.path("home", "owned")), "a name was run");
    },
  });

  Deno.test({
    ...needs(
      shell,
      `${shell} asks the swr of PATH or of an absolute path, never one that lies near`,
    ),
    async fn() {
      await using box = await scene();
      await box.writeScript("../home/swr", "#!/bin/sh\ntouch ~/owned\n");
      await Deno.mkdir(box.path("home/near"));
      await Deno.copyFile(box.path("home/swr"), box.path("home/near/swr"));
      await using terminal = await openShell(shell, box, { startup: COMPLETION[shell] });
      await box.writeScript(
        "../own/swr",
        "#!/bin/sh\nprintf 'proven\\trole\\t\\t\\t\\t\\t\\t\\n'\n",
      );
      for (const program of ["./swr", "near/swr", "../home/swr"]) {
        assert.deepEqual(await completedWords(terminal, `${program} prox`), [program, "proxy"]);
      }
      const own = box.path("own/swr");
      assert.deepEqual(await completedWords(terminal, `${own} pr`), [own, "proven"]);
      await assert.rejects(Deno.stat(box.path("home/owned")), "what lies near was run");
    },
  });

  Deno.test({
    ...needs(shell, `${shell} lists the profiles with a role, and what they are`),
    async fn() {
      await using box = await scene();
      await using terminal = await openShell(shell, box, { startup: COMPLETION[shell] });
      // bash shows the choices at the second Tab, and nothing but names.
      terminal.write(shell === "bash" ? "swr \t\t" : "swr \t");
      await terminal.waitFor("proxy");
      if (shell !== "bash") await terminal.waitFor("222233334444 reader");
      await terminal.waitFor("team:ops");
      assert.doesNotMatch(terminal.output, /keys-only/);
    },
  });

  Deno.test({
    ...needs(shell, `${shell} stays quiet where swr cannot list anything`),
    async fn() {
      await using box = await scene();
      await box.writeConfig("not a config\n");
      await using terminal = await openShell(shell, box, { startup: COMPLETION[shell] });
      assert.deepEqual(await completedWords(terminal, "swr pr"), ["swr", "pr"]);
      await Deno.remove(box.path("home", ".aws", "config"));
      assert.deepEqual(await completedWords(terminal, "swr pr"), ["swr", "pr"]);
      assert.doesNotMatch(terminal.output, /no configuration file|rror/);
    },
  });
}

Deno.test({
  ...needs("pwsh", "pwsh quotes a name so that nothing of it is run"),
  async fn() {
    await using box = await scene();
    const name = "a b\u2019;New-Item owned;\u2018";
    await box.writeConfig(`[profile "${name}"]\nrole_arn = arn:aws:iam::222233334444:role/odd\n`);
    await box.writeScript("swr", `#!/bin/sh\nexec ${shellWords(swrCommand())} "$@"\n`);
    const { stdout: completion } = await runSwr(["--init", "powershell"], { env: box.env });
    const file = await box.write(
      "ask.ps1",
      `${completion}
$found = (TabExpansion2 -inputScript 'swr a' -cursorColumn 5).CompletionMatches[0].CompletionText
Invoke-Expression "Write-Output $found"
`,
    );
    const { stdout, stderr } = await runWithoutTerminal(["pwsh", "-NoProfile", "-File", file], {
      env: box.env,
      cwd: box.home,
    });
    assert.equal(stdout.trimEnd(), name, stderr);
    await assert.rejects(Deno.stat(box.path("home/owned")), "the name was run");
  },
});
