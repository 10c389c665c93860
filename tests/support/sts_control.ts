// A second loopback listener beside a double, for use by hand: codes, the log, the clock, faults.
// Rule: tests in the same process call the double itself; nothing of this is reachable on the port that plays STS.

import type { StsDouble } from "./sts_double.ts";
import { FAILURES } from "./sts_failures.ts";
import { cut, type Fault, htmlPage, large, LIES, tampered, truncated } from "./sts_faults.ts";

export type Control = { url: string; close(): Promise<void> };

/** What `POST /lifetime?seconds=…  let every role session last so long from now on
POST /next?fault=…` knows: faults by name, refusals by their row, lies by their row. */
const FAULTS: Readonly<Record<string, Fault>> = {
  ...Object.fromEntries(Object.entries(FAILURES).filter(([, row]) => typeof row !== "function")),
  ...Object.fromEntries(
    Object.keys(LIES).map((lie) => [`lie: ${lie}`, tampered(lie as keyof typeof LIES)]),
  ),
  html: htmlPage(),
  truncated: truncated(),
  large: large(10_000_000),
  "cut before": cut("before"),
  "cut after": cut("after"),
};

const HELP =
  `GET  /code?serial=…   a code that has not been used (of the first device without serial)
GET  /requests        what the double has seen
POST /clock?ms=…      set how far its clock is ahead
POST /lifetime?seconds=…  let every role session last so long from now on
POST /next?fault=…    one of: ${Object.keys(FAULTS).join(", ")}
`;

/** Listens on 127.0.0.1, on a free port where none is given. */
export function openControl(sts: StsDouble, port = 0): Control {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port, onListen() {} },
    (request) => control(sts, request),
  );
  return { url: `http://127.0.0.1:${server.addr.port}`, close: () => server.shutdown() };
}

function control(sts: StsDouble, { method, url }: Request): Response {
  const { pathname, searchParams } = new URL(url);
  switch (`${method} ${pathname}`) {
    case "GET /code":
      return line(sts.code(searchParams.get("serial") ?? undefined));
    case "GET /requests":
      return line(JSON.stringify(sts.requests, null, 2));
    case "POST /clock":
      sts.clock = Number(searchParams.get("ms"));
      return line(new Date(Date.now() + sts.clock).toISOString());
    case "POST /lifetime":
      sts.world.roleSeconds = Number(searchParams.get("seconds"));
      return line(String(sts.world.roleSeconds));
    case "POST /next": {
      const name = searchParams.get("fault") ?? "";
      const fault = FAULTS[name];
      if (fault === undefined) return line(`no fault "${name}"\n${HELP}`, 404);
      sts.next(fault);
      return line(name);
    }
    default:
      return line(HELP, 404);
  }
}

function line(text: string, status = 200): Response {
  return new Response(`${text}\n`, { status });
}
