// `deno task sdk-matrix`: every client on this machine × every form of profile, inside a session of swr against the
// double of STS. Prints the table; status 1 if one failed.

import { buildGoClient, clients } from "../tests/support/clients.ts";
import { ARN, FORMS, tryClient } from "../tests/support/matrix.ts";

const WAYS = ["no flag", "--profile", "AWS_DEFAULT_PROFILE"];

async function main(): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "swr-matrix-" });
  try {
    const go = `${folder}/client`;
    if (!Deno.env.has("SWR_GO_CLIENT") && await buildGoClient(go)) {
      Deno.env.set("SWR_GO_CLIENT", go);
    }
    return await table();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function table(): Promise<number> {
  const forms = Object.entries(FORMS);
  say(`| client | ${forms.map(([form]) => form).join(" | ")} |`);
  say(`| --- |${" --- |".repeat(forms.length)}`);
  let failed = 0;
  for (const client of await clients()) {
    if (client.missing !== undefined) {
      say(`| ${client.name} | skipped: ${client.missing} |${" |".repeat(forms.length - 1)}`);
      continue;
    }
    const cells: string[] = [];
    for (const [, config] of forms) {
      const { answers, assumed } = await tryClient(client, config);
      const bad = WAYS.filter((_, index) => answers[index] !== ARN);
      if (bad.length > 0 || assumed !== 1) failed += 1;
      cells.push(
        bad.length === 0 ? (assumed === 1 ? "yes" : "asks again") : `no: ${bad.join(", ")}`,
      );
    }
    say(`| ${client.name} | ${cells.join(" | ")} |`);
  }
  return failed === 0 ? 0 : 1;
}

function say(line: string): void {
  // deno-lint-ignore no-console
  console.log(line);
}

Deno.exit(await main());
