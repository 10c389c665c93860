// A web server on loopback that has one release at the addresses GitHub gives it: `download/vX.Y.Z/FILE`, and
// `latest/download/FILE` by a redirect. For trying install.sh: `deno task release:dry` and its test.

export type ReleaseServer = AsyncDisposable & { readonly url: string };

/** Serves the folder's files as the release of that version. The address has no slash at its end. */
export function serveReleases(folder: string, version: string): ReleaseServer {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const path = new URL(request.url).pathname;
    const latest = /^\/releases\/latest\/download\/([^/]+)$/.exec(path);
    if (latest !== null) {
      const location = `/releases/download/v${version}/${latest[1]}`;
      return new Response(null, { status: 302, headers: { location } });
    }
    const [, wanted, name] = /^\/releases\/download\/v([^/]+)\/([^/]+)$/.exec(path) ?? [];
    if (wanted !== version || name === undefined) return new Response(null, { status: 404 });
    const file = await Deno.open(`${folder}/${name}`).catch(() => undefined);
    return new Response(file?.readable ?? null, { status: file === undefined ? 404 : 200 });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/releases`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
