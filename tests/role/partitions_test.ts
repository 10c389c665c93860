// The table of partitions holds together: what the rules of endpoints and ARNs take for granted.

import assert from "node:assert/strict";
import { PARTITIONS } from "../../src/role/partitions.ts";

for (const { id, regions, globalRegion, regionPattern } of PARTITIONS) {
  Deno.test(`the regions of ${id} are of its pattern and of no other partition's`, () => {
    assert.ok(regions.includes(globalRegion));
    assert.equal(new Set(regions).size, regions.length);
    for (const region of regions) {
      assert.match(region, new RegExp(regionPattern));
      const others = PARTITIONS.filter((other) => other.id !== id);
      assert.ok(!others.some((other) => new RegExp(other.regionPattern).test(region)), region);
    }
  });
}

Deno.test("the first partition is AWS's own, and no id is there twice", () => {
  assert.equal(PARTITIONS[0]!.id, "aws");
  assert.equal(new Set(PARTITIONS.map(({ id }) => id)).size, PARTITIONS.length);
});
