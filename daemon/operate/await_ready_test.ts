// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { KernelError } from "../../lib/errors.ts";
import { askHealth, awaitReady } from "./await_ready.ts";
import { fakeHealth, startFakeKernel, TestHome } from "./testing.ts";

const places = { system: "/nowhere" };

Deno.test("askHealth() tells how the kernel does", async () => {
  await using home = new TestHome();
  await using kernel = await startFakeKernel(home, "work");
  const found = await askHealth({ env: home.env, selector: undefined, places });
  assert.deepEqual(found, { id: "work", pid: kernel.record.pid, health: fakeHealth() });
});

Deno.test("askHealth() rejects at once when no kernel runs", async () => {
  await using home = new TestHome();
  await assert.rejects(
    askHealth({ env: home.env, selector: undefined, places }),
    (error: KernelError) => error.code === "kernel.none",
  );
});

Deno.test("awaitReady() waits for a kernel to come, and until it is ready", async () => {
  await using home = new TestHome();
  const waiting = awaitReady({ env: home.env, selector: "work", places }, 600_000);
  let asked = 0;
  await using _other = await startFakeKernel(home, "other");
  await using _kernel = await startFakeKernel(home, "work", {
    "kernel.health": () => fakeHealth({ ready: ++asked > 2, phase: "Starting" }),
  });
  assert.equal((await waiting).health.ready, true);
  assert.equal(asked, 3);
});

Deno.test("awaitReady() says how far the kernel came when the time is up", async () => {
  await using home = new TestHome();
  const stop = new AbortController();
  const { signal } = stop;
  const wait = (limitMs: number) =>
    awaitReady({ env: home.env, selector: "work", places, signal }, limitMs);
  const refusal = (text: RegExp) => (error: unknown) =>
    error instanceof KernelError && error.code === "kernel.not_ready" && text.test(error.message);
  await assert.rejects(wait(10), refusal(/no kernel is running after 10 ms/));
  let asked = 0;
  await using _kernel = await startFakeKernel(home, "work", {
    "kernel.health": () => {
      if (++asked === 2) stop.abort();
      return fakeHealth({ ready: false, phase: "Draining" });
    },
  });
  await assert.rejects(wait(600_000), refusal(/kernel "work" is Draining and Healthy/));
});

Deno.test("awaitReady() does not wait where waiting cannot help", async () => {
  await using home = new TestHome();
  await using _one = await startFakeKernel(home, "one");
  await using _two = await startFakeKernel(home, "two");
  await assert.rejects(
    awaitReady({ env: home.env, selector: undefined, places }, 600_000),
    (error: KernelError) => error.code === "kernel.unnamed",
  );
});
