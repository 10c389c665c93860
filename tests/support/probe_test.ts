// The probe itself: that it sees a change of each thing it reports, and sees none where there is none.
import assert from "node:assert/strict";
import { bytesOf, differences, probe, probeCommand, probeTest, readReport } from "./probe.ts";
import { runWithoutTerminal } from "./program.ts";
import { Sandbox } from "./sandbox.ts";

/** Words that let a shell do something and then become the words behind them. */
function after(change: string): string[] {
  return ["/bin/sh", "-c", `${change}; exec "$@"`, "sh"];
}

/** The same for Python, which can do what shells cannot. */
function afterPython(box: Sandbox, change: string): string[] {
  const python = probeCommand(box)[1] ?? "";
  const program = `import fcntl, os, signal, sys\n${change}\nos.execv(sys.argv[1], sys.argv[1:])`;
  return [python, "-I", "-S", "-c", program];
}

const CHANGES: readonly [what: string, change: string, seen: readonly string[]][] = [
  ["an ignored SIGHUP", "trap '' HUP", ['ignored: [] → ["SIGHUP"]']],
  ["an ignored SIGPIPE, which Python would hide", "trap '' PIPE", ['ignored: [] → ["SIGPIPE"]']],
  ["an ignored SIGINT and SIGQUIT", "trap '' INT QUIT", ['ignored: [] → ["SIGINT","SIGQUIT"]']],
  ["an umask", "umask 027", ["umask: 18 → 23"]],
  ["a variable", "export A='b=c'", ['environment A: absent → ["b=c"]']],
  ["an empty variable", "export A=", ['environment A: absent → [""]']],
  ["a variable of the shell's own", "export SHLVL=7", ['environment SHLVL: absent → ["7"]']],
  ["a variable that is gone", "unset USER", ['environment USER: ["swr-test"] → absent']],
  ["a control character of the terminal", "stty intr ^G", ["terminal keys:"]],
  ["an echo that is off", "stty -echo", ["terminal lflag:"]],
  ["a speed of the terminal", "stty 9600", ["terminal cflag:", "terminal speed:"]],
  ["an input mode", "stty -icrnl", ["terminal iflag:"]],
  ["an output mode", "stty -onlcr", ["terminal oflag:"]],
  ["a window size", "stty cols 50", ["window size: [80,24] → [50,24]"]],
];

/** Other test files open terminals in this process meanwhile, and a program started in between inherits them. */
function ownDifferences(...reports: Parameters<typeof differences>): string[] {
  return differences(...reports).filter((line) =>
    !/^descriptor \d+: .*\/dev\/(ptmx|pts\/)/.test(line)
  );
}

for (const [what, change, seen] of CHANGES) {
  probeTest(`the probe sees ${what}`, async () => {
    await using box = await Sandbox.create();
    const found = ownDifferences(
      await probe(after(":"), { box }),
      await probe(after(change), { box }),
    );
    assert.equal(found.length, seen.length, found.join("\n"));
    for (const [i, line] of seen.entries()) {
      assert.equal(found[i]?.startsWith(line), true, found[i]);
    }
  });
}

probeTest("two bare runs of the probe do not differ", async () => {
  await using box = await Sandbox.create();
  assert.deepEqual(ownDifferences(await probe([], { box }), await probe([], { box })), []);
});

probeTest("two runs behind a pipe do not differ, although the pipes do", async () => {
  await using box = await Sandbox.create();
  const piped = ["/bin/sh", "-c", ': | "$@"', "sh"];
  const [first, second] = [await probe(piped, { box }), await probe(piped, { box })];
  const bare = await probe([], { box });
  // The shell in front is the parent of both, and says so.
  assert.deepEqual(ownDifferences(first, second), []);
  assert.match(
    ownDifferences(bare, first).join("\n"),
    /^descriptor 0: the controlling terminal.* → pipe/m,
  );
});

probeTest("a bare run reports the environment it was given, to the last variable", async () => {
  await using box = await Sandbox.create();
  const env = { LANG: "C", Z: "é\n=", PATH: "/nowhere" };
  const { environment } = await probe([], { box, env });
  const text = environment.map((entry) => new TextDecoder().decode(bytesOf(entry)));
  assert.deepEqual(text.sort(), ["LANG=C", "PATH=/nowhere", "Z=é\n="]);
});

probeTest("the probe sees a variable that is not UTF-8, byte for byte", async () => {
  await using box = await Sandbox.create();
  const { environment } = await probe(after("X=$(printf 'a\\377\\200z'); export X"), { box });
  const entry = environment.find((one) => one.startsWith("X="));
  assert.deepEqual([...bytesOf(entry ?? "").slice(2)], [0x61, 0xff, 0x80, 0x7a]);
});

