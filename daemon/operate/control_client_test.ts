// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { KernelError } from "../../lib/errors.ts";
import { openControl, operateOnce } from "./control_client.ts";
import { startFakeKernel, TestHome } from "./testing.ts";

function hasCode(code: string, text = /./): (error: unknown) => boolean {
  return (error) => error instanceof KernelError && error.code === code && text.test(error.message);
}

Deno.test("openControl() performs several operations on one connection", async () => {
  await using home = new TestHome();
  await using kernel = await startFakeKernel(home, "work", {
    "config.reload": () => ({ changes: [] }),
  });
  await using control = await openControl({ record: kernel.record, env: home.env });
  assert.equal((await control.operate("kernel.state", {})).id, "work");
  assert.deepEqual(await control.operate("config.reload", { dryRun: true }), { changes: [] });
  assert.deepEqual(kernel.calls, [["kernel.state", {}], ["config.reload", { dryRun: true }]]);
});

Deno.test("operateOnce() rejects with the kernel's own error", async () => {
  await using home = new TestHome();
  await using kernel = await startFakeKernel(home, "work", {
    "kernel.dump": () => {
      throw new KernelError("dump.failed", "Cannot write the dump: disk full", "make room");
    },
  });
  const options = { record: kernel.record, env: home.env };
  await assert.rejects(
    operateOnce(options, "kernel.dump", {}),
    hasCode("dump.failed", /disk full/),
  );
});

Deno.test("operateOnce() says that the kernel does not answer when its process lives", async () => {
  await using home = new TestHome();
  await using kernel = await startFakeKernel(home, "work", {
    "kernel.state": () => new Promise<never>(() => {}),
  });
  const options = { record: kernel.record, env: home.env, answerMs: 10 };
  await assert.rejects(
    operateOnce(options, "kernel.state", {}),
    hasCode("kernel.silent", /process \d+ runs and does not answer within 10 ms/),
  );
});

Deno.test("operateOnce() does not wait for the answer of a process that ends", async () => {
  await using home = new TestHome();
  await using child = new Deno.Command("sleep", { args: ["1000"] }).spawn();
  await using kernel = await startFakeKernel(home, "work", {
    "kernel.state": () => {
      child.kill("SIGKILL");
      return new Promise<never>(() => {});
    },
  }, { pid: child.pid });
  const options = { record: kernel.record, env: home.env, answerMs: 600_000 };
  await assert.rejects(operateOnce(options, "kernel.state", {}), hasCode("kernel.ended"));
});

Deno.test("openControl() says what is wrong with the connection file", async () => {
  await using home = new TestHome();
  const record = home.record("work");
  const open = () => openControl({ record, env: home.env });
  await assert.rejects(open(), hasCode("kernel.connection_lost", /no such file/));
  await Deno.writeTextFile(record.connectionFile, "{");
  await assert.rejects(open(), hasCode("kernel.connection_lost", /not JSON/));
  const registration = { registration_ip: "127.0.0.1", registration_port: 1, key: "k" };
  await Deno.writeTextFile(record.connectionFile, JSON.stringify(registration));
  await assert.rejects(open(), hasCode("kernel.connection_lost", /names no ports/));
});

Deno.test("openControl() reaches a kernel that listens on every address by the loopback one", async () => {
  await using home = new TestHome();
  await using kernel = await startFakeKernel(home, "work");
  const path = kernel.record.connectionFile;
  const connection = JSON.parse(await Deno.readTextFile(path));
  await Deno.writeTextFile(path, JSON.stringify({ ...connection, ip: "0.0.0.0" }));
  const options = { record: kernel.record, env: home.env };
  assert.equal((await operateOnce(options, "kernel.state", {})).id, "work");
});

Deno.test("openControl() hears the kernel's output from the beginning when it is wanted", async () => {
  await using home = new TestHome();
  await using kernel = await startFakeKernel(home, "work");
  const options = { record: kernel.record, env: home.env, iopub: true };
  await using control = await openControl(options);
  const { promise, resolve } = Promise.withResolvers<string>();
  using _ear = control.client.onIopub(({ header }) => {
    if (header.msg_type === "stream") resolve(header.msg_type);
  });
  kernel.publish();
  assert.equal(await promise, "stream");
});
