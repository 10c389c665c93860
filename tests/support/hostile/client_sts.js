// Stands in the SDK's place. The name of the session that is asked for says what it does: nothing bad, or one of ACTS.
// It can do all that the SDK can: it has the keys and the code, signs as AWS wants it, and reads the answer.

const { otherPort, marker, sources } = SCENE;

// ---- As the SDK does it -------------------------------------------------------------------------------------------

const bytesOf = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const sha256 = async (text) =>
  hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(text))));

async function hmac(key, text) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, bytesOf(text)));
}

const encoded = (text) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function formOf(action, input) {
  const pairs = Object.entries({ Action: action, Version: "2011-06-15", ...input });
  return pairs.map(([name, value]) => `${name}=${encoded(String(value))}`).join("&");
}

/** A signed request; `by` may name another key, region, service, time, host or form. */
async function signed(config, input, by = {}) {
  const { accessKeyId, secretAccessKey } = { ...config.credentials, ...by.credentials };
  const { region, service = "sts", host, time = Date.now(), form } = {
    region: config.region,
    host: new URL(config.endpoint).host,
    form: formOf("AssumeRole", input),
    ...by,
  };
  const date = new Date(time).toISOString().replace(/[-:]|\.\d+/g, "");
  const hash = await sha256(form);
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": String(form.length),
    host,
    "amz-sdk-invocation-id": crypto.randomUUID(),
    "amz-sdk-request": "attempt=1; max=1",
    "x-amz-date": date,
    "x-amz-content-sha256": hash,
    ...by.headers,
  };
  const names = (by.signs ?? Object.keys(headers)).map((name) => name.toLowerCase()).sort();
  const lines = names.map((name) => `${name}:${headers[name] ?? ""}\n`).join("");
  const canonical = `POST\n/\n\n${lines}\n${names.join(";")}\n${hash}`;
  const day = by.day ?? date.slice(0, 8);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${await sha256(canonical)}`;
  let key = bytesOf(`AWS4${secretAccessKey}`);
  for (const part of scope.split("/")) key = await hmac(key, part);
  const signature = hex(await hmac(key, toSign));
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, ` +
    `SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return { method: "POST", path: "/", query: {}, headers, body: form };
}

/** The answer's text to a request that goes to main. */
async function asked(config, request) {
  const { response } = await config.requestHandler.handle(request);
  return new TextDecoder().decode(response.body);
}

/** What the SDK makes of the answer. */
function read(xml) {
  const element = (name) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return {
    Credentials: {
      AccessKeyId: element("AccessKeyId"),
      SecretAccessKey: element("SecretAccessKey"),
      SessionToken: element("SessionToken"),
      Expiration: new Date(element("Expiration")),
    },
    AssumedRoleUser: { Arn: element("Arn") },
  };
}

const honest = async (config, input) => read(await asked(config, await signed(config, input)));

// ---- What it does instead -----------------------------------------------------------------------------------------

const FORGED = {
  AccessKeyId: "ASIAEXAMPLEEXAMPLE00",
  SecretAccessKey: "forged",
  SessionToken: "forged",
  Expiration: new Date(Date.now() + 3600_000),
};

/** Asks with a request that is changed, and reads the answer as if nothing was wrong. */
const asking = (by, change = (request) => request) => async (config, input) => {
  const request = await signed(config, input, typeof by === "function" ? by(input) : by);
  return read(await asked(config, await change(request)));
};

/** Asks as it should, and reports something else. */
const reporting = (change) => async (config, input) => change(await honest(config, input));

const credentials = (change) =>
  reporting(({ Credentials, AssumedRoleUser }) => ({
    Credentials: { ...Credentials, ...change(Credentials) },
    AssumedRoleUser,
  }));

const header = (name, value) => asking({ headers: { [name]: value } });
const unsignedHeader = (name, value) =>
  asking({}, (request) => ({ ...request, headers: { ...request.headers, [name]: value } }));
const form = (edit) => asking((input) => ({ form: edit(formOf("AssumeRole", input)) }));

/** A refusal as the SDK reports one. */
const refusal = () =>
  Object.assign(
    new Error("MultiFactorAuthentication failed with invalid MFA one time pass code."),
    {
      name: "AccessDenied",
      $fault: "client",
      $metadata: { httpStatusCode: 403 },
    },
  );

const forever = () => new Promise(() => {});

const ACTS = {
  // Requests that were not decided.
  "other-host": asking({ host: "example.org" }),
  "other-key": asking({
    credentials: { accessKeyId: "AKIAATTACKERATTACKER", secretAccessKey: "x" },
  }),
  "other-region": asking({ region: "us-west-2" }),
  "other-service": asking({ service: "iam" }),
  "other-day": asking({ day: "20200101" }),
  "other-time": asking({ time: Date.now() + 3600_000 }),
  "next-year": asking({ time: Date.now() + 366 * 86400_000 }),
  "other-role": form((text) => text.replace(/role%2F\w+/, "role%2Fadmin2")),
  "other-session": form((text) => text.replace(/(RoleSessionName=)[^&]+/, "$1another")),
  "other-action": form((text) => text.replace("Action=AssumeRole", "Action=GetFederationToken")),
  "parameter-more": form((text) => `${text}&Policy=%7B%7D`),
  "parameter-twice": form((text) => `${text}&Action=AssumeRole`),
  "parameter-less": form((text) => text.replace(/&RoleSessionName=[^&]+/, "")),
  "parameter-respelled": form((text) => text.replaceAll("%3A", "%3a")),
  "parameter-empty": form((text) => `${text}&`),
  "header-more": header("x-stolen", "secret"),
  "header-unsigned": unsignedHeader("x-stolen", "secret"),
  "header-twice": unsignedHeader("Host", "example.org"),
  "header-lines": unsignedHeader("amz-sdk-request", "attempt=1\r\nx-stolen: secret"),
  "user-agent": unsignedHeader("user-agent", "secret"),
  "content-length": unsignedHeader("content-length", "7"),
  "transfer-encoding": unsignedHeader("transfer-encoding", "chunked"),
  "token-added": header("x-amz-security-token", "stolen"),
  "host-unsigned": asking({ signs: ["x-amz-date"] }),
  "other-path": asking({}, (request) => ({ ...request, path: "/secret" })),
  "a-query": asking({}, (request) => ({ ...request, query: { secret: "secret" } })),
  "other-method": asking({}, (request) => ({ ...request, method: "GET" })),
  "shared-body": asking({}, (request) => {
    const body = new Uint8Array(new SharedArrayBuffer(request.body.length));
    body.set(bytesOf(request.body));
    return { ...request, body };
  }),
  "no-request": asking({}, () => ({})),

  // More requests than were decided.
  "once-more": async (config, input) => {
    await honest(config, input);
    return await honest(config, input);
  },
  "four-times": async (config, input) => {
    for (let times = 1; times < 4; times++) await honest(config, input);
    return await honest(config, input);
  },
  "two-at-once": async (config, input) => {
    const requests = [await signed(config, input), await signed(config, input)];
    const [first] = await Promise.all(requests.map((request) => asked(config, request)));
    return read(first);
  },

  // Credentials that STS has not given.
  "forged-at-once": (_, input) => ({
    Credentials: FORGED,
    AssumedRoleUser: {
      Arn: `arn:aws:sts::${input.RoleArn.split(":")[4]}:assumed-role/${
        input.RoleArn.split("/").at(-1)
      }/${input.RoleSessionName}`,
    },
  }),
  "forged-all": credentials(() => FORGED),
  "forged-key-id": credentials(() => ({ AccessKeyId: FORGED.AccessKeyId })),
  "forged-secret": credentials(() => ({ SecretAccessKey: FORGED.SecretAccessKey })),
  "forged-token": credentials(() => ({ SessionToken: FORGED.SessionToken })),
  "half-a-secret": credentials(({ SecretAccessKey }) => ({
    SecretAccessKey: SecretAccessKey.slice(5),
  })),
  "one-letter": credentials(({ SecretAccessKey }) => ({
    SecretAccessKey: SecretAccessKey.slice(0, 1),
  })),
  "swapped": credentials(({ SecretAccessKey, SessionToken }) => ({
    SecretAccessKey: SessionToken,
    SessionToken: SecretAccessKey,
  })),
  "longer": credentials(({ Expiration }) => ({ Expiration: new Date(+Expiration + 3600_000) })),
  "other-arn": reporting((answer) => ({
    ...answer,
    AssumedRoleUser: { Arn: answer.AssumedRoleUser.Arn.replace(/\d{12}/, "999988887777") },
  })),
  "no-arn": reporting(({ Credentials }) => ({ Credentials })),
  "huge": reporting((answer) => ({ ...answer, AssumedRoleUser: { Arn: "x".repeat(2 ** 24) } })),

  // Failures that have not been.
  "refused-at-once": () => {
    throw refusal();
  },
  "refused-after": async (config, input) => {
    await honest(config, input);
    throw refusal();
  },
  "lost-at-once": () => {
    throw Object.assign(new Error("the connection ended"), { name: "ConnectionLost" });
  },

  // Messages past the SDK's place: it is in the realm that writes them.
  "message-first": async (config, input) => {
    // The numbers of calls are few.
    for (let id = 0; id < 9; id++) {
      postMessage({ type: "answer", id, answer: { Arn: "forged", credentials: {} } });
    }
    return await honest(config, input);
  },
  "message-of-no-kind": async () => {
    for (let id = 0; id < 9; id++) postMessage({ type: "failure", id, message: { toString: 1 } });
    await forever();
  },
  "request-twice-by-message": async (config, input) => {
    const request = await signed(config, input);
    for (let id = 0; id < 9; id++) {
      for (let times = 0; times < 4; times++) postMessage({ type: "request", id, request });
    }
    await forever();
  },

  // No end.
  silent: forever,
  busy: () => {
    while (true);
  },
  chatty: async () => {
    while (true) {
      for (const message of [null, 7, {}, { type: "exec" }, { type: "booted" }]) {
        postMessage(message);
      }
      for (let id = 0; id < 9; id++) {
        postMessage({ type: "nothing", id });
        postMessage({ type: "load", id });
      }
      await new Promise((resolve) => AbortSignal.timeout(200).onabort = resolve);
    }
  },
  flood: () => {
    while (true) postMessage({ type: "nothing", id: 1, text: "x".repeat(1000) });
  },
  "endless-answers": () => {
    while (true) postMessage({ type: "answer", id: 99, answer: {} });
  },
  "large-messages": () => {
    const text = "x".repeat(2 ** 26);
    while (true) postMessage({ type: "failure", id: 99, message: text });
  },
  "huge-failure": () => {
    throw new Error("\x1b".repeat(2 ** 27));
  },
  "huge-error": async () => {
    setTimeout(() => {
      reportError(new Error("\x1b".repeat(2 ** 27)));
    }, 0);
    await forever();
  },
  "huge-request": asking({}, (request) => ({ ...request, body: "&".repeat(2 ** 26) })),
  "huge-header": unsignedHeader("x".repeat(2 ** 27), "\x1b"),
  "huge-answer": reporting(() => ({
    Credentials: { AccessKeyId: "x".repeat(2 ** 27), Expiration: new Date() },
  })),
  "deep-messages": async () => {
    const deep = [];
    for (let at = deep, level = 0; level < 1000; level++) at.push(at = []);
    for (let id = 0; id < 9; id++) postMessage({ type: "request", id, request: deep });
    await forever();
  },
  "ports-and-circles": async (config, input) => {
    const circle = { headers: {} };
    circle.headers.circle = circle;
    for (let id = 0; id < 9; id++) {
      const { port1 } = new MessageChannel();
      postMessage({ type: "failure", id, message: port1 }, [port1]);
      postMessage({ type: "request", id, request: circle });
    }
    return await honest(config, input);
  },
  gone: async () => {
    try {
      globalThis.close?.();
      globalThis.Deno?.exit?.(0);
      (await import(["node", "process"].join(":"))).default.exit(0);
    } catch { /* not there */ }
    await forever();
  },
  "deaf": async () => {
    try {
      const { default: process } = await import(["node", "process"].join(":"));
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"]) process.on(signal, () => {});
    } catch { /* not there */ }
    try {
      Deno.addSignalListener("SIGINT", () => {});
    } catch { /* not there */ }
    postMessage({ type: "deaf" });
    await forever();
  },

  // The way out.
  escape: async () => {
    const results = [];
    for (const [name, action] of Object.entries(ATTEMPTS)) {
      results.push(await attempt(name, action));
    }
    const open = results.filter(({ blocked }) => !blocked).map(({ name, value }) =>
      `${name} (${value})`
    );
    throw new Error(`of ${results.length} ways ${open.length} are open: ${open.join(" | ")}`);
  },
  "mischief": async (config, input) => {
    await shoutThroughSockets(bytesOf("hostile"));
    const answer = await honest(config, input);
    await shout();
    mischief();
    return answer;
  },
};

// ---- Ways out of the realm ----------------------------------------------------------------------------------------

async function attempt(name, action) {
  try {
    const late = new Promise((_, reject) => AbortSignal.timeout(1000).onabort = reject);
    const value = String(await Promise.race([action(), late])).replace(/[^\w.:/ -]/g, "").slice(
      0,
      20,
    );
    return { name, value };
  } catch {
    return { name, blocked: true };
  }
}

/** By a name that is put together, since a bundler would look for it. */
const node = (name) => import(["node", name].join(":"));
const wants = (condition, value) => {
  if (!condition) throw new Error("not there");
  return value;
};

/** What a fresh realm says of itself. */
const FRESH = `[typeof caches, typeof navigator.gpu, typeof Deno].join(" ")`;

const ATTEMPTS = {
  "re-import the module that opens the C library": () =>
    import(`${sources}/os/libc.ts`).then((m) => m.openLibc().environment().length),
  "import a file as JSON": () =>
    import(`file://${marker}.json`, { with: { type: "json" } }).then((m) => m.default.planted),
  "import a file as code": () => import(`file://${marker}.js`).then((m) => m.default),
  "import a file as text": () =>
    import(`file://${marker}.json`, { with: { type: "text" } }).then((m) => m.default),
  "import a file as bytes": () =>
    import(`file://${marker}.json`, { with: { type: "bytes" } }).then((m) => m.default),
  "import a file as WebAssembly": () => import(`file://${marker}.wasm`).then((m) => Object.keys(m)),
  "open a library": () =>
    Deno.dlopen("/lib/x86_64-linux-gnu/libc.so.6", { getpid: { parameters: [], result: "i32" } })
      .symbols.getpid(),
  "open a library through node": () =>
    node("process").then((m) =>
      m.default.dlopen({ exports: {} }, "/lib/x86_64-linux-gnu/libc.so.6")
    ),
  "take a pointer": () => Deno.UnsafePointer.of(new Uint8Array(1)),
  "start a process": () =>
    new Deno.Command("/bin/sh", { args: ["-c", `touch ${marker}`] }).outputSync().code,
  "start a process through node": () =>
    node("child_process").then((m) => m.execSync(`touch ${marker}`)),
  "read a file": () => Deno.readTextFileSync("/etc/passwd"),
  "read a file through node": () => node("fs").then((m) => m.readFileSync("/etc/passwd", "utf8")),
  "require a file": () =>
    node("module").then((m) => m.createRequire("file:///x.js")(`${marker}.json`)),
  "write a file": () => Deno.writeTextFileSync(marker, "x"),
  "write a heap snapshot": () => node("v8").then((m) => m.writeHeapSnapshot(marker)),
  "open the terminal": () => Deno.openSync("/dev/tty", { read: true }),
  "see a terminal on a descriptor": () =>
    node("tty").then((m) => {
      const found = Array.from({ length: 256 }, (_, fd) => fd).filter((fd) => m.isatty(fd));
      return wants(found.length > 0, found);
    }),
  "write to the terminal": () =>
    node("tty").then(async (m) => {
      for (let fd = 3; fd < 256; fd++) {
        if (!m.isatty(fd)) continue;
        const stream = new m.WriteStream(fd);
        sockets.push(stream);
        await new Promise((resolve, reject) =>
          stream.write("hostile", (error) => error ? reject(error) : resolve())
        );
        return fd;
      }
      return wants(false);
    }),
  "find a socket of main's": () =>
    node("net").then((m) => {
      const kinds = Array.from({ length: 256 }, (_, fd) => {
        try {
          const socket = new m.Socket({ fd });
          sockets.push(socket);
          if (socket._handle?.constructor.name === "TCPWrap") socket.write("hostile");
          return socket._handle?.constructor.name;
        } catch {
          return undefined;
        }
      });
      return wants(kinds.includes("TCPWrap"), kinds.indexOf("TCPWrap"));
    }),
  "import from npm": () => import(["npm", "left-pad@1.3.0"].join(":")),
  "import from npm what says a secret": () => import(["npm", "a-secret"].join(":")),
  "import from JSR": () => import(["jsr", "@a/secret"].join(":")),
  "import from the web": () => import(["https", "//example.org/x.js"].join(":")),
  "fetch an unlisted host": () => fetch("https://example.org/"),
  "fetch a port of this machine": () =>
    fetch(`http://127.0.0.1:${otherPort}/`).then((r) => r.status),
  "fetch through node": () =>
    node("http").then((m) =>
      new Promise((resolve, reject) =>
        m.get(`http://127.0.0.1:${otherPort}/`, resolve).on("error", reject)
      )
    ),
  "open a WebSocket": () =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${otherPort}/`);
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error("refused"));
    }),
  "listen for events": () =>
    new Promise((resolve, reject) => {
      const source = new EventSource(`http://127.0.0.1:${otherPort}/`);
      source.onopen = resolve;
      source.onerror = () => (source.close(), reject(new Error("refused")));
    }),
  "connect by TCP": () =>
    Deno.connect({ hostname: "127.0.0.1", port: otherPort }).then((c) => c.close()),
  "connect by TCP through node": () =>
    node("net").then((m) =>
      new Promise((resolve, reject) => {
        const socket = m.connect({ host: "127.0.0.1", port: otherPort }, resolve);
        socket.on("error", reject);
      })
    ),
  "send by UDP through node": () =>
    node("dgram").then((m) =>
      new Promise((resolve, reject) => {
        const socket = m.createSocket("udp4");
        socket.on("error", reject);
        socket.send("secret", otherPort, "127.0.0.1", (error) => error ? reject(error) : resolve());
      })
    ),
  "listen": () => Deno.listen({ hostname: "127.0.0.1", port: 0 }).close(),
  "ask the DNS": () => Deno.resolveDns("example.org", "A"),
  "ask the DNS through node": () => node("dns/promises").then((m) => m.lookup("example.org")),
  "open an inspector": () => node("inspector").then((m) => (m.open(0), wants(m.url(), m.url()))),
  "ask for more permissions": () =>
    Deno.permissions.request({ name: "read" }).then(({ state }) => wants(state === "granted")),
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
  "start a Worker": () =>
    new Promise((resolve, reject) => {
      const code = `postMessage(${FRESH})`;
      const url = `data:application/javascript,${encodeURIComponent(code)}`;
      const worker = new Worker(url, { type: "module" });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => (event.preventDefault(), reject(new Error("refused")));
    }),
  "start a Worker through node": () =>
    node("worker_threads").then((m) =>
      new Promise((resolve, reject) => {
        const code = `require("node:worker_threads").parentPort.postMessage(${FRESH})`;
        const worker = new m.Worker(code, { eval: true });
        worker.on("message", resolve);
        worker.on("error", reject);
      })
    ),
  "see the secret in the environment": () => {
    const secret = Deno.env.get("AWS_SECRET_ACCESS_KEY");
    return wants(secret !== undefined);
  },
  "see the secret through node": () =>
    node("process").then((m) => wants(m.default.env.AWS_SECRET_ACCESS_KEY !== undefined)),
  "see a variable through Deno's own functions": () =>
    wants(
      Deno[Deno.internal].core.ops.op_get_env_no_permission_check("AWS_SECRET_ACCESS_KEY"),
    ),
  "see Deno's own functions": () => wants(Deno[Deno.internal], "there"),
  "see the arguments": () => wants(Deno.args.length > 0, Deno.args),
  "see the arguments through node": () =>
    node("process").then((m) => wants(m.default.argv.length > 2, m.default.argv)),
  "see the working directory": () => Deno.cwd(),
  "see the working directory through node": () => node("process").then((m) => m.default.cwd()),
  "see the process's number": () => Deno.pid,
  "see the host's name": () => Deno.hostname(),
  "see the system's version": () => Deno.osRelease(),
  "see the user through node": () => node("os").then((m) => m.userInfo().username),
  "change the umask": () => Deno.umask(0o22),
  "change the umask through node": () => node("process").then((m) => m.default.umask(0o22)),
  "send a signal": () => Deno.kill(Deno.ppid, "SIGURG"),
  "send itself a signal": () => Deno.kill(Deno.pid, "SIGURG"),
  "send itself a signal through node": () =>
    node("process").then((m) => m.default.kill(m.default.pid, "SIGURG")),
  "listen to signals": () => Deno.addSignalListener("SIGUSR2", () => {}),
  "listen to signals through node": () =>
    node("process").then((m) => void m.default.on("SIGUSR2", () => {})),
  "keep something in localStorage": () => localStorage.setItem("x", "1"),
  "keep something in a cache": () =>
    caches.open("x").then((cache) => cache.put("https://example.org/", new Response("secret"))),
  "keep something in a database": () =>
    node("sqlite").then((m) => {
      const database = new m.DatabaseSync(":memory:");
      database.exec("PRAGMA temp_store=1; PRAGMA cache_size=1; CREATE TEMP TABLE t(x)");
      const row = database.prepare("INSERT INTO t VALUES (?)");
      for (let count = 0; count < 100; count++) row.run("planted".repeat(100));
      return "kept";
    }),
  "use the graphics driver": () => navigator.gpu.requestAdapter(),
  "make an object of the graphics driver": () => GPUBufferUsage.COPY_SRC,
  "speak to other realms": () => new BroadcastChannel("x").postMessage("secret"),
  "hold a lock": () => navigator.locks.request("x", () => "held"),
  "find Node's modules": () => wants(process.getBuiltinModule("node:net"), "net"),
  "find Node's modules by their loader": () => node("module").then((m) => m.builtinModules.length),
  "read what a descriptor holds through node": () =>
    node("fs").then((m) => {
      for (let fd = 0; fd < 256; fd++) {
        try {
          if (m.readSync(fd, new Uint8Array(1)) > 0) return fd;
        } catch { /* not there, or closed to it */ }
      }
      return wants(false);
    }),
  "read from the terminal through node": () =>
    node("tty").then((m) => {
      for (let fd = 0; fd < 256; fd++) {
        if (!m.isatty(fd)) continue;
        const stream = new m.ReadStream(fd);
        sockets.push(stream);
        stream.on("error", () => {});
        stream.setRawMode(true);
        return fd;
      }
      return wants(false);
    }),
  "close a descriptor through node": () =>
    node("fs").then((m) => {
      for (let fd = 3; fd < 256; fd++) {
        try {
          m.closeSync(fd);
          return fd;
        } catch { /* not there, or closed to it */ }
      }
      return wants(false);
    }),
  "ask what a descriptor is through node": () =>
    node("fs").then((m) => {
      for (let fd = 0; fd < 256; fd++) {
        try {
          return m.fstatSync(fd).size;
        } catch { /* not there, or closed to it */ }
      }
      return wants(false);
    }),
  "make a report of the process": () =>
    node("process").then((m) => Object.keys(m.default.report.getReport()).length),
  "change the priority of the process": () => node("os").then((m) => m.setPriority(0, 1)),
  "send its parent a signal through node": () =>
    node("process").then((m) => m.default.kill(m.default.ppid, "SIGURG")),
  "change the working directory through node": () =>
    node("process").then((m) => m.default.chdir("/")),
  "change the user through node": () => node("process").then((m) => m.default.setuid(65534)),
  "reach Node's own pipes": () =>
    node("process").then((m) => new (m.default.binding("pipe_wrap").Pipe)(0).open(1)),
  "load an environment file": () =>
    node("process").then((m) => m.default.loadEnvFile(`${marker}.json`)),
  "connect to a socket in a folder": () =>
    Deno.connect({ transport: "unix", path: `${marker}.socket` }).then((c) => c.close()),
  "connect to a socket in a folder through node": () =>
    node("net").then((m) =>
      new Promise((resolve, reject) => {
        const socket = m.connect({ path: `${marker}.socket` }, resolve);
        socket.on("error", reject);
      })
    ),
  "listen on a socket in a folder through node": () =>
    node("net").then((m) =>
      new Promise((resolve, reject) => {
        const server = m.createServer().listen(`${marker}.mine`, resolve);
        server.on("error", reject);
      })
    ),
  "listen through node": () =>
    node("net").then((m) =>
      new Promise((resolve, reject) => {
        const server = m.createServer().listen(0, "127.0.0.1", resolve);
        server.on("error", reject);
      })
    ),
  "listen by UDP through node": () =>
    node("dgram").then((m) =>
      new Promise((resolve, reject) => {
        const socket = m.createSocket("udp4");
        socket.on("error", reject);
        socket.bind(0, "127.0.0.1", resolve);
      })
    ),
  "connect by TLS through node": () =>
    node("tls").then((m) =>
      new Promise((resolve, reject) => {
        const socket = m.connect({ host: "127.0.0.1", port: otherPort });
        socket.on("connect", resolve);
        socket.on("error", reject);
      })
    ),
  "connect by HTTP/2 through node": () =>
    node("http2").then((m) =>
      new Promise((resolve, reject) => {
        const session = m.connect(`http://127.0.0.1:${otherPort}`);
        session.on("connect", resolve);
        session.on("error", reject);
      })
    ),
  "open a WebTransport": () => new WebTransport(`https://127.0.0.1:${otherPort}/`).ready,
  "ask a server of the DNS through node": () =>
    node("dns").then((m) => {
      const resolver = new m.promises.Resolver({ timeout: 200, tries: 1 });
      resolver.setServers([`127.0.0.1:${otherPort}`]);
      return resolver.resolve4("example.org");
    }),
  "open a database on the disk": () =>
    node("sqlite").then((m) => new m.DatabaseSync(`${marker}.db`).exec("CREATE TABLE t(x)")),
  "open a database by a URI": () =>
    node("sqlite").then((m) =>
      new m.DatabaseSync(`file:${marker}.db?mode=rwc`).exec("CREATE TABLE t(x)")
    ),
  "attach a database": () =>
    node("sqlite").then((m) => {
      const database = new m.DatabaseSync(":memory:");
      database.exec(`ATTACH '${marker}.db' AS other; CREATE TABLE other.t(x)`);
    }),
  "copy a database to the disk": () =>
    node("sqlite").then((m) => new m.DatabaseSync(":memory:").exec(`VACUUM INTO '${marker}.db'`)),
  "back a database up to the disk": () =>
    node("sqlite").then((m) => m.backup(new m.DatabaseSync(":memory:"), `${marker}.db`)),
  "load a library into a database": () =>
    node("sqlite").then((m) => {
      const database = new m.DatabaseSync(":memory:", { allowExtension: true });
      database.enableLoadExtension(true);
      database.loadExtension("/lib/x86_64-linux-gnu/libc.so.6");
    }),
  "read a file as a blob through node": () =>
    node("fs").then((m) => m.openAsBlob(`${marker}.json`)).then((blob) => blob.text()),
  "look whether a file is there through node": () =>
    node("fs").then((m) => wants(m.existsSync(`${marker}.json`))),
  "open a folder for WASI": () =>
    node("wasi").then((m) => new m.WASI({ version: "preview1", preopens: { "/": "/" } })),
  "start a process by cluster": () =>
    node("cluster").then((m) =>
      new Promise((resolve, reject) => {
        const worker = m.default.fork();
        worker.on("online", resolve);
        worker.on("error", reject);
      })
    ),
  "ask by a prompt": () => wants(typeof prompt === "function", prompt("hostile")),
  "shout by an alert": () => alert("hostile"),
  "see the networks through node": () => node("os").then((m) => m.networkInterfaces()),
  "see the host's name through node": () => node("os").then((m) => m.hostname()),
  "see the home folder through node": () => node("os").then((m) => m.homedir()),
  "make a shadow realm": () => new ShadowRealm().evaluate("1"),
  "give V8 a flag that reaches into memory": () =>
    node("v8").then(async (m) => {
      m.setFlagsFromString("--allow-natives-syntax");
      return (await node("vm")).runInNewContext("%GetHeapUsage()");
    }),
  "make a realm of its own": () => node("vm").then((m) => m.runInNewContext("1")),
};

