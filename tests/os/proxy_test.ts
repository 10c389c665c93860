// Which proxy counts, in which spellings; one that cannot be read is an error that does not show it.

import assert from "node:assert/strict";
import { proxyFor, readProxy, withProxy } from "../../src/os/proxy.ts";

const STS = "https://sts.eu-west-1.amazonaws.com";
const PROXY = "http://127.0.0.1:5888";

function found(env: Readonly<Record<string, string>>, url = STS): string | undefined {
  return proxyFor(url, (name) => env[name]);
}

Deno.test("a proxy is read in every spelling that the AWS CLI obeys", () => {
  for (
    const [text, read] of [
      ["127.0.0.1:5888", PROXY],
      ["127.0.0.1:5888/", PROXY],
      ["http://127.0.0.1:5888/path?x#y", PROXY],
      ["//127.0.0.1:5888", PROXY],
      [" HTTP://127.0.0.1:5888 ", PROXY],
      ["127.0.0.1", "http://127.0.0.1:80"],
      ["https://proxy.example.com", "https://proxy.example.com:443"],
      ["http://[::1]:5888", "http://[::1]:5888"],
      ["socks5://127.0.0.1", "socks5://127.0.0.1:1080"],
      ["user:pa@ss@127.0.0.1:5888", "http://user:pa%40ss@127.0.0.1:5888"],
      ["http://user:p%40ss%@127.0.0.1:5888", "http://user:p%2540ss%25@127.0.0.1:5888"],
      ["user:p%40ss@127.0.0.1:5888", "http://user:p%40ss@127.0.0.1:5888"],
      ["http://us er@127.0.0.1:5888", "http://us%20er:@127.0.0.1:5888"],
    ] as const
  ) assert.equal(readProxy(text), read, text);
});

Deno.test("a proxy that cannot be read is an error, whatever its variable, and is not shown", () => {
  for (
    const text of [
      '"http://127.0.0.1:5888"',
      "http//127.0.0.1:5888",
      "http:127.0.0.1:5888",
      "http://",
      "http:///127.0.0.1:5888",
      "ftp://127.0.0.1:5888",
      "socks4://127.0.0.1:1",
      "http://127.0.0.1:99999",
      "http://127.0.0.1:0",
      "::1:5888",
      "proxy.example.com:8080,",
      "http://user:p/ss@127.0.0.1:5888",
    ]
  ) {
    for (const name of ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]) {
      assert.throws(
        () => found({ [name]: text }),
        ({ code, message, hints }: { code: string; message: string; hints: string[] }) => {
          assert.deepEqual([code, message], [
            "variable-malformed",
            `${name} is not the address of a proxy`,
          ]);
          assert.ok(!hints.join().includes("p/ss"));
          return true;
        },
        text,
      );
    }
  }
});

Deno.test("https's own variable comes before the general one, and an empty one is none", () => {
  const [a, b] = ["a:1", "b:2"];
  assert.equal(found({ HTTPS_PROXY: a, ALL_PROXY: b }), "http://a:1");
  assert.equal(found({ https_proxy: a, HTTPS_PROXY: b }), "http://a:1");
  assert.equal(found({ https_proxy: "", HTTPS_PROXY: "", all_proxy: b }), "http://b:2");
  assert.equal(found({ HTTP_PROXY: a }), undefined);
});

Deno.test("no proxy is for this machine, nor for a host that NO_PROXY excepts", () => {
  for (const url of ["http://127.0.0.1:1", "https://localhost:1", "http://[::1]:2"]) {
    assert.equal(found({ HTTPS_PROXY: '"odd"' }, url), undefined);
  }
  for (
    const list of [
      "*",
      "amazonaws.com",
      ".amazonaws.com",
      "x, sts.eu-west-1.amazonaws.com",
      "AMAZONAWS.COM",
    ]
  ) {
    for (const name of ["NO_PROXY", "no_proxy"]) {
      assert.equal(found({ HTTPS_PROXY: PROXY, [name]: list }), undefined, list);
    }
  }
  for (const list of ["", ",", "zonaws.com", "eu-west-1.amazonaws.com.", "10.0.0.0/8"]) {
    assert.equal(found({ HTTPS_PROXY: PROXY, NO_PROXY: list }), PROXY, list);
  }
});

Deno.test("Deno reads the one proxy only while the client is made", () => {
  const before = Deno.env.toObject();
  Deno.env.set("ALL_PROXY", "a:1");
  Deno.env.set("https_proxy", "b:2/");
  try {
    const seen = withProxy(
      "http://b:2",
      () => [Deno.env.get("ALL_PROXY"), Deno.env.get("https_proxy")],
    );
    assert.deepEqual(seen, ["http://b:2", "http://b:2"]);
    assert.throws(() =>
      withProxy(undefined, () => {
        assert.equal(Deno.env.get("ALL_PROXY"), "");
        throw new Error("x");
      }), { message: "x" });
    assert.deepEqual([Deno.env.get("ALL_PROXY"), Deno.env.get("https_proxy")], ["a:1", "b:2/"]);
  } finally {
    Deno.env.delete("ALL_PROXY");
    Deno.env.delete("https_proxy");
    for (const [name, value] of Object.entries(before)) Deno.env.set(name, value);
  }
});
