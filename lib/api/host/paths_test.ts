// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { isInside } from "./paths.ts";

Deno.test("isInside() is true for the root and what is below it", () => {
  assert.equal(isInside("/a", "/a"), true);
  assert.equal(isInside("/a", "/a/b"), true);
  assert.equal(isInside("/", "/a"), true);
  assert.equal(isInside("/a", "/a/..b"), true);
});

Deno.test("isInside() is false for siblings and ancestors", () => {
  assert.equal(isInside("/a", "/ab"), false);
  assert.equal(isInside("/a/b", "/a"), false);
  assert.equal(isInside("/a", "/b"), false);
});

Deno.test("isInside() agrees with string prefixes for plain paths", () => {
  const part = fc.stringMatching(/^[a-z]{1,3}$/);
  const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join("/")}`);
  fc.assert(fc.property(path, path, (root, other) => {
    assert.equal(isInside(root, other), other === root || other.startsWith(`${root}/`));
  }));
});
