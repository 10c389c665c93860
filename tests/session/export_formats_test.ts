// Each format is read back by the program it is for, where that is at hand.

import { needs } from "../support/programs.ts";
import { Sandbox } from "../support/sandbox.ts";
import assert from "node:assert/strict";
import { ENVIRONMENT_FORMATS } from "../../src/session/export_formats.ts";

const ODD = [
  "plain",
  "",
  "it's \"quoted\" `id` $(id) $HOME \\ \\' %",
  "two\nlines\tand a tab",
  "-n",
  "‘typographic’ 日本 \u{1f511}",
];

const CHANGE = {
  set: new Map<string, string | null>(ODD.map((value, index) => [`SWR_T${index}`, value])),
  unset: ["SWR_GONE", "SWR_NEVER_SET"],
};

async function readBack(shell: string, args: string[], text: string, show: string) {
  const child = new Deno.Command(shell, {
    args: [...args, `${text}\n${show}`],
    clearEnv: true,
    env: {
      PATH: Deno.env.get("PATH") ?? "",
      HOME: "/nonexistent",
      SWR_GONE: "1",
      LC_ALL: "C.UTF-8",
    },
    stderr: "null",
  });
  const { stdout } = await child.output();
  const entries = new TextDecoder().decode(stdout).split("\0").filter((entry) => entry !== "");
  return new Map(entries.map((entry) => {
    const at = entry.indexOf("=");
    return [entry.slice(0, at), entry.slice(at + 1)];
  }));
}

for (
  const [shell, args, format] of [
    ["sh", ["-c"], "sh"],
    ["bash", ["-uc"], "sh"],
    ["zsh", ["-fc"], "sh"],
    ["fish", ["-N", "-c"], "fish"],
  ] as const
) {
  Deno.test({
    ...needs(shell, `${shell} takes every value as it is, and loses what is unset`),
    async fn() {
      const found = await readBack(shell, [...args], ENVIRONMENT_FORMATS[format](CHANGE), "env -0");
      for (const [name, value] of CHANGE.set) assert.equal(found.get(name), value, name);
      assert.ok(!found.has("SWR_GONE"));
    },
  });
}

for (const interactive of [false, true]) {
  Deno.test({
    ...needs(
      "tcsh",
      `tcsh${interactive ? " -i" : ""} takes every value as it is by eval, \`!\` included`,
    ),
    async fn() {
      const values = [...ODD.filter((value) => !value.includes("\n")), "a!b !! !$ \\! 'x!'"];
      const set = new Map(values.map((value, index) => [`SWR_T${index}`, value]));
      await using box = await Sandbox.create();
      const file = await box.write("text", ENVIRONMENT_FORMATS.csh({ set, unset: ["SWR_GONE"] }));
      const eval_ = `eval "\`cat ${file}\`"`;
      const found = await readBack(
        "tcsh",
        ["-f", ...interactive ? ["-i"] : [], "-c"],
        eval_,
        "env -0",
      );
      for (const [name, value] of set) assert.equal(found.get(name), value, name);
      assert.ok(!found.has("SWR_GONE"));
    },
  });
}

Deno.test("cmd sets and unsets between double quotes, and ends well", () => {
  const set = new Map([["AWS_A", "a&b^c|d <e> (f) 'g' +/="], ["AWS_B", ""]]);
  assert.equal(
    ENVIRONMENT_FORMATS.cmd({ set, unset: ["AWS_GONE"] }),
    'set "AWS_GONE="\nset "AWS_A=a&b^c|d <e> (f) \'g\' +/="\nset "AWS_B="\ncmd /d /c exit 0\n',
  );
});

Deno.test("cmd refuses a value that it would read otherwise", () => {
  for (const value of ['a"b', "a%PATH%b", "a!b", "a\nb", "a\tb", "a\0b", "Jürgen", "\u{1f511}"]) {
    const text = () => ENVIRONMENT_FORMATS.cmd({ set: new Map([["AWS_A", value]]), unset: [] });
    assert.throws(text, /AWS_A has .*, which the format cmd cannot hold/, value);
  }
});

