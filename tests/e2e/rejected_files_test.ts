// Files that the AWS CLI rejects as a whole: it works in the session all the same, or swr says before the code that it
// does not.

import assert from "node:assert/strict";
import { runSwr } from "../support/program.ts";
import { needs } from "../support/programs.ts";
import { openScene } from "../support/scene.ts";

const ROLE = "[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\nregion = eu-west-1\n";
const PYTHON = `import configparser, os
parser = configparser.RawConfigParser(default_section=None)
parser.read([os.environ["AWS_CONFIG_FILE"]])
for name in parser.sections():
    for _, value in parser.items(name):
        # botocore, configloader.py, _parse_nested
        if value.startswith("\\n"):
            assert all("=" in line for line in value.splitlines() if line.strip())
print("read")`;

Deno.test({
  ...needs("python3", "the session's config is one that the AWS CLI's parser reads"),
  async fn() {
    for (
      const more of [
        ROLE,
        "region = eu-west-1\n",
        "[profile q]\nregion = a\n[profile q]\nregion = b\n",
        "[profile q]\nnonsense\n",
        "[profile q]\ns3 =\n  max_concurrent_requests: 20\n",
      ]
    ) {
      await using s = await openScene(`nonsense\n${ROLE}${more}`);
      const env = { ...s.env, PATH: Deno.env.get("PATH")! };
      const { stdout, stderr } = await runSwr(["p", "python3", "-c", PYTHON], { env });
      assert.equal(stdout, "read\n", stderr);
      assert.doesNotMatch(stderr, /fail in this session/);
    }
  },
});

Deno.test("a credentials file that the AWS CLI rejects is named before the code", async () => {
  await using s = await openScene(ROLE);
  await s.box.writeCredentials("[x]\nregion = a\n[x]\nregion = b\n");
  const { status, stderr } = await runSwr(["p", "true"], { env: s.env });
  assert.equal(status, 0);
  assert.match(
    stderr,
    /^swr: the AWS CLI and boto3 fail in this session: they cannot read \S*\/credentials\n {2}line 3: the header \[x\] is there twice$/m,
  );
  assert.equal((await runSwr(["-q", "p", "true"], { env: s.env })).stderr.includes("fail"), false);
});
