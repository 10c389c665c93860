// The walk through the block of environment variables: which bytes are secrets, and that they are written over in
// memory while everything else stays.

import assert from "node:assert/strict";
import { secretsIn } from "../../src/os/libc_environment.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function secrets(...entries: string[]): string[] {
  let at = 0x1000n;
  const block = entries.map((text) => {
    const entry = { at, bytes: bytes(text) };
    at += BigInt(entry.bytes.length + 1);
    return entry;
  });
  return secretsIn(block).map((secret) => {
    const { at, bytes } = block.findLast((entry) => entry.at <= secret.at)!;
    const start = Number(secret.at - at);
    return `${secret.name}:${
      new TextDecoder().decode(bytes.subarray(start, start + secret.length))
    }`;
  });
}

Deno.test("the secrets of the block are found by their names, from the sign to the end", () => {
  assert.deepEqual(
    secrets(
      "PATH=/bin",
      "AWS_ACCESS_KEY_ID=AKIAEXAMPLE",
      "AWS_SECRET_ACCESS_KEY=a/b=c",
      "AWS_SESSION_TOKEN=tøken",
      "AWS_SECURITY_TOKEN=t",
      "AWS_BEARER_TOKEN_BEDROCK=b",
      "SECRET_ACCESS_KEY=s",
      "AMAZON_SECRET_ACCESS_KEY=z",
      "SWR_MFA_TOKEN=123456",
      "TF_VAR_AWS_SECRET_KEY=v",
    ),
    [
      "AWS_SECRET_ACCESS_KEY:a/b=c",
      "AWS_SESSION_TOKEN:tøken",
      "AWS_SECURITY_TOKEN:t",
      "AWS_BEARER_TOKEN_BEDROCK:b",
      "SECRET_ACCESS_KEY:s",
      "AMAZON_SECRET_ACCESS_KEY:z",
      "SWR_MFA_TOKEN:123456",
      "TF_VAR_AWS_SECRET_KEY:v",
    ],
  );
});

Deno.test("entries without a sign, a name or a value are left alone", () => {
  assert.deepEqual(secrets("AWS_SECRET_ACCESS_KEY", "=x", "AWS_SECRET_ACCESS_KEY=", ""), []);
  assert.deepEqual(secrets(`${"A".repeat(5000)}=AWS_SECRET_ACCESS_KEY=x`), []);
});

Deno.test({
  name:
    "in a process's own block the secrets are x, all else is as it was, and swr still knows them",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const script = `
      const { openLibrary } = await import(${JSON.stringify(source("libc_library.ts"))});
      const { coverSecrets } = await import(${JSON.stringify(source("libc_environment.ts"))});
      const { variable } = await import(${JSON.stringify(source("variable.ts"))});
      const text = (bytes) => new TextDecoder().decode(bytes);
      const before = coverSecrets(openLibrary()).map(text);
      const after = text(Deno.readFileSync("/proc/self/environ")).split("\\0");
      console.log(JSON.stringify({ before, after, known: variable("AWS_SECRET_ACCESS_KEY") }));`;
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-config", script],
      clearEnv: true,
      env: { AWS_SECRET_ACCESS_KEY: "wJalr/=X", AWS_SESSION_TOKEN: "tok", HOME: "/h", A: "1" },
    }).output();
    const text = new TextDecoder().decode(stdout);
    assert.notEqual(text, "", new TextDecoder().decode(stderr));
    const { before, after, known } = JSON.parse(text);
    assert.equal(known, "wJalr/=X");
    assert.ok(before.includes("AWS_SECRET_ACCESS_KEY=wJalr/=X"), text);
    assert.ok(before.includes("AWS_SESSION_TOKEN=tok"), text);
    for (const entry of ["AWS_SECRET_ACCESS_KEY=xxxxxxxx", "AWS_SESSION_TOKEN=xxx", "A=1"]) {
      assert.ok(after.includes(entry), text);
    }
  },
});

function source(name: string): string {
  return new URL(`../../src/os/${name}`, import.meta.url).href;
}
