// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { SharedStore } from "../../store/mod.ts";
import { stateFunctions } from "./state.ts";

const open = () => {
  const functions = stateFunctions(new SharedStore(1e6));
  return (name: string, ...args: unknown[]) => functions[`state.${name}`]!(args);
};

Deno.test("state.save and state.load carry any JSON value, as a copy", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const call = open();
    call("save", "global", "k", value);
    assert.deepEqual(call("load", "global", "k"), JSON.parse(JSON.stringify(value)));
  }));
});

Deno.test("state functions tell what there is", () => {
  const call = open();
  assert.equal(call("load", "global", "k"), null);
  assert.equal(call("save", "global", "k", 1), null);
  call("save", "global", "a", { b: [1, null] });
  assert.deepEqual(call("list_keys", "global"), ["a", "k"]);
  assert.equal(call("delete", "global", "k"), true);
  assert.equal(call("delete", "global", "k"), false);
  assert.deepEqual(call("list_keys", "other"), []);
});

Deno.test("state functions name the argument that is wrong", () => {
  const call = open();
  const circle: unknown[] = [];
  circle.push(circle);
  const wrong: [args: unknown[], expected: RegExp][] = [
    [["save", 5, "k", 1], /state\.save: argument 1 is no text but number/],
    [["save", "s", undefined, 1], /state\.save: argument 2 is no text/],
    [["save", "s", "k"], /argument 3 is no JSON but undefined/],
    [["save", "s", "k", circle], /argument 3 is no JSON: Converting circular/],
    [["save", "s", "k", 5n], /argument 3 is no JSON/],
    [["save", "s", "k", [new Uint8Array(1)]], /argument 3 holds Uint8Array, which is no JSON/],
    [["save", "s", "k", new Map()], /argument 3 holds Map/],
    [["save", "x".repeat(2_000), "k", 1], /argument 1 has 2000 characters, more than 1024/],
    [["load", "s"], /state\.load: argument 2 is no text/],
    [["delete", {}, "k"], /state\.delete: argument 1 is no text but object/],
    [["list_keys"], /state\.list_keys: argument 1 is no text/],
  ];
  for (const [[name, ...args], message] of wrong) {
    assert.throws(() => call(String(name), ...args), { name: "TypeError", message });
  }
});
