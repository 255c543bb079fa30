// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { KernelError } from "../../../lib/errors.ts";
import { mockState, startKernel } from "../testing.ts";
import { connectJupyter } from "./client.ts";
import { operate } from "./operate.ts";

const channels = ["control"] as const;

Deno.test("operate() resolves with the result, when only control is connected", async () => {
  const state = mockState({ sessions: ["main"] });
  await using kernel = await startKernel({ "kernel.state": () => state });
  using client = await connectJupyter({ ...kernel, channels });
  assert.deepEqual(await operate(client, "kernel.state", {}), state);
  const { metrics } = kernel;
  const sent = "llmspell_jupyter_messages_total";
  assert.equal(metrics.get(sent, "control", "in", "llmspell_request"), 1);
  assert.equal(metrics.get(sent, "control", "out", "llmspell_reply"), 1);
});

Deno.test("operate() carries the parameters to the Router", async () => {
  await using kernel = await startKernel({ "config.reload": () => ({ changes: [] }) });
  using client = await connectJupyter({ ...kernel, channels });
  await operate(client, "config.reload", { dryRun: true });
  assert.deepEqual(kernel.router.calls.map(({ params }) => params), [{ dryRun: true }]);
});

Deno.test("operate() rejects with the kernel's own error made anew", async () => {
  const refusal = new KernelError("dump.failed", "Cannot write the dump: disk full", "Make room");
  await using kernel = await startKernel({
    "kernel.dump": () => {
      throw refusal;
    },
  });
  using client = await connectJupyter({ ...kernel, channels });
  await assert.rejects(operate(client, "kernel.dump", {}), (error: KernelError) => {
    assert.ok(error instanceof KernelError);
    assert.deepEqual(told(error), told(refusal));
    return true;
  });
});

Deno.test("operate() rejects with request.invalid for a mistake and internal for a bug", async () => {
  for (
    const [thrown, code] of [
      [new TypeError("Cannot perform kernel.health: x"), "request.invalid"],
      [new Error("bug"), "internal"],
    ] as const
  ) {
    await using kernel = await startKernel({ "kernel.health": () => Promise.reject(thrown) });
    using client = await connectJupyter({ ...kernel, channels });
    await assert.rejects(
      operate(client, "kernel.health", {}),
      (error: KernelError) => error.code === code && error.message === thrown.message,
    );
  }
});

Deno.test("operate() leaves no status on iopub", async () => {
  await using kernel = await startKernel({ "kernel.drain": () => ({ phase: "Draining" }) });
  using client = await connectJupyter(kernel);
  const heard: unknown[] = [];
  using _ear = client.onIopub(({ header, parentHeader }) =>
    heard.push([header.msg_type, parentHeader["msg_type"]])
  );
  await operate(client, "kernel.drain", {});
  // What the drain might have published has come before the status of a later request.
  await client.request("control", "kernel_info_request", {});
  assert.deepEqual(heard, [
    ["status", "kernel_info_request"],
    ["status", "kernel_info_request"],
  ]);
});

Deno.test("operate() is answered while executions hold the shell channel", async () => {
  const running = Promise.withResolvers<void>();
  await using kernel = await startKernel({
    "execute": async () => {
      await running.promise;
      return { status: "ok", executionCount: 1, userExpressions: {} };
    },
    "kernel.shutdown": ({ restart }) => {
      running.resolve();
      return { restart };
    },
  });
  using client = await connectJupyter(kernel);
  const execution = client.request("shell", "execute_request", { code: "x" });
  const result = await operate(client, "kernel.shutdown", { restart: false, force: true });
  assert.deepEqual(result, { restart: false });
  await execution;
});

Deno.test("operate() rejects with the signal's reason, when the kernel does not answer", async () => {
  await using kernel = await startKernel({ "kernel.state": () => new Promise<never>(() => {}) }, {
    limits: { graceMs: 0 },
  });
  using client = await connectJupyter({ ...kernel, channels });
  const stop = new AbortController();
  const asked = operate(client, "kernel.state", {}, stop.signal);
  stop.abort(new Error("enough"));
  await assert.rejects(asked, /enough/);
});

function told({ code, message, hint }: KernelError): Record<string, string> {
  return { code, message, hint };
}
