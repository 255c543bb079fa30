// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { ImportGuard } from "./import_guard.ts";

type Callable = (...args: unknown[]) => unknown;

/** A guard before functions that give back their arguments. */
function open(names: readonly string[]) {
  const state = { closed: true, heapBytes: 100, bufferBytes: 100 };
  const guard = new ImportGuard({
    isClosed: () => state.closed,
    usage: () => state,
    maxHeapBytes: 1_000,
    maxBufferBytes: 500,
  });
  const env = Object.fromEntries(names.map((name) => [name, (...args: unknown[]) => args]));
  guard.wrap({ env } as unknown as WebAssembly.Imports);
  const call = (name: string, ...args: unknown[]) =>
    (env as Record<string, Callable>)[name]!(...args);
  return { state, guard, env, call };
}

Deno.test("ImportGuard lets everything pass until scripts run", () => {
  const { state, call } = open(["JsProxy_GetAttr_js", "JsProxy_SetAttr_js"]);
  state.closed = false;
  const list = [1];
  assert.deepEqual(call("JsProxy_GetAttr_js", list, 5), [list, 5]);
  assert.deepEqual(call("JsProxy_SetAttr_js", list, 5), [list, 5]);
});

Deno.test("ImportGuard shows of an object what is its own, and of others nothing", () => {
  const { call } = open(["JsProxy_GetAttr_js", "JsvObject_Keys", "JsObjMap_subscript_js"]);
  const host = Object.freeze({ write: () => {} });
  for (const name of ["JsProxy_GetAttr_js", "JsvObject_Keys", "JsObjMap_subscript_js"]) {
    const [seen] = call(name, host) as [typeof host];
    assert.equal(seen.write, host.write);
    assert.equal(Object.getPrototypeOf(seen), null);
    assert.equal((call(name, host) as unknown[])[0], seen, "made once");
    for (const other of [[1], () => {}, Promise.resolve(), new Map(), new Uint8Array(1)]) {
      const [nothing] = call(name, other) as [object];
      assert.deepEqual([Reflect.ownKeys(nothing), Object.getPrototypeOf(nothing)], [[], null]);
    }
    const [error] = call(name, new TypeError("no")) as [Error];
    assert.deepEqual([error.name, error.message, "constructor" in error], [
      "TypeError",
      "no",
      false,
    ]);
  }
});

Deno.test("ImportGuard lets nothing of JavaScript's be changed, constructed or multiplied", () => {
  const names = ["JsProxy_SetAttr_js", "JsvFunction_Construct", "JsArray_repeat_js"];
  const { call } = open(names);
  for (const name of names) {
    const [target] = call(name, [1], 5) as [object];
    assert(Object.isFrozen(target) && Reflect.ownKeys(target).length === 0);
  }
});

Deno.test("ImportGuard ends what holds too much, when it has made enough to be looked at", () => {
  const { state, call } = open(["_python2js_ascii", "JsvArray_Push", "_python2js_buffer_inner"]);
  call("_python2js_buffer_inner");
  state.heapBytes = 1_101;
  call("_python2js_ascii", 0, 1_000_000);
  assert.throws(() => call("_python2js_ascii", 0, 4_000_000), RangeError);
  assert.throws(() => call("JsvArray_Push"), RangeError, "and ends it again");
  state.heapBytes = 1_100;
  assert.deepEqual(call("JsvArray_Push", 1), [1]);
  state.bufferBytes = 1_101;
  assert.throws(() => call("_python2js_buffer_inner"), RangeError);
});

Deno.test("ImportGuard answers that files are full, in the words of each call", () => {
  const names = ["fd_write", "__syscall_ftruncate64"];
  const { state, call } = open(names);
  assert.deepEqual(call("fd_write", 1), [1]);
  assert.deepEqual(call("__syscall_ftruncate64", 1, 500n), [1, 500n]);
  assert.equal(call("__syscall_ftruncate64", 1, 501n), -51);
  state.bufferBytes = 601;
  assert.equal(call("fd_write", 1), 51);
});

Deno.test("ImportGuard stands once before a function that two modules share", () => {
  let calls = 0;
  const shared: Record<string, Callable> = { JsvArray_Push: () => calls++ };
  const { guard } = open([]);
  guard.wrap({ env: shared, wasi_snapshot_preview1: shared } as unknown as WebAssembly.Imports);
  const once = shared.JsvArray_Push;
  guard.wrap({ env: shared } as unknown as WebAssembly.Imports);
  assert.equal(shared.JsvArray_Push, once);
});