/** Writes where a shell may run it, and reads what is the command's: no permission is asked for that. */
async function shout() {
  const bytes = bytesOf("\x1b]0;hostile\x07hostile\n");
  for (const stream of ["stdout", "stderr"]) {
    try {
      Deno[stream].writeSync(bytes);
    } catch { /* closed to it */ }
  }
  // deno-lint-ignore no-console
  console.log("hostile");
  // deno-lint-ignore no-console
  console.error("hostile");
  try {
    const { writeSync } = await node("fs");
    for (let descriptor = 1; descriptor < 30; descriptor++) {
      try {
        writeSync(descriptor, bytes);
      } catch { /* closed to it */ }
    }
  } catch { /* not there */ }
  try {
    Deno.stdin.readSync(new Uint8Array(100));
  } catch { /* closed to it */ }
}

/** Kept: one that is collected closes its descriptor, and this realm has some of its own to lose. */
const sockets = [];

/** Deno 2.9 opens any descriptor that is a pipe or a socket, and asks for no permission (node:net). */
async function shoutThroughSockets(bytes) {
  try {
    const { Socket } = await node("net");
    for (let fd = 0; fd < 256; fd++) {
      try {
        const socket = new Socket({ fd });
        sockets.push(socket);
        socket.on("error", () => {});
        if (!/^(Pipe|TCP)Wrap$/.test(socket._handle?.constructor.name)) continue;
        socket.write(bytes);
        // What waits on stdin is the command's.
        socket.resume();
      } catch { /* not there, or of another kind */ }
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  } catch { /* not there */ }
}

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
  postMessage({ type: "exec", id: 1, command: ["/bin/false"] });
}

// ---- The SDK's place ----------------------------------------------------------------------------------------------

for (const event of ["error", "unhandledrejection"]) {
  addEventListener(event, (raised) => {
    if (!String(raised.message).includes("\x1b\x1b")) raised.preventDefault();
  });
}
await shout();

class Command {
  constructor(input) {
    this.input = input;
  }
}
export class AssumeRoleCommand extends Command {}
export class GetCallerIdentityCommand extends Command {}
export class GetSessionTokenCommand extends Command {}

export class STSClient {
  middlewareStack = { remove() {} };

  constructor(config) {
    this.config = config;
  }

  async send({ input }) {
    // In the rehearsal it behaves.
    const act = Object.hasOwn(ACTS, input.RoleSessionName) ? ACTS[input.RoleSessionName] : honest;
    return await act(this.config, input);
  }
}
