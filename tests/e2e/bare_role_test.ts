// A role without a profile, from the word on the command line to the session.

import assert from "node:assert/strict";
import { runSwr, shellWords, swrCommand, swrInTerminal } from "../support/program.ts";
import { openScene } from "../support/scene.ts";
import { newRole, SERIAL } from "../support/sts_world.ts";

const MAIN = `[profile main]
region = eu-central-1
mfa_serial = ${SERIAL}
`;
const SWR = `swr() { ${shellWords(swrCommand())} "$@"; }`;

Deno.test("in a user session one code opens the same role of many accounts", async () => {
  await using scene = await openScene(MAIN);
  const { sts, env } = scene;
  const accounts = ["333344445555", "444455556666", "555566667777"];
  for (const account of accounts) {
    sts.world.roles.push(
      newRole({
        account,
        name: "audit",
        trusts: ["arn:aws:iam::111122223333:user/me"],
        needsMfa: true,
      }),
    );
  }
  const script = `${SWR}; for a in ${
    accounts.join(" ")
  }; do swr -q --settings-from main $a:audit sh -c 'echo $SWR_ROLE_ARN $AWS_PROFILE $AWS_REGION'; done`;
  const { stdout, stderr } = await runSwr(["-q", "main", "sh", "-c", script], {
    env: { ...env, SWR_MFA_TOKEN: sts.code() },
  });
  assert.equal(
    stdout,
    accounts.map((account) => `arn:aws:iam::${account}:role/audit ${account}-audit eu-central-1\n`)
      .join(""),
    stderr,
  );
  const codes = sts.seen.filter(({ parameters }) => parameters.TokenCode !== undefined);
  assert.equal(codes.length, 1);
  assert.deepEqual(
    sts.seen.filter(({ action }) => action === "AssumeRole").map(({ parameters }) =>
      parameters.RoleArn
    ),
    accounts.map((account) => `arn:aws:iam::${account}:role/audit`),
  );
});

Deno.test("the session says where one is by account and role, and its config has a section for it", async () => {
  await using scene = await openScene(MAIN);
  const { sts, env } = scene;
  await using terminal = swrInTerminal(
    ["--settings-from", "main", "arn:aws:iam::222233334444:role/admin"],
    { env: { ...env, SHELL: "/bin/sh" } },
  );
  await terminal.waitFor(`Enter MFA code for ${SERIAL}: `);
  terminal.write(`${sts.code()}\r`);
  await terminal.waitFor(/222233334444-admin \(222233334444, role admin\) until /);
  terminal.write("echo [$AWS_PROFILE=$SWR_PROFILE]; tail -n 3 $AWS_CONFIG_FILE\r");
  await terminal.waitFor("[222233334444-admin=222233334444-admin]");
  await terminal.waitFor(
    /\[profile 222233334444-admin\]\s+credential_process = .* --session-keys -- 222233334444-admin/,
  );
});

Deno.test("--dry-run shows what comes from where, and --switch-url needs no profile either", async () => {
  await using scene = await openScene(MAIN);
  const { sts, env } = scene;
  const { stdout } = await runSwr(["-n", "--settings-from", "main", "222233334444:a=b,c", "true"], {
    env,
  });
  assert.match(stdout, /^profile +222233334444-a-b-c$/m);
  assert.match(stdout, /^role +arn:aws:iam::222233334444:role\/a=b,c {2}\(the command line\)$/m);
  assert.match(stdout, new RegExp(`^ +mfa +${SERIAL} {2}\\(\\S*config:3\\)$`, "m"));
  const link = await runSwr(["--switch-url", "222233334444:admin"], { env });
  assert.match(
    link.stdout,
    /switchrole\?account=222233334444&roleName=admin&displayName=222233334444-admin$/m,
  );
  assert.deepEqual(sts.seen, []);
});

Deno.test("a denied role without a profile gets the options, not a profile to change", async () => {
  await using scene = await openScene(MAIN);
  const { env } = scene;
  const { stderr } = await runSwr(["222233334444:none", "true"], { env });
  assert.match(stderr, /arn:aws:iam::222233334444:role\/none may not be assumed/);
  assert.match(
    stderr,
    /name the device: --mfa-serial SERIAL, or --settings-from PROFILE/,
  );
  assert.match(stderr, /an external id \(--external-id\)/);
  assert.doesNotMatch(stderr, /222233334444-none/);
});

Deno.test("--settings-from beside a profile, or a user session, is refused", async () => {
  await using scene = await openScene(MAIN);
  const { env } = scene;
  const of = async (...args: string[]) => {
    const { status, stderr } = await runSwr(args, { env });
    assert.equal(status, 2, stderr);
    return stderr;
  };
  assert.match(
    await of("--settings-from", "main", "main", "true"),
    /--settings-from is for a role without a profile\n.*"main" is the name of a profile/,
  );
  assert.match(
    await of("--settings-from", "main", "--user", "true"),
    /--settings-from has no meaning for a user session/,
  );
  assert.match(await of("22223333444:admin", "true"), /an account id has twelve digits/);
});
