// The caches in which other tools leave credentials.

import assert from "node:assert/strict";
import { localTime } from "../../../src/text/times.ts";
import type { CacheFact } from "../../../src/doctor/checks/caches.ts";
import { brought, CONFIG, factsOf, HOUR, NOW } from "../../support/doctor_facts.ts";

Deno.test("caches: live, renewable, expired, not to be read, too large", () => {
  const cache: CacheFact = {
    path: "/home/me/.aws/cli/cache",
    entries: [],
    skipped: 0,
    cut: false,
    read: "none",
  };
  const told = (change: Partial<CacheFact>) => {
    const environment = { ...factsOf(CONFIG).environment, now: NOW };
    return brought({ caches: [{ ...cache, ...change }], environment })
      .map(({ id, level, message, remedy }) => [`${id} ${level}`, message, remedy.at(-1)] as const);
  };
  assert.deepEqual(told({}), []);
  const [live] = told({
    entries: [{ ends: NOW + HOUR }, { ends: NOW + 2 * HOUR }, { ends: NOW - 1 }],
  });
  assert.deepEqual(live, [
    "cache-live warning",
    `2 sets of credentials in /home/me/.aws/cli/cache, until ${localTime("2026-01-01T02:00:00Z")}`,
    "rm -r /home/me/.aws/cli/cache",
  ]);
  const odd = { ...cache, path: "C:\\u’; calc; '", entries: [{ ends: NOW + HOUR }] };
  const environment = { ...factsOf(CONFIG).environment, now: NOW };
  const [onWindows] = brought({ caches: [odd], environment, windows: true });
  assert.equal(onWindows!.remedy.at(-1), "Remove-Item -Recurse 'C:\\u’’; calc; '''");
  const [renewable] = told({ entries: [{ ends: NOW - 1, renewableUntil: NOW + 1 }] });
  assert.match(renewable![1], /1 with a token that renews it/);
  assert.equal(told({ entries: [{ ends: undefined }] })[0]![0], "cache-live warning");
  assert.deepEqual(told({ entries: [{ ends: NOW - 1 }, { ends: NOW }] }), [[
    "cache-expired ok",
    "2 sets of credentials in /home/me/.aws/cli/cache, no longer valid",
    "rm -r /home/me/.aws/cli/cache",
  ]]);
  for (const change of [{ skipped: 3 }, { cut: true }, { unreadable: "Permission denied" }]) {
    assert.deepEqual(told(change).map(([id]) => id), ["cache-unreadable warning"]);
  }
  const exposed = told({ entries: [{ ends: NOW + 1 }], read: "all" });
  assert.deepEqual(exposed.map(([id]) => id), ["file-exposed problem", "cache-live warning"]);
  assert.equal(told({ entries: [{ ends: 9e18 }] })[0]![0], "cache-live warning");
});
