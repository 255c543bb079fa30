// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { measureRotation } from "./rotation.ts";

Deno.test("measureRotation() gives a sample of each kind for every rotation, and leaves nothing behind", async () => {
  const folder = await Deno.makeTempDir();
  const { writeMs, lagMs } = await measureRotation({ count: 3, bytes: 50_000, folder });
  assert.equal(writeMs.length, 3);
  assert.equal(lagMs.length, 3);
  assert.ok([...writeMs, ...lagMs].every((ms) => ms >= 0));
  assert.deepEqual([...Deno.readDirSync(folder)], []);
  await Deno.remove(folder);
});
