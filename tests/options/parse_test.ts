import assert from "node:assert/strict";
import { SwrError } from "../../src/text/errors.ts";
import { parseArguments } from "../../src/options/parse.ts";

function refuses(args: string[], message: RegExp): void {
  assert.throws(
    () => parseArguments(args),
    (error) => error instanceof SwrError && error.kind === "usage" && message.test(error.message),
  );
}

Deno.test("parseArguments() gives everything after the profile to the command", () => {
  const line = parseArguments(["-v", "p", "aws", "-v", "--", "s3"]);
  assert.equal(line.profile, "p");
  assert.deepEqual(line.command, ["aws", "-v", "--", "s3"]);
  assert.deepEqual([...line.flags], ["verbose"]);
});

Deno.test("parseArguments() drops one -- directly before the command", () => {
  assert.deepEqual(parseArguments(["p", "--", "-x", "--"]).command, ["-x", "--"]);
  assert.deepEqual(parseArguments(["p", "--", "--", "x"]).command, ["--", "x"]);
});

Deno.test("parseArguments() reads values attached, after an equals sign, or as the next word", () => {
  const values = (args: string[]) => Object.fromEntries(parseArguments(args).values);
  assert.deepEqual(values(["-d1h", "p"]), { duration: "1h" });
  assert.deepEqual(values(["--duration=1h", "p"]), { duration: "1h" });
  assert.deepEqual(values(["-d", "1h", "-t012345", "p"]), {
    duration: "1h",
    "mfa-token": "012345",
  });
  assert.deepEqual(values(["--external-id", "--odd", "p"]), { "external-id": "--odd" });
});

Deno.test("parseArguments() reads short flags that stand together", () => {
  const line = parseArguments(["-nvd15m", "p"]);
  assert.equal(line.mode, "dry-run");
  assert.ok(line.flags.has("verbose"));
  assert.equal(line.values.get("duration"), "15m");
});

Deno.test("--profile names the profile, and the first word begins the command", () => {
  const line = parseArguments(["--profile", "p", "aws", "s3"]);
  assert.equal(line.profile, "p");
  assert.deepEqual(line.command, ["aws", "s3"]);
});

Deno.test("parseArguments() refuses what cannot be meant", () => {
  refuses(["--mfa-tokn", "1", "p"], /unknown option "--mfa-tokn"/);
  refuses(["-x", "p"], /unknown option "-x"/);
  refuses(["p", "-n"], /"-n" comes after the profile "p"/);
  refuses(["-d"], /needs a value/);
  refuses(["-d", "1h", "-d", "2h", "p"], /given twice/);
  refuses(["--verbose=1", "p"], /takes no value/);
  refuses(["-n", "-V"], /cannot be combined/);
  refuses(["--json", "p"], /goes with --list or --dry-run or --status or --sessions or --doctor/);
  assert.throws(
    () => parseArguments(["--json", "p"]),
    ({ hints }) => hints[0] === "credentials as JSON: `swr --export json PROFILE`",
  );
  refuses(["--list", "-t", "000000"], /--mfa-token has no meaning with --list/);
  refuses(["--list", "p"], /--list takes no profile, and "p" is given/);
  refuses(["--export", "sh", "p", "true"], /--export takes a profile and no command/);
  refuses(["--export", "bash", "p"], /invalid value "bash" for --export: use json, sh,/);
  refuses(["--export"], /--export needs a value: use json, sh,/);
  refuses(["--switch-url=1", "p"], /takes no value/);
  refuses(["--aws-profile", "--no-aws-profile", "p"], /cannot be combined/);
  refuses(["", "x"], /profile name is empty/);
  refuses(["p", ""], /command name is empty/);
  refuses(["p", "--"], /no command after/);
  refuses(["--shell", "", "p"], /value of --shell is empty/);
  refuses(["--console=", "p"], /value of --console is empty/);
  refuses(["--export", "--json", "p"], /--export needs a value/);
  refuses(["--init", "zsh", "bash"], /--init takes no profile/);
});

Deno.test("a value that may be left out is given after an equals sign only", () => {
  const bare = parseArguments(["--console", "p"]);
  assert.equal(bare.mode, "console");
  assert.equal(bare.profile, "p");
  assert.equal(parseArguments(["--console=s3", "p"]).values.get("console"), "s3");
});

Deno.test("-- ends the options, before the profile and before the command", () => {
  assert.equal(parseArguments(["--", "-odd"]).profile, "-odd");
  const line = parseArguments(["-v", "--", "p", "--", "-x", "y"]);
  assert.deepEqual([line.profile, line.command], ["p", ["-x", "y"]]);
  assert.deepEqual(parseArguments(["--profile", "p", "--", "x"]).command, ["x"]);
  assert.equal(parseArguments(["--"]).profile, undefined);
});

Deno.test("help comes first, whatever else is asked for", () => {
  assert.equal(parseArguments(["--list", "--help"]).mode, "help");
  assert.equal(parseArguments(["-h", "-l"]).mode, "usage");
});

Deno.test("-h and --help are two pages, whatever else is typed", () => {
  assert.equal(parseArguments(["-h", "p", "x"]).mode, "usage");
  assert.equal(parseArguments(["--help"]).mode, "help");
});
