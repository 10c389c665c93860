import assert from "node:assert/strict";
import { SwrError, UnknownWordError } from "../../src/text/errors.ts";
import { ALL_OPTIONS } from "../../src/options/table.ts";
import { parseArguments } from "../../src/options/parse.ts";
import { explained, optionHint, subcommandHint } from "../../src/options/subcommands.ts";

/** As typed after `swr`, and the command that the hint names. */
const COMMANDS: readonly (readonly [typed: string, instead: string])[] = [
  ["status", "swr --status"],
  ["status -q", "swr --status -q"],
  ["whoami", "swr --status"],
  ["doctor --json", "swr --doctor --json"],
  ["init zsh", "swr --init zsh"],
  ["init", "swr --init SHELL"],
  ["completion bash", "swr --init bash"],
  ["dry-run p", "swr --dry-run p"],
  ["dry-run p aws s3 ls", "swr --dry-run p aws s3 ls"],
  ["switch-url p", "swr --switch-url p"],
  ["list", "swr --list"],
  ["ls --json", "swr --list --json"],
  ["list-roles", "swr --list"],
  ["help", "swr --help"],
  ["version", "swr --version"],
  ["assume p", "swr p"],
  ["shell", "swr PROFILE"],
  ["shell p", "swr p"],
  ["session p", "swr p"],
  ["use p", "swr p"],
  ["Use p", "swr p"],
  ["exec", "swr PROFILE"],
  ["exec p -- aws s3 ls --recursive", "swr p -- aws s3 ls --recursive"],
  ["exec -d 1h p", "swr -d 1h p"],
  ["exec -d1h p", "swr -d1h p"],
  ["exec --duration=1h --no-session p", "swr --duration=1h p"],
  ["exec -- p", "swr p"],
  ["export p", "swr --export sh p"],
  ["export sh p", "swr --export sh p"],
  ["export bash p", "swr --export sh p"],
  ["export sh", "swr --export sh PROFILE"],
  ["export -d 2h fish p", "swr --export fish -d 2h p"],
  ["export --format=json p", "swr --export json p"],
  ["export --format=ini p", "swr --export sh p"],
  ["credential-process p", "swr --export json p"],
  ["eval p", "swr --export sh p"],
  ["console p", "swr --console p"],
  ["console 'p'", "swr --console ''\"'\"'p'\"'\"''"],
  ["open p extra", "swr --console p"],
];

Deno.test("subcommandHint() names swr's own command for a word used as a subcommand", () => {
  for (const [typed, instead] of COMMANDS) {
    const [word, ...after] = typed.split(" ");
    assert.equal(
      subcommandHint(word!, after),
      `swr has no subcommands: use \`${instead}\``,
      typed,
    );
  }
});

