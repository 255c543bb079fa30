// SPDX-License-Identifier: Apache-2.0 OR MIT
// `State` of Lua sessions: what reaches the host, what comes back, and what is refused before a call.

import assert from "node:assert/strict";
import { createLuaEngine } from "../../lib/engines/lua/mod.ts";
import { EngineBench } from "./engine_bench.ts";

const factory = createLuaEngine();

/** A bench whose host keeps values as JSON text and records the calls. */
async function openBench(): Promise<{ bench: EngineBench; calls: unknown[][] } & AsyncDisposable> {
  const calls: unknown[][] = [];
  const store = new Map<string, string>();
  const bench = await EngineBench.start(factory, {
    call: (_execution, name, args) => {
      calls.push([name, ...args]);
      const key = JSON.stringify(args.slice(0, 2));
      if (name === "state.save") {
        return Promise.resolve(store.set(key, JSON.stringify(args[2])) && null);
      }
      if (name === "state.load") return Promise.resolve(JSON.parse(store.get(key) ?? "null"));
      if (name === "state.delete") return Promise.resolve(store.delete(key));
      return Promise.resolve(["a", "b"]);
    },
  });
  return { bench, calls, [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose]() };
}

Deno.test("lua State saves, loads, deletes and lists by host calls", async () => {
  await using opened = await openBench();
  const { bench, calls } = opened;
  const value = "{ name = 'x', list = { 1, 2.5, { true } }, none = {} }";
  assert.equal(await bench.text(`State.save("s", "k", ${value})`), undefined);
  assert.equal(
    await bench.text(`State.load("s", "k")`),
    '{list = {1, 2.5, {true}}, name = "x", none = {}}',
  );
  assert.equal(await bench.text(`State.load("s", "absent")`), undefined);
  assert.equal(await bench.text(`State.delete("s", "k"), State.delete("s", "k")`), "true\tfalse");
  assert.equal(await bench.text(`State.list_keys("s")`), '{"a", "b"}');
  assert.deepEqual(calls, [
    ["state.save", "s", "k", { name: "x", list: [1, 2.5, [true]], none: {} }],
    ["state.load", "s", "k"],
    ["state.load", "s", "absent"],
    ["state.delete", "s", "k"],
    ["state.delete", "s", "k"],
    ["state.list_keys", "s"],
  ]);
});

Deno.test("lua State keeps lists with nulls and numbers without a JSON form as JSON can", async () => {
  await using opened = await openBench();
  const { bench, calls } = opened;
  const lists = [[1, null, 3], [null, null], [], [[null], { a: [1, null] }]];
  for (const list of lists) {
    await bench.engine.setVariable("list", list);
    await bench.run(`State.save("s", "k", list) State.save("s", "again", State.load("s", "k"))`);
    assert.deepEqual(calls.pop(), ["state.save", "s", "again", list]);
    assert.deepEqual(await bench.engine.getVariable("list"), list);
  }
  await bench.run(`State.save("s", "k", { 0/0, 1/0, 1 })`);
  assert.deepEqual(calls.pop(), ["state.save", "s", "k", [null, null, 1]]);
  await bench.run(`State.save("s", "k", nil)`);
  assert.deepEqual(calls.pop(), ["state.save", "s", "k", null]);
});

Deno.test("lua State names what it refuses, before any call", async () => {
  await using opened = await openBench();
  const { bench, calls } = opened;
  const refused: [code: string, message: RegExp][] = [
    [
      "State.save(1, 'k', 1)",
      /^LuaError: In\[1\]:1: bad argument #1 to 'State\.save' \(string expected, got number\)/,
    ],
    ["State.save('s', nil, 1)", /#2 to 'State\.save' \(string expected, got nil\)/],
    ["State.save('s', 'k')", /#3 to 'State\.save' \(value expected\)/],
    ["State.load()", /#1 to 'State\.load' \(string expected, got no value\)/],
    ["State.delete('s', {})", /#2 to 'State\.delete' \(string expected, got table\)/],
    ["State.list_keys('\\xff')", /#1 to 'State\.list_keys' \(text expected, got bytes\)/],
    ["State.save('s', 'k', print)", /#3 .*JSON conversion: function/],
    ["State.save('s', 'k', { co = coroutine.create(print) })", /#3 .*JSON conversion: thread/],
    ["local t = {} t.t = t State.save('s', 'k', t)", /#3 .*contains itself/],
    ["State.save('s', 'k', { '\\xff' })", /#3 .*Bytes have no JSON form/],
    ["State.save('s', 'k', { ['\\xff'] = 1 })", /#3 .*Bytes have no JSON form/],
  ];
  for (const [code, message] of refused) {
    assert.match(await bench.text(code) ?? "", message, code);
  }
  assert.deepEqual(calls, []);
});

Deno.test("lua State does what it did whatever a script does to its globals", async () => {
  await using opened = await openBench();
  const { bench, calls } = opened;
  await bench.run(`local save = State.save
    local value = setmetatable({ a = 1 }, {
      __index = error, __len = error, __pairs = error, __tostring = error, __metatable = false,
    })
    setmetatable(_G, { __index = error, __newindex = error })
    string.format, table.concat, next, pairs, rawget, type, tostring, error, State = nil
    getmetatable("").__index = nil
    save("s", "k", value)`);
  assert.deepEqual(calls, [["state.save", "s", "k", { a: 1 }]]);
});
