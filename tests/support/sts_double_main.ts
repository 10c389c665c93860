// The STS double as a program, for use by hand: deno run -A tests/support/sts_double_main.ts [--https] [--port N]
// It prints one line of JSON (where it listens, keys, devices, roles) and runs until SIGINT or SIGTERM.
// Codes, the log and faults are on `controlUrl`; a GET of that shows how. Every value in it is made up.

import { parseArgs } from "node:util";
import { openControl } from "./sts_control.ts";
import { startSts } from "./sts_double.ts";
import { roleArn, userArn } from "./sts_world.ts";

const { values } = parseArgs({
  options: {
    https: { type: "boolean", default: false },
    port: { type: "string", default: "0" },
    "control-port": { type: "string", default: "0" },
  },
});

const sts = await startSts({ https: values.https, port: Number(values.port) });
const control = openControl(sts, Number(values["control-port"]));
const { users, devices, roles } = sts.world;
const description = {
  url: sts.url,
  caPem: sts.caPem,
  controlUrl: control.url,
  users: users.map((user) => ({ arn: userArn(user), ...user })),
  devices: devices.map(({ serial, secret }) => ({ serial, secret })),
  roles: roles.map((role) => ({ arn: roleArn(role), ...role })),
};
await Deno.stdout.write(new TextEncoder().encode(`${JSON.stringify(description)}\n`));

async function stop(): Promise<void> {
  await Promise.all([control.close(), sts.close()]);
  Deno.exit(0);
}
Deno.addSignalListener("SIGINT", stop);
if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", stop);
