// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import type { RequestContext, Router } from "../../lib/contracts/mod.ts";
import { OPERATOR_OPERATIONS } from "../../protocols/jupyter/mod.ts";
import { SessionRouter } from "./session_router.ts";

function open() {
  const called: string[] = [];
  const ended: boolean[] = [];
  const router = {
    subscribe: () => ({ [Symbol.dispose]: () => {} }),
    call: (operation: string) => {
      called.push(operation);
      return Promise.resolve({});
    },
  } as unknown as Router;
  const context: RequestContext = {
    client: "c",
    session: "py",
    channel: "control",
    parent: undefined,
    signal: new AbortController().signal,
  };
  return { called, ended, context, router: new SessionRouter(router, (r) => ended.push(r)) };
}

Deno.test("SessionRouter lets through what concerns the session", async () => {
  const { router, called, context } = open();
  await router.call("isComplete", { code: "" }, context);
  await router.call("interrupt", {}, context);
  await router.call("kernel.info", {}, context);
  assert.deepEqual(called, ["isComplete", "interrupt", "kernel.info"]);
});

Deno.test("SessionRouter turns a shutdown into the end of the session", async () => {
  const { router, called, ended, context } = open();
  assert.deepEqual(await router.call("kernel.shutdown", { restart: true }, context), {
    restart: true,
  });
  assert.deepEqual([called, ended], [[], [true]]);
});

Deno.test("SessionRouter refuses every operation of an operator", async () => {
  const { router, called, context } = open();
  const own: readonly string[] = ["interrupt", "kernel.shutdown"];
  for (const operation of OPERATOR_OPERATIONS.filter((name) => !own.includes(name))) {
    const started = Promise.withResolvers<void>();
    const call = router.call(operation, {} as never, { ...context, started: started.resolve });
    await assert.rejects(call, { code: "operation.denied", message: /session "py" alone/ });
    await started.promise;
  }
  assert.deepEqual(called, []);
});
