// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { KernelError } from "../errors.ts";
import { SharedStore } from "./shared_store.ts";

Deno.test("SharedStore keeps values by scope and key", () => {
  const store = new SharedStore(10_000);
  store.save("global", "b", "1");
  store.save("global", "a", "[2]");
  store.save("user:1", "a", "3");
  assert.equal(store.load("global", "a"), "[2]");
  assert.equal(store.load("user:1", "a"), "3");
  assert.equal(store.load("global", "c"), undefined);
  assert.deepEqual(store.keys("global"), ["a", "b"]);
  assert.equal(store.delete("global", "a"), true);
  assert.equal(store.delete("global", "a"), false);
  assert.deepEqual(store.keys("global"), ["b"]);
  assert.deepEqual(store.keys("nowhere"), []);
});

Deno.test("save() refuses what does not fit, and keeps what was there", () => {
  const store = new SharedStore(100);
  store.save("s", "k", "1");
  assert.throws(
    () => store.save("s", "k", "x".repeat(100)),
    (error) => error instanceof KernelError && error.code === "state.full",
  );
  assert.equal(store.load("s", "k"), "1");
  store.save("s", "k", "x".repeat(30));
  store.delete("s", "k");
  assert.equal(store.bytes, 0);
});

Deno.test("SharedStore behaves as a map whatever the names, and counts what it holds", () => {
  const name = fc.constantFrom("", "a", "b", "__proto__", "constructor", "a:b");
  const step = fc.record({ scope: name, key: name, json: fc.option(fc.string({ maxLength: 5 })) });
  fc.assert(fc.property(fc.array(step), (steps) => {
    const store = new SharedStore(1e6);
    const model = new Map<string, string>();
    for (const { scope, key, json } of steps) {
      const id = JSON.stringify([scope, key]);
      if (json === null) assert.equal(store.delete(scope, key), model.delete(id));
      else {
        store.save(scope, key, json);
        model.set(id, json);
      }
      assert.equal(store.load(scope, key), model.get(id));
    }
    for (const id of model.keys()) {
      const [scope, key] = JSON.parse(id) as [string, string];
      assert(store.keys(scope).includes(key));
      store.delete(scope, key);
    }
    assert.equal(store.bytes, 0);
  }));
});
