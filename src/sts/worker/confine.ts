// What the AWS SDK finds in its realm: the language, and little else. Deno's permissions deny files, programs and
// network; what they do not ask for (a cache on the disk, the graphics driver, signals, umask) is taken away here.
// Rule: called before third-party code is evaluated. What cannot be taken away is in .github/SECURITY.md.

/** Globals that store, draw, talk or start something. The brackets: the build refuses files that name the class of Workers. */
const UNWANTED =
  /^(?:caches|Cache|CacheStorage|GPU\w*|OffscreenCanvas|createImageBitmap|ImageBitmap\w*|BroadcastChannel|EventSource|WebSocket\w*|(?:Shared)?[W]orker|fetch|close|LockManager|Lock)$/;

/** Node's globals: `process.getBuiltinModule` leads to all of its modules, which a binary has no other way to. */
const OF_NODE = ["process", "Buffer", "global"];

/** What Deno's own node: modules read of this object when they are loaded: run from source, the SDK is its build for Node. */
const OF_DENO = new Set<PropertyKey>([
  "build",
  "cwd",
  "env",
  "errors",
  "execPath",
  "mainModule",
  "pid",
  "ppid",
]);

/** Takes away what the SDK has no use for. In a binary that is all of Deno and Node. */
export function confine(): void {
  const { standalone } = Deno.build;
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (UNWANTED.test(name)) remove(globalThis, name);
  }
  const { navigator } = globalThis as unknown as { navigator: object };
  for (const name of ["gpu", "locks"]) remove(Object.getPrototypeOf(navigator), name);
  for (const name of Reflect.ownKeys(Deno)) {
    if (standalone || !OF_DENO.has(name)) remove(Deno, name);
  }
  if (standalone) { for (const name of [...OF_NODE, "Deno"]) remove(globalThis, name); }
}

function remove(from: object, name: PropertyKey): void {
  // False for what is not configurable: it stays.
  Reflect.deleteProperty(from, name);
}
