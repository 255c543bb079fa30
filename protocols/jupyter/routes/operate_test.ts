// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import type { KernelError } from "../../../lib/errors.ts";
import { OPERATOR_OPERATIONS } from "../operator.ts";
import { type Answers, callRoute, mockState } from "../testing.ts";
import { operate } from "./operate.ts";

Deno.test("operate performs the operation and replies with its result", async () => {
  const answers: Answers = { "kernel.dump": () => ({ path: "/state/dump.json" }) };
  const { reply, calls } = await callRoute(operate, { operation: "kernel.dump" }, answers);
  assert.deepEqual(calls.map(({ operation, params }) => [operation, params]), [
    ["kernel.dump", {}],
  ]);
  assert.deepEqual(reply?.content, { status: "ok", result: { path: "/state/dump.json" } });
});

Deno.test("operate leaves the checking of parameters to the Router", async () => {
  const params = { category: 1, level: "loud" };
  const answers: Answers = { "log.level": () => ({}) };
  const { calls } = await callRoute(operate, { operation: "log.level", params }, answers);
  assert.deepEqual(calls[0]?.params, params);
});

Deno.test("operate interrupts every session, when asked to interrupt", async () => {
  const answers: Answers = { "kernel.state": () => mockState({ sessions: ["main", "second"] }) };
  const { reply, calls } = await callRoute(operate, { operation: "interrupt" }, answers);
  const interrupts = calls.filter(({ operation }) => operation === "interrupt");
  assert.deepEqual(interrupts.map(({ context }) => context.session), ["main", "second"]);
  assert.deepEqual(reply?.content, { status: "ok", result: {} });
});

Deno.test("operate throws operation.unknown that names the allowed ones, when asked for another", async () => {
  for (const operation of ["execute", "toString", ""]) {
    await assert.rejects(callRoute(operate, { operation }), (error: KernelError) => {
      assert.equal(error.code, "operation.unknown");
      assert.match(error.message, new RegExp(`^Cannot perform "${operation}"`));
      for (const name of OPERATOR_OPERATIONS) assert.ok(error.hint.includes(name));
      return true;
    });
  }
});
