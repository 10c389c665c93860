import assert from "node:assert/strict";
import { readStartUp, shellName, startUpFiles } from "../../../src/doctor/checks/start_up_files.ts";

Deno.test("shellName() goes by the program's name", () => {
  assert.deepEqual(
    ["/bin/zsh", "/usr/bin/bash", "fish", "C:\\x\\pwsh.exe", "/bin/dash", ""].map(shellName),
    ["zsh", "bash", "fish", "powershell", undefined, undefined],
  );
});

Deno.test("startUpFiles() follows ZDOTDIR and XDG_CONFIG_HOME", () => {
  const env = (name: string) => ({ ZDOTDIR: "/z", XDG_CONFIG_HOME: "/c" })[name];
  assert.ok(startUpFiles("zsh", "/home/me", env).includes("/z/.zshrc"));
  assert.ok(startUpFiles("zsh", "/home/me", () => undefined).includes("/home/me/.zshrc"));
  assert.deepEqual(startUpFiles("fish", "/home/me", env), [
    "/c/fish/config.fish",
    "/c/fish/conf.d",
  ]);
  assert.ok(startUpFiles("bash", "/home/me", env).includes("/home/me/.bashrc"));
});

Deno.test("readStartUp() knows a set-up, a prompt, and leaves comments alone", () => {
  for (const line of ['eval "$(swr --init zsh)"', "swr --init fish | source"]) {
    assert.equal(readStartUp(`# swr\n${line}\n`).init, true);
    assert.equal(readStartUp(`# ${line}\n`).init, false);
  }
  for (
    const line of [
      "PS1='${AWS_PROFILE:+[$AWS_PROFILE] }'$PS1",
      "echo $SWR_PROFILE",
      'eval "$(starship init bash)"',
      "Write-Host $env:AWS_PROFILE",
    ]
  ) assert.equal(readStartUp(line).showsProfile, true, line);
  assert.equal(readStartUp("export AWS_PROFILE=x").showsProfile, false);
});

Deno.test("readStartUp() finds the line that sets a secret key or the profile", () => {
  const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  for (
    const line of [
      `export AWS_SECRET_ACCESS_KEY=${secret}`,
      `  export A=b AWS_SECRET_ACCESS_KEY="${secret}"`,
      `set -gx AWS_SECRET_ACCESS_KEY '${secret}'`,
      `$env:AWS_SECRET_ACCESS_KEY = "${secret}"`,
    ]
  ) assert.equal(readStartUp(`\n${line}`).secretAt, 2, line);
  for (
    const line of [
      `# export AWS_SECRET_ACCESS_KEY=${secret}`,
      "export AWS_SECRET_ACCESS_KEY=$(pass aws)",
      "unset AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN",
      "envchain --set aws-main AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY",
    ]
  ) assert.equal(readStartUp(line).secretAt, undefined, line);
  for (const line of ["export AWS_PROFILE=x", "set -gx AWS_PROFILE x", '$env:AWS_PROFILE = "x"']) {
    assert.equal(readStartUp(`\n\n${line}`).profileAt, 3, line);
  }
  for (
    const line of [
      "unset AWS_PROFILE",
      "# AWS_PROFILE=x",
      'export AWS_PROFILE="$1"',
      "AWS_PROFILE=",
    ]
  ) {
    assert.equal(readStartUp(line).profileAt, undefined, line);
  }
});