probeTest(
  "the probe sees an extra descriptor, what it points at and how far it was read",
  async () => {
    await using box = await Sandbox.create();
    await box.write("lines", "one\ntwo\n");
    const [bare, opened, read] = [
      await probe(after(":"), { box }),
      await probe(after("exec 3<lines"), { box }),
      await probe(after("exec 3<lines; read -r line <&3"), { box }),
    ];
    assert.match(
      ownDifferences(bare, opened).join("\n"),
      /^descriptor 3: absent → .*\/lines at 0, .*$/,
    );
    assert.match(
      ownDifferences(opened, read).join("\n"),
      /^descriptor 3: .* at 0, .* → .* at 4, .*$/,
    );
  },
);

probeTest("the probe sees a descriptor that is closed, and one above nine", async () => {
  await using box = await Sandbox.create();
  const bare = await probe(after(":"), { box });
  const closed = await probe(after("exec 0<&-"), { box });
  assert.match(
    ownDifferences(bare, closed).join("\n"),
    /^descriptor 0: the controlling terminal.* → absent$/,
  );
  const dup = afterPython(box, "os.dup2(0, 200)");
  const found = ownDifferences(
    await probe(afterPython(box, ""), { box }),
    await probe(dup, { box }),
  );
  assert.match(found.join("\n"), /^descriptor 200: absent → the controlling terminal.*$/);
});

probeTest("the probe sees a descriptor that no longer blocks", async () => {
  await using box = await Sandbox.create();
  const change = "fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_NONBLOCK)";
  const changed = await probe(afterPython(box, change), { box });
  const found = ownDifferences(await probe(afterPython(box, ""), { box }), changed);
  assert.match(found.join("\n"), /^descriptor 0: .*, flags 02 → .*, flags 0\d*[1-7]\d*$/m);
});

probeTest("the probe sees a blocked signal", async () => {
  await using box = await Sandbox.create();
  const change = "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1, signal.SIGTERM])";
  const changed = await probe(afterPython(box, change), { box });
  const found = ownDifferences(await probe(afterPython(box, ""), { box }), changed);
  assert.equal(found.length, 1, found.join("\n"));
  assert.match(found[0] ?? "", /^blocked: \[\] → .*SIGUSR1.*/);
});

probeTest("the probe sees an ignored SIGCHLD, which dash would hide", async () => {
  await using box = await Sandbox.create();
  const bare = await probe(afterPython(box, ""), { box });
  const changed = await probe(
    afterPython(box, "signal.signal(signal.SIGCHLD, signal.SIG_IGN)"),
    { box },
  );
  const added = changed.ignored.filter((name) => !bare.ignored.includes(name));
  assert.deepEqual(added, ["SIGCHLD"]);
});

probeTest("the probe sees soft and hard limits", async () => {
  await using box = await Sandbox.create();
  const bare = await probe(after("ulimit -n 1000"), { box });
  const soft = await probe(after("ulimit -n 1000; ulimit -S -n 99"), { box });
  const core = await probe(after("ulimit -n 1000; ulimit -c 0"), { box });
  assert.deepEqual(ownDifferences(bare, soft), [
    'limit RLIMIT_NOFILE: ["1000","1000"] → ["99","1000"]',
  ]);
  assert.match(ownDifferences(bare, core).join("\n"), /^limit RLIMIT_CORE: .* → \["0","0"\]$/);
});

probeTest("the probe sees niceness, folder and arguments", async () => {
  await using box = await Sandbox.create();
  const bare = await probe([], { box });
  const args = ["a b", "", "é"];
  assert.match(
    ownDifferences(bare, await probe(["nice", "-n", "5"], { box })).join(),
    /^nice: \d+ → \d+$/,
  );
  assert.match(
    ownDifferences(bare, await probe([], { box, cwd: box.home })).join(),
    /^cwd: .* → .*home$/,
  );
  const { argv } = await probe([], { box, args });
  const words = argv.map((word) => new TextDecoder().decode(bytesOf(word)));
  assert.deepEqual(words.slice(-5), [...probeCommand(box).slice(1), ...args]);
});

probeTest(
  "the probe sees that it is a child, in the background, not the program itself",
  async () => {
    await using box = await Sandbox.create();
    const bare = await probe([], { box });
    const child = await probe(["/bin/sh", "-c", '"$@"; exit $?', "sh"], { box });
    const background = await probe(["/bin/sh", "-mc", '"$@" & wait $!', "sh"], { box });
    const about = (lines: string[]) =>
      lines.filter((line) => /^(parent|.*group|session)/.test(line));
    assert.deepEqual(
      about(ownDifferences(bare, child)).map((line) => line.replace(/^parent: .*/, "parent")),
      [
        "parent",
        "process group: itself → the session leader",
        "session: itself → the session leader",
        "foreground group: itself → the session leader",
      ],
    );
    assert.equal(background.group, background.pid);
    assert.equal(background.terminal?.foreground, background.session);
  },
);

probeTest("the probe sees that there is no controlling terminal", async () => {
  await using box = await Sandbox.create();
  const bare = await probe([], { box });
  const run = await runWithoutTerminal(probeCommand(box), { env: box.env, cwd: box.dir });
  assert.deepEqual([run.status, run.stderr], [0, ""]);
  const without = await readReport(box);
  assert.equal(without.terminal, null);
  assert.equal(ownDifferences(bare, without).includes("controlling terminal: yes → no"), true);
});
