// Session tags from the options and the settings to STS.

import assert from "node:assert/strict";
import { runSwr } from "../support/program.ts";
import { openScene } from "../support/scene.ts";

const CONFIG = `[profile p]
role_arn = arn:aws:iam::222233334444:role/reader
session_tags = Project=x y,Team=a
transitive_session_tags = Project
`;

Deno.test("tags of the profile, or of the options instead, go to STS as they are written", async () => {
  await using scene = await openScene(CONFIG);
  const { sts, env } = scene;
  const tagsOf = (parameters: Readonly<Record<string, string>>) =>
    Object.entries(parameters).filter(([name]) => /^T\w+\.member/.test(name));
  assert.equal((await runSwr(["-q", "p", "true"], { env })).status, 0);
  const options = ["--tag", "Größe=a+b", "--tag", "C=", "--transitive-tag", "C"];
  assert.equal((await runSwr(["-q", ...options, "p", "true"], { env })).status, 0);
  const calls = sts.requests.filter(({ action }) => action === "AssumeRole");
  assert.deepEqual(calls.map(({ parameters }) => tagsOf(parameters)), [
    [
      ["Tags.member.1.Key", "Project"],
      ["Tags.member.1.Value", "x y"],
      ["Tags.member.2.Key", "Team"],
      ["Tags.member.2.Value", "a"],
      ["TransitiveTagKeys.member.1", "Project"],
    ],
    [
      ["Tags.member.1.Key", "Größe"],
      ["Tags.member.1.Value", "a+b"],
      ["Tags.member.2.Key", "C"],
      ["Tags.member.2.Value", ""],
      ["TransitiveTagKeys.member.1", "C"],
    ],
  ]);
});

Deno.test("a role that does not let tags in is explained: sts:TagSession is needed twice", async () => {
  await using scene = await openScene(CONFIG);
  const { sts, env } = scene;
  sts.world.roles.find(({ name }) => name === "reader")!.deniesTags = true;
  const { status, stderr } = await runSwr(["p", "true"], { env });
  assert.equal(status, 1);
  assert.match(stderr, /a session with tags is not allowed\n/);
  assert.match(stderr, /sts:TagSession must be allowed twice/);
  assert.match(stderr, /not authorized to perform: sts:TagSession/);
});

Deno.test("a malformed tag is refused before anything is sent, and --dry-run shows tags with their place", async () => {
  await using scene = await openScene(CONFIG);
  const { sts, env } = scene;
  const refused = await runSwr(["--tag", "a=b", "--tag", "A=c", "p", "true"], { env });
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /"a" and "A" differ only in case \(from --tag\)/);
  const { stdout } = await runSwr(["-n", "p", "true"], { env });
  assert.match(stdout, /^ +tags +Project=x y, Team=a {2}\(\S*config:3\)$/m);
  assert.match(stdout, /^ +transitive +Project {2}\(\S*config:4\)$/m);
  assert.deepEqual(sts.requests, []);
});
