// The pages rendered from the table of options: what they say is compared with a snapshot, and linted.

import assert from "node:assert/strict";
import { needs } from "../support/programs.ts";
import { documents, SNAPSHOTS, snapshots } from "../../scripts/docs.ts";

for (const [name, text] of snapshots()) {
  Deno.test(`${name} is as the snapshot has it (\`deno task docs --snapshot\` renews it)`, async () => {
    assert.equal(text, await Deno.readTextFile(new URL(name, SNAPSHOTS)));
  });
}

Deno.test({
  ...needs("mandoc", "mandoc finds nothing to say about the manual page"),
  async fn() {
    const file = await Deno.makeTempFile({ suffix: ".1" });
    try {
      await Deno.writeTextFile(file, (await documents()).get("man/swr.1")!);
      const { stdout } = await new Deno.Command("mandoc", {
        args: ["-Tlint", "-Wstyle", file],
      }).output();
      // swr.1 may refer to pages that are not on this machine.
      const said = new TextDecoder().decode(stdout).split("\n").filter((line) =>
        line !== "" && !line.includes("referenced manual not found")
      );
      assert.deepEqual(said, []);
    } finally {
      await Deno.remove(file);
    }
  },
});
