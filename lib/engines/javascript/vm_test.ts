// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { createVm } from "./testing.ts";

Deno.test("Vm.trackRejections() hears of a rejection and of its handler, with the values", async () => {
  const vm = await createVm();
  const heard: (readonly [unknown, boolean])[] = [];
  vm.trackRejections((promise, reason, isHandled) => {
    const [held, why] = [vm.hold(promise), vm.hold(reason)];
    assert(held !== undefined && why !== undefined);
    assert.equal(vm.addressed(held), promise);
    heard.push([vm.context.dump(why), isHandled]);
    held.dispose();
    why.dispose();
  });
  const ran = vm.context.evalCode(
    "p = Promise.reject('why'); p.catch(() => {}); async function f() { throw 5 } f(); 1",
  );
  vm.context.unwrapResult(ran).dispose();
  assert.deepEqual(heard, [["why", false], ["why", true], [5, false]]);
});

Deno.test("Vm.hold() keeps a value as long as its handle, up to a number of them", async () => {
  const vm = await createVm();
  const { context } = vm;
  const made = context.unwrapResult(context.evalCode("({ a: 'kept' })"));
  const raw = vm.addressed(made);
  const held = Array.from({ length: 200 }, () => vm.hold(raw));
  made.dispose();
  assert(held.every((handle) => handle !== undefined));
  assert.equal(vm.hold(raw), undefined);
  const [last, ...others] = held;
  for (const handle of others) handle?.dispose();
  assert.deepEqual(context.dump(last!), { a: "kept" });
  last?.dispose();
  assert(vm.hold(0x3_0000_0000n) !== undefined);
});
