// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { type FoundKernel, isOperable } from "./discovery.ts";
import { TestHome } from "./testing.ts";

await using home = new TestHome();

function kernel(more: Partial<FoundKernel>): FoundKernel {
  const record = home.record("work", { pid: Deno.pid });
  const found = { record, path: "/run/kernel-work.json", folder: "/run" } as const;
  return { ...found, owner: "other user", uid: Deno.uid(), state: "running", ...more };
}

Deno.test("isOperable() gives everybody their own kernels, and nobody those of others", () => {
  assert.equal(isOperable(kernel({ owner: "own" }), 1000), true);
  assert.equal(isOperable(kernel({}), 1000), false);
});

Deno.test("isOperable() gives root the kernels whose process is its owner's, and no other process", () => {
  const tells = Deno.build.os === "linux";
  assert.equal(isOperable(kernel({}), 0), tells);
  assert.equal(isOperable(kernel({ uid: 54321 }), 0), false);
  assert.equal(isOperable(kernel({ uid: null }), 0), false);
});
