// `deno run -A scripts/formula.ts SHA256SUMS`: the Homebrew formula of the version, for the tap's Formula/swr.rb.
// Rule: a formula, not a cask: a cask keeps the quarantine flag, and macOS kills a program with an ad-hoc signature that
// has it (https://github.com/grafana/gcx/issues/537). The sums are those published, none is computed here. Pure but for its end.

import { readProject } from "./project.ts";
import { parseSums, type Sums } from "./sums.ts";
import { archiveName, type Target } from "./targets.ts";

export type FormulaInput = {
  readonly version: string;
  readonly repository: string;
  readonly sums: Sums;
};

/** The files of an archive that it installs besides the binary. */
export const INSTALLED: readonly string[] = [
  "man/swr.1",
  "completions/_swr",
  "completions/swr.bash",
  "completions/swr.fish",
];

/** The formula's text, as `brew style` wants it. Throws if an archive has no sum. */
export function formula({ version, repository, sums }: FormulaInput): string {
  const source = (target: Target) => {
    const name = archiveName(version, target);
    const sum = sums.get(name);
    if (sum === undefined) throw new Error(`SHA256SUMS has no ${name}`);
    return `      url "${repository}/releases/download/v${version}/${name}"
      sha256 "${sum}"`;
  };
  return `class Swr < Formula
  desc "Step into an AWS role, with MFA, for the length of a shell"
  homepage "${repository}"
  license "MIT"

  on_macos do
    on_arm do
${source("aarch64-apple-darwin")}
    end
    on_intel do
${source("x86_64-apple-darwin")}
    end
  end

  on_linux do
    on_arm do
${source("aarch64-unknown-linux-gnu")}
    end
    on_intel do
${source("x86_64-unknown-linux-gnu")}
    end
  end

  def install
    bin.install "swr"
    man1.install "man/swr.1"
    bash_completion.install "completions/swr.bash" => "swr"
    fish_completion.install "completions/swr.fish"
    zsh_completion.install "completions/_swr"
  end

  def caveats
    <<~EOS
      swr takes your long-lived keys from the environment. envchain keeps them in the keychain:
        brew install envchain
        envchain --set aws-main AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
        envchain aws-main swr PROFILE
    EOS
  end

  test do
    assert_match "swr #{version}", shell_output("#{bin}/swr --version")
    (testpath/"config").write <<~EOS
      [profile sub-account]
      role_arn = arn:aws:iam::222233334444:role/admin
      region = ap-northeast-1
    EOS
    ENV["AWS_CONFIG_FILE"] = "#{testpath}/config"
    assert_match "sub-account", shell_output("#{bin}/swr --list")
  end
end
`;
}

if (import.meta.main) {
  const file = Deno.args[0];
  if (file === undefined || Deno.args.length !== 1) throw new Error("one argument: SHA256SUMS");
  const { version, repository } = await readProject();
  const sums = parseSums(await Deno.readTextFile(file));
  await Deno.stdout.write(new TextEncoder().encode(formula({ version, repository, sums })));
}
