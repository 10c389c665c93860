// The paths that a view of the config can have.

import assert from "node:assert/strict";
import { memoryViewPath, viewPath, viewPlace } from "../../src/session/view_place.ts";

Deno.test("the path of a view is known again, and no other", () => {
  assert.deepEqual(viewPlace(memoryViewPath(12, 187)), { kind: "memory", pid: 12 });
  for (const path of ["/proc/self/fd/187", "/h/.aws/config", "/proc/1/fd/x", "x/proc/1/fd/2"]) {
    assert.equal(viewPlace(path), undefined, path);
  }
});

Deno.test("the environment leads to a view or to a file of the user's", () => {
  const path = (value: string | undefined) =>
    viewPath((name) => name === "AWS_CONFIG_FILE" ? value : undefined);
  assert.equal(path("/run/user/1000/swr/config.Ab12Cd"), "/run/user/1000/swr/config.Ab12Cd");
  assert.equal(path("/home/me/.aws/config"), undefined);
  assert.equal(path(""), undefined);
  assert.equal(path(undefined), undefined);
});