Deno.test("a command that the hint names is one that swr understands", () => {
  for (const [typed, instead] of COMMANDS) {
    if (/[A-Z']/.test(instead)) continue;
    assert.doesNotThrow(() => parseArguments(instead.split(" ").slice(1)), typed);
  }
});

Deno.test("what swr leaves to other programs, or does not need, is said", () => {
  const cases: readonly (readonly [typed: string, says: RegExp])[] = [
    ["login p", /: `swr p` opens a session, `swr --console p` the web console$/],
    ["session", /: `swr PROFILE` opens a session, `swr --status` shows the one you are in$/],
    ["add main", /: `envchain --set .*` stores keys; write the profile into ~\/\.aws\/config$/],
    ["remove main", /: delete the profile from ~\/\.aws\/config, and the keys from the keychain$/],
    ["rm main", /: delete the profile/],
    ["rotate main", /: make new keys with `aws iam create-access-key`; `envchain --set /],
    ["configure", /: write the profile into ~\/\.aws\/config; `swr --doctor` checks it$/],
    ["logout", /: `exit` ends the session, and swr keeps nothing elsewhere$/],
    [
      "renew",
      /: leave with `exit` and start again, or open it with --renew in a keyless user session$/,
    ],
    ["exit", /: `exit` ends the session/],
    ["sso login", /: `aws sso login --profile PROFILE` signs in, `swr PROFILE` uses that sign-in$/],
    ["mfa-login", /: `swr --user` opens your own session with MFA$/],
    ["ecs", /: swr has no credential server: /],
    ["aws s3 ls", /^the profile comes first: `swr PROFILE aws s3 ls`$/],
  ];
  for (const [typed, says] of cases) {
    const [word, ...after] = typed.split(" ");
    assert.match(subcommandHint(word!, after)!, says, typed);
  }
});

Deno.test("an option of another tool is explained, and never one of swr's own", () => {
  const cases: readonly (readonly [typed: string, says: RegExp])[] = [
    ["--role-arn arn:aws:iam::1:role/x", /^the role takes the profile's place: /],
    ["--exec=ls p", /^the command comes after the profile: `swr PROFILE COMMAND`$/],
    ["--no-session p", /^swr keeps no credentials: each session is a new one$/],
    ["--session-tags a=b", /^use --tag KEY=VALUE, once for each tag$/],
    ["--role-duration 900", /^use --duration TIME$/],
    ["--ecs-server p", /^swr has no credential server: /],
    ["--prompt=ykman p", /^swr asks on the terminal; --mfa-process CMD /],
    ["--format json p", /^`swr --export FORMAT PROFILE` prints credentials$/],
    ["-c p", /^`swr --console PROFILE` prints the address, --open opens it$/],
    ["--whoami", /^use `swr --status`$/],
    ["--env p", /^use `swr --export sh p`$/],
    [
      "\u2013export sh p",
      /^"\u2013" is not the dash that options begin with: type it as --export$/,
    ],
    ["\u2014read-only p", /: type it as --read-only$/],
    ["-\u2013d 1h p", /: type it as -d$/],
  ];
  for (const [typed, says] of cases) {
    const [word, ...after] = typed.split(" ");
    assert.match(optionHint(word!, after)!, says, typed);
  }
  for (const { name, short } of ALL_OPTIONS) {
    assert.equal(optionHint(`--${name}`, []), undefined, name);
    if (short !== undefined) assert.equal(optionHint(`-${short}`, []), undefined, short);
  }
  for (const word of ["--nothing-like-it", "-x", "p", "", "-", "\u2013"]) {
    assert.equal(optionHint(word, []), undefined, word);
  }
});

Deno.test("an unknown option of another tool is refused with what swr has instead", () => {
  assert.throws(() => parseArguments(["--no-session", "p"]), (error) => {
    assert.ok(error instanceof UnknownWordError);
    assert.deepEqual(error.hints, [
      "did you mean --end-sessions or --from-session?",
      "`swr -h` shows the options",
    ]);
    const { message, hints } = explained(error);
    assert.equal(message, 'unknown option "--no-session"');
    assert.deepEqual(hints, [
      "swr keeps no credentials: each session is a new one",
      "`swr -h` shows the options",
    ]);
    return true;
  });
});

Deno.test("any other word has no hint", () => {
  for (const word of ["sub-account", "toString", "constructor", "__proto__", "--", ""]) {
    assert.equal(subcommandHint(word, ["x"]), undefined, word);
  }
});

Deno.test("an option after a subcommand's word does not make a profile of the word", () => {
  const refusal = (args: string[]) => {
    try {
      parseArguments(args);
    } catch (error) {
      if (!(error instanceof SwrError)) throw error;
      const { message, hints } = error instanceof UnknownWordError ? explained(error) : error;
      return [message, ...hints];
    }
    return [];
  };
  assert.deepEqual(refusal(["exec", "-d", "1h", "p"]).slice(0, 3), [
    '"-d" comes after "exec"',
    "swr has no subcommands: use `swr -d 1h p`",
    'if "exec" is a profile, put swr\'s own options before it',
  ]);
  assert.equal(
    refusal(["p", "-d", "1h"])[0],
    '"-d" comes after the profile "p"; put swr\'s own options before it',
  );
  assert.deepEqual(refusal(["--export", "sub-account"]).slice(0, 2), [
    'invalid value "sub-account" for --export: use json, sh, csh, fish, powershell, cmd or env',
    "the format comes before the profile: `swr --export sh sub-account`",
  ]);
});