Deno.test("csh and env refuse a value with a line break", () => {
  for (const format of ["csh", "env"] as const) {
    const text = () =>
      ENVIRONMENT_FORMATS[format]({ set: new Map([["AWS_A", "a\nb"]]), unset: [] });
    assert.throws(text, new RegExp(`AWS_A has a line break, which the format ${format}`));
  }
});

Deno.test({
  ...needs(
    "fish",
    "fish hides a universal variable from programs, and keeps it for the user's other shells",
  ),
  async fn() {
    const home = await Deno.makeTempDir({ prefix: "swr-test-" });
    const fish = async (script: string) => {
      const { stdout } = await new Deno.Command("fish", {
        args: ["-c", script],
        clearEnv: true,
        env: { PATH: Deno.env.get("PATH") ?? "", HOME: home, XDG_CONFIG_HOME: home },
      }).output();
      return new TextDecoder().decode(stdout);
    };
    try {
      await fish("set -Ux SWR_GONE stale; set -Ux SWR_T0 stale");
      assert.match(await fish("env"), /^SWR_GONE=stale$/m);
      const found = await fish(`${ENVIRONMENT_FORMATS.fish(CHANGE)}\nenv`);
      assert.doesNotMatch(found, /stale/);
      assert.match(found, /^SWR_T0=plain$/m);
      // What was never set is not there, not even empty.
      assert.doesNotMatch(found, /SWR_NEVER_SET/);
      assert.match(await fish("env"), /^SWR_GONE=stale$/m);
    } finally {
      await Deno.remove(home, { recursive: true });
    }
  },
});

Deno.test({
  ...needs("pwsh", "pwsh takes every value as it is, and loses what is unset"),
  async fn() {
    const show =
      "Get-ChildItem Env: | ForEach-Object { [Console]::Out.Write($_.Name + '=' + $_.Value + [char]0) }";
    const text = ENVIRONMENT_FORMATS.powershell(CHANGE);
    const found = await readBack("pwsh", ["-NoProfile", "-Command"], text, show);
    // An empty variable is none in PowerShell.
    for (const [name, value] of CHANGE.set) assert.equal(found.get(name) ?? "", value, name);
    assert.ok(!found.has("SWR_GONE"));
  },
});

Deno.test({
  ...needs("fish", "fish ends what it has taken over with status 0"),
  async fn() {
    const text = ENVIRONMENT_FORMATS.fish(CHANGE);
    const args = ["-N", "-c", `${text}\nexit $status`];
    assert.equal((await new Deno.Command("fish", { args }).output()).code, 0);
  },
});

Deno.test("PowerShell's own quotes, the typographic ones too, are doubled", () => {
  const set = new Map([["A", "a'b‘c’d"]]);
  assert.equal(
    ENVIRONMENT_FORMATS.powershell({ set, unset: ["B"] }),
    "Remove-Item -ErrorAction SilentlyContinue Env:B;\n$env:A = 'a''b‘‘c’’d';\n",
  );
});

Deno.test("env has AWS's variables as they stand, and none that means something on this machine only", () => {
  const set = new Map([
    ["AWS_REGION", "a 'b' #c"],
    ["AWS_PROFILE", "p"],
    ["AWS_CONFIG_FILE", "/x"],
    ["SWR_PROFILE", "p"],
  ]);
  assert.equal(ENVIRONMENT_FORMATS.env({ set, unset: ["AWS_VAULT"] }), "AWS_REGION=a 'b' #c\n");
  assert.throws(
    () => ENVIRONMENT_FORMATS.env({ set: new Map([["AWS_X", "a\nb"]]), unset: [] }),
    /AWS_X has a line break/,
  );
});
