// The prompt segment in the real shells: what is before the user's own prompt, and that it stays the user's.

import { needs, programPath } from "../support/programs.ts";
import assert from "node:assert/strict";
import { EVAL, openShell, PLAIN, type Shell, SHELLS } from "../support/shell_session.ts";
import { openScene } from "../support/scene.ts";
import { Sandbox } from "../support/sandbox.ts";
import type { Terminal } from "../support/pty.ts";

/** RFC 3339, that many seconds from now. */
function end(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
}

/** A session with half a minute more than the minutes left, so that a slow machine shows the same number. */
function session(minutes: number): Record<string, string> {
  return { SWR_PROFILE: "prod", SWR_EXPIRATION: end(minutes * 60 + 30) };
}

/** The line with the next prompt of the user's own in it, without colours and what else moves the cursor. */
async function nextPrompt(terminal: Terminal, command: string): Promise<string> {
  // The output begins a line of its own, so what is typed cannot be taken for it.
  terminal.write(`printf '%s\\n' be''gin; ${command}\r`);
  await terminal.waitFor(/begin\r?\n/);
  const { before, text } = await terminal.waitFor(/own:[^\s>]*> /);
  return plain(before + text).split(/[\r\n]/).at(-1)!.trim();
}

function plain(text: string): string {
  return text
    // deno-lint-ignore no-control-regex
    .replaceAll(/\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g, "")
    // deno-lint-ignore no-control-regex
    .replaceAll(/\x1b(?:\[[0-9;?>=]*[a-zA-Z]|\(B|[=>])/g, "");
}

const RED = "\x1b[31m";

for (const shell of SHELLS) {
  Deno.test({
    ...needs(shell, `${shell}: swr opens a shell whose prompt tells the role's profile and time`),
    async fn() {
      await using s = await openScene(
        "[profile team:ops]\nrole_arn = arn:aws:iam::222233334444:role/reader\n",
      );
      const startup = `${EVAL[shell]}\n${PLAIN[shell]}`;
      const env = { ...s.env, SHELL: programPath(shell)! };
      await using terminal = await openShell(shell, s.box, { startup, env });
      assert.equal(await nextPrompt(terminal, "true"), "own:0>");
      terminal.write("swr -q -d 30m team:ops\r");
      await terminal.waitFor("own:0> ");
      assert.match(await nextPrompt(terminal, "true"), /^\[team:ops (29|30)m\] own:0>$/);
      terminal.write("exit\r");
      await terminal.waitFor("own:0> ");
      assert.equal(await nextPrompt(terminal, "true"), "own:0>");
    },
  });

  const startup = `${EVAL[shell]}\n${PLAIN[shell]}`;

  Deno.test({
    ...needs(shell, `${shell} shows profile and minutes before the user's prompt, red under five`),
    async fn() {
      await using box = await Sandbox.create();
      for (
        const [minutes, shown, red] of [
          [57, "[prod 57m]", false],
          [65, "[prod 1h05m]", false],
          [4, "[prod 4m]", true],
          [0, "[prod <1m]", true],
          [-1, "[prod ended]", true],
        ] as const
      ) {
        await using terminal = await openShell(shell, box, { startup, env: session(minutes) });
        assert.equal(await nextPrompt(terminal, "true"), `${shown} own:0>`);
        const coloured = terminal.output.slice(terminal.output.lastIndexOf("[prod") - 12);
        assert.equal(coloured.includes(RED), red, JSON.stringify(coloured));
      }
      const env = { ...session(57), SWR_NARROWED: "ro" };
      await using terminal = await openShell(shell, box, { startup, env });
      assert.equal(await nextPrompt(terminal, "true"), "[prod ro 57m] own:0>");
      for (
        const [minutes, shown, red] of [
          [65, "[prod renews 1h05m]", false],
          [9, "[prod no renewal after 9m]", true],
          [-1, "[prod ended]", true],
        ] as const
      ) {
        const env = { ...session(minutes), SWR_KEYLESS: "1", SWR_RENEW: "1" };
        await using terminal = await openShell(shell, box, { startup, env });
        assert.equal(await nextPrompt(terminal, "true"), `${shown} own:0>`);
        const coloured = terminal.output.slice(terminal.output.lastIndexOf("[prod") - 12);
        assert.equal(coloured.includes(RED), red, JSON.stringify(coloured));
      }
    },
  });

  Deno.test({
    ...needs(
      shell,
      `${shell} shows [prod? 57m] in red if what programs go by is not the session's`,
    ),
    async fn() {
      await using box = await Sandbox.create();
      const set = (name: string, value: string) =>
        shell === "fish" ? `set -gx ${name} '${value}'` : `export ${name}='${value}'`;
      const drop = (name: string) => shell === "fish" ? `set -e ${name}` : `unset ${name}`;
      const own = {
        SWR_ACCESS_KEY_ID: "ASIAX",
        AWS_ACCESS_KEY_ID: "ASIAX",
        AWS_SECRET_ACCESS_KEY: "s",
        AWS_SESSION_TOKEN: "t",
        AWS_PROFILE: "prod",
        SWR_REGION: "eu-west-1",
        AWS_REGION: "eu-west-1",
        AWS_DEFAULT_REGION: "eu-west-1",
      };
      const env = { ...session(57), ...own };
      await using terminal = await openShell(shell, box, { startup, env });
      assert.equal(await nextPrompt(terminal, "true"), "[prod 57m] own:0>");
      const expect = async (change: string, restore: string) => {
        assert.equal(await nextPrompt(terminal, change), "[prod? 57m] own:0>", change);
        const coloured = terminal.output.slice(terminal.output.lastIndexOf("[prod?") - 12);
        assert.ok(coloured.includes(RED), change);
        assert.equal(await nextPrompt(terminal, restore), "[prod 57m] own:0>", restore);
      };
      for (const [name, value] of Object.entries(own)) {
        if (!name.startsWith("AWS_")) continue;
        // Other secrets are noticed by --status only.
        if (!/SECRET|TOKEN/.test(name)) await expect(set(name, "other"), set(name, value));
        if (name !== "AWS_PROFILE") await expect(drop(name), set(name, value));
      }
      assert.equal(await nextPrompt(terminal, drop("AWS_PROFILE")), "[prod 57m] own:0>");
      await expect(set("AWS_DEFAULT_PROFILE", "other"), drop("AWS_DEFAULT_PROFILE"));
      // A keyless session has no key there.
      for (const name of ["SWR_ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID"]) {
        await nextPrompt(terminal, drop(name));
      }
      assert.equal(await nextPrompt(terminal, set("SWR_KEYLESS", "1")), "[prod 57m] own:0>");
      await expect(set("AWS_ACCESS_KEY_ID", "other"), drop("AWS_ACCESS_KEY_ID"));
    },
  });

  Deno.test({
    ...needs(shell, `${shell}: the user's prompt sees the status, and the segment comes and goes`),
    async fn() {
      await using box = await Sandbox.create();
      await using terminal = await openShell(shell, box, { startup, env: session(57) });
      const set = (name: string, value: string) =>
        shell === "fish" ? `set -gx ${name} '${value}'` : `export ${name}='${value}'`;
      const drop = shell === "fish" ? "set -e SWR_PROFILE" : "unset SWR_PROFILE";
      assert.equal(await nextPrompt(terminal, "sh -c 'exit 7'"), "[prod 57m] own:7>");
      assert.equal(
        await nextPrompt(terminal, set("SWR_EXPIRATION", end(630))),
        "[prod 10m] own:0>",
      );
      assert.equal(await nextPrompt(terminal, set("SWR_EXPIRATION", "soon")), "[prod] own:0>");
      assert.equal(await nextPrompt(terminal, drop), "own:0>");
      assert.equal(await nextPrompt(terminal, set("SWR_PROFILE", "other")), "[other] own:0>");
      assert.equal(await nextPrompt(terminal, set("SWR_PROMPT", "off")), "own:0>");
      terminal.write("exit 3\r");
      assert.deepEqual(await terminal.exited, { code: 3, signal: null });
    },
  });

  Deno.test({
    ...needs(shell, `${shell}: outside a session the prompt is the user's, byte for byte`),
    async fn() {
      await using box = await Sandbox.create();
      await using terminal = await openShell(shell, box, { startup });
      assert.equal(await nextPrompt(terminal, "true"), "own:0>");
      if (shell === "fish") return;
      terminal.write(`printf '<%s>' "$PS1"\r`);
      await terminal.waitFor(shell === "zsh" ? "<own:%?> >" : "<own:$?> >");
    },
  });

  Deno.test({
    ...needs(
      shell,
      `${shell}: the line twice, before and behind the user's prompt, shows one segment`,
    ),
    async fn() {
      await using box = await Sandbox.create();
      const twice = `${EVAL[shell]}\n${PLAIN[shell]}\n${EVAL[shell]}`;
      await using terminal = await openShell(shell, box, { startup: twice, env: session(57) });
      assert.equal(await nextPrompt(terminal, "true"), "[prod 57m] own:0>");
      const again = await nextPrompt(terminal, EVAL[shell]);
      assert.equal(again.replace("0|0", "0"), "[prod 57m] own:0>");
      assert.equal(await nextPrompt(terminal, "true"), "[prod 57m] own:0>");
    },
  });

  Deno.test({
    ...needs(shell, `${shell}: a name or an end that is code is shown, never run`),
    async fn() {
      await using box = await Sandbox.create();
      const subst = { zsh: "setopt prompt_subst prompt_bang\n", bash: "", fish: "" }[shell];
      const hostile = "a$(touch owned)`touch owned`%F{red}\\w\x1b[2J\x07\u202eb";
      const env = { SWR_PROFILE: hostile, SWR_EXPIRATION: "a[$(touch owned)]-01-01T00:00:00Z" };
      await using terminal = await openShell(shell, box, { startup: subst + startup, env });
      const shown = await nextPrompt(terminal, "true");
      assert.match(shown, /^\[a\$\(touch owned\)`touch owned`%F.red.\\w\?.2J\?\?b\] own:0>$/);
      assert.ok(!terminal.output.includes("\x1b[2J"), "the name steered the terminal");
      await assert.rejects(Deno.stat(box.path("home", "owned")), "the name was run");
    },
  });

  Deno.test({
    ...needs(shell, `${shell}: starship's prompt is left alone, unless SWR_PROMPT=on`),
    async fn() {
      await using box = await Sandbox.create();
      for (
        const [env, shown] of [
          [{ STARSHIP_SHELL: shell }, "own:0>"],
          [{ POSH_THEME: "a.json" }, "own:0>"],
          [{ STARSHIP_SHELL: shell, SWR_PROMPT: "on" }, "[prod 57m] own:0>"],
          [{ STARSHIP_SHELL: "ion" }, "[prod 57m] own:0>"],
        ] as const
      ) {
        await using terminal = await openShell(shell, box, {
          startup,
          env: { ...session(57), ...env },
        });
        assert.equal(await nextPrompt(terminal, "true"), shown, JSON.stringify(env));
      }
    },
  });
}

/** Set-ups of the user's own that must go on working, and what the prompt is then. */
const SETUPS: readonly (readonly [shell: Shell, what: string, startup: string, shown: string])[] = [
  [
    "zsh",
    "a theme that builds PROMPT anew each time",
    `
    ${EVAL.zsh}
    mine() { PROMPT='own:%?> ' }; precmd_functions+=(mine); precmd() { psvar=(a b) }`,
    "[prod 57m] own:0>",
  ],
  [
    "zsh",
    "odd options",
    `${PLAIN.zsh}
    setopt ksh_arrays no_unset sh_word_split warn_create_global
    ${EVAL.zsh}`,
    "[prod 57m] own:0>",
  ],
  [
    "zsh",
    "a virtual environment's way with PS1",
    `${PLAIN.zsh}
    ${EVAL.zsh}
    venv() { _OLD=$PS1; PS1="(venv) $PS1"; precmd_functions=(\${precmd_functions:#venv}) }
    precmd_functions+=(venv)`,
    "(venv) [prod 57m] own:0>",
  ],
  ["zsh", "powerlevel10k", `${PLAIN.zsh}\np10k() { : }\n${EVAL.zsh}`, "own:0>"],
  [
    "zsh",
    "a theme of oh-my-zsh",
    `ZSH=~/.oh-my-zsh ZSH_THEME=robbyrussell
    ${PLAIN.zsh}
    ${EVAL.zsh}`,
    "own:0>",
  ],
  [
    "zsh",
    "oh-my-zsh without a theme",
    `ZSH=~/.oh-my-zsh ZSH_THEME=
    ${PLAIN.zsh}
    ${EVAL.zsh}`,
    "[prod 57m] own:0>",
  ],
  [
    "bash",
    "set -u and pipefail",
    `set -u\nset -o pipefail\n${PLAIN.bash}\n${EVAL.bash}`,
    "[prod 57m] own:0>",
  ],
  [
    "bash",
    "a PROMPT_COMMAND of the user's own",
    `PROMPT_COMMAND='mine=kept; '
    PS1='$mine-own:$?> '
    ${EVAL.bash}`,
    "[prod 57m] kept-own:0>",
  ],
  [
    "bash",
    "an array of them",
    `PROMPT_COMMAND=('a=ke' 'b=pt')
    PS1='$a$b-own:$?> '
    ${EVAL.bash}`,
    "[prod 57m] kept-own:0>",
  ],
  [
    "bash",
    "one that builds PS1 anew each time",
    `mine() { PS1="own:$?> "; }
    PROMPT_COMMAND=mine
    ${EVAL.bash}`,
    "[prod 57m] own:0>",
  ],
  [
    "fish",
    "a virtual environment's way with fish_prompt",
    `${PLAIN.fish}
    ${EVAL.fish}
    function activate --on-event fish_prompt
      functions -q _old_prompt; and return
      functions -q _swr_prompt_1; or return
      functions -c fish_prompt _old_prompt
      function fish_prompt; echo -n '(venv) '; _old_prompt; end
    end`,
    "[prod 57m] (venv) own:0>",
  ],
];

for (const [shell, what, startup, shown] of SETUPS) {
  Deno.test({
    ...needs(shell, `${shell}: ${what}`),
    async fn() {
      await using box = await Sandbox.create();
      await using terminal = await openShell(shell, box, { startup, env: session(57) });
      await nextPrompt(terminal, "true");
      assert.equal(await nextPrompt(terminal, "true"), shown);
      assert.doesNotMatch(terminal.output, /not found|rror|parameter not set|unbound/);
    },
  });
}
