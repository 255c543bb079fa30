// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import type { KernelState } from "../../lib/contracts/mod.ts";
import type { KernelError } from "../../lib/errors.ts";
import { drainKernel, pendingRequests } from "./await_drained.ts";
import { findKernels, type FoundKernel } from "./discovery.ts";
import { type Answers, type FakeKernel, fakeState, startFakeKernel, TestHome } from "./testing.ts";

function busy(running: number, queued: number): KernelState {
  const { sessions } = fakeState("work");
  return fakeState("work", { sessions: sessions.map((one) => ({ ...one, running, queued })) });
}

async function start(
  home: TestHome,
  answers: Answers,
): Promise<{ kernel: FakeKernel; found: FoundKernel }> {
  const drain: Answers = { "kernel.drain": () => ({ phase: "Draining" }) };
  const kernel = await startFakeKernel(home, "work", { ...drain, ...answers });
  const [found] = await findKernels(home.env, { system: "/nowhere" });
  return { kernel, found: found! };
}

Deno.test("pendingRequests() counts what runs and what waits", () => {
  assert.equal(pendingRequests(busy(1, 2)), 3);
  assert.equal(pendingRequests({ sessions: [] }), 0);
});

Deno.test("drainKernel() tells what is left when it does not wait", async () => {
  await using home = new TestHome();
  const { kernel, found } = await start(home, { "kernel.state": () => busy(1, 4) });
  await using _kernel = kernel;
  assert.equal(await drainKernel(found, { env: home.env }), 5);
  assert.deepEqual(kernel.calls.map(([operation]) => operation), ["kernel.drain", "kernel.state"]);
});

Deno.test("drainKernel() looks again when the kernel publishes, until nothing is left", async () => {
  await using home = new TestHome();
  const states = [busy(1, 1), busy(1, 0), busy(0, 0)];
  const { kernel, found } = await start(home, {
    "kernel.state": () => {
      if (states.length > 1) kernel.publish();
      return states.shift()!;
    },
  });
  await using _kernel = kernel;
  assert.equal(await drainKernel(found, { env: home.env, waitMs: 600_000 }), 0);
  assert.deepEqual(states, []);
});

Deno.test("drainKernel() says what is left when the time is up", async () => {
  await using home = new TestHome();
  const { kernel, found } = await start(home, { "kernel.state": () => busy(1, 0) });
  await using _kernel = kernel;
  await assert.rejects(
    drainKernel(found, { env: home.env, waitMs: 10 }),
    (error: KernelError) =>
      error.code === "kernel.drain_unfinished" &&
      /1 requests run or wait after 10 ms/.test(error.message),
  );
});
