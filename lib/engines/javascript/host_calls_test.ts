// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { HostCalls, type Reply } from "./host_calls.ts";
import type { Owner } from "./runs.ts";

function owner(execution: number): Owner {
  return { execution, silent: false, stop: undefined };
}

function reply(call: number): Reply {
  return { type: "reply", call, value: call };
}

Deno.test("HostCalls gives answers in the order they came, each once", () => {
  const calls = new HostCalls();
  const mine = owner(1);
  const [first, second] = [calls.add(mine, false), calls.add(mine, false)];
  calls.replied(reply(second));
  calls.replied(reply(first));
  calls.replied(reply(first));
  assert.deepEqual(calls.take(), { owner: mine, reply: reply(second) });
  assert.deepEqual(calls.take(), { owner: mine, reply: reply(first) });
  assert.equal(calls.take(), undefined);
});

Deno.test("HostCalls keeps the answer to a call that blocks for its caller", () => {
  const calls = new HostCalls();
  const id = calls.add(owner(1), true);
  assert.equal(calls.replyTo(id), undefined);
  calls.replied(reply(id));
  assert.equal(calls.take(), undefined);
  assert.deepEqual(calls.replyTo(id), reply(id));
  calls.delete(id);
  assert.equal(calls.replyTo(id), undefined);
});

Deno.test("HostCalls counts an answer that was not taken as pending, until its owner is dropped", () => {
  const calls = new HostCalls();
  const [mine, other] = [owner(1), owner(2)];
  const id = calls.add(mine, false);
  const late = calls.add(mine, false);
  calls.replied(reply(id));
  calls.add(other, false);
  assert(calls.isPending(mine));
  calls.drop(mine);
  calls.replied(reply(late));
  assert(!calls.isPending(mine) && calls.isPending(other));
  assert.equal(calls.take(), undefined);
});
