// SPDX-License-Identifier: Apache-2.0 OR MIT
// Word to a supervisor such as systemd, on a socket of the test's own.

import assert from "node:assert/strict";
import { startReceiver } from "../../../lib/observe/testing.ts";
import { soon } from "./await.ts";
import { beginToHang } from "./clients.ts";
import { eachProgramOnLinux } from "./register.ts";
import { ServiceHome } from "./service_home.ts";

/** What the supervisor allows between two signs of life; the kernel gives one in half of it. */
const watchdogMs = 400;

/** A supervisor that hears. */
async function listen(): Promise<
  AsyncDisposable & {
    readonly socket: string;
    /** The next message that matches, and those before it. */
    next(pattern: RegExp): Promise<{ readonly text: string; readonly before: readonly string[] }>;
  }
> {
  const receiver = await startReceiver();
  return {
    socket: receiver.path,
    async next(pattern) {
      const before: string[] = [];
      for (;;) {
        const datagram = await soon(`datagram ${pattern}`, receiver.next());
        const text = new TextDecoder().decode(datagram);
        if (pattern.test(text)) return { text, before };
        before.push(text);
      }
    },
    [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose](),
  };
}

/** Time since the machine started, to some hundredths. */
async function uptimeSeconds(): Promise<number> {
  return Number((await Deno.readTextFile("/proc/uptime")).split(" ")[0]);
}

eachProgramOnLinux(
  "a supervisor hears when a kernel is ready, reloads and stops",
  async (program) => {
    await using home = new ServiceHome(program);
    await using supervisor = await listen();
    const env = { NOTIFY_SOCKET: supervisor.socket };
    await using kernel = await home.foreground("work", [], { env });
    const { pid } = kernel.record;
    const ready = await supervisor.next(/^READY=1$/m);
    assert.match(ready.text, new RegExp(`^READY=1\nMAINPID=${pid}\nSTATUS=Running$`));
    assert.ok(ready.before.every((text) => /^STATUS=/.test(text)), ready.before.join("\n"));

    const before = await uptimeSeconds();
    Deno.kill(pid, "SIGHUP");
    const reloading = await supervisor.next(/./);
    const usec = Number(/^RELOADING=1\nMONOTONIC_USEC=(\d+)$/.exec(reloading.text)?.[1]);
    assert.ok(usec > before * 1e6 && usec < (await uptimeSeconds() + 1) * 1e6, reloading.text);
    assert.match((await supervisor.next(/./)).text, /^READY=1$/m);

    await Deno.writeTextFile(home.file("kernel.toml"), "[kernel]\nmaxClients = 0\n");
    Deno.kill(pid, "SIGHUP");
    assert.match((await supervisor.next(/./)).text, /^RELOADING=1$/m);
    assert.match((await supervisor.next(/./)).text, /^READY=1$/m);

    Deno.kill(pid, "SIGTERM");
    assert.match((await supervisor.next(/./)).text, /^STOPPING=1$/m);
    assert.equal((await soon("end", kernel.status)).code, 0);
  },
);

eachProgramOnLinux(
  "a supervisor gets signs of life, and none while an engine hangs in a call",
  async (program) => {
    await using home = new ServiceHome(program);
    await using supervisor = await listen();
    const env = { NOTIFY_SOCKET: supervisor.socket, WATCHDOG_USEC: String(watchdogMs * 1_000) };
    await using kernel = await home.foreground("work", [], { env });
    const client = await home.connect(kernel.record);
    for (let sign = 0; sign < 3; sign++) await supervisor.next(/^WATCHDOG=1$/);
    const { ended } = await beginToHang(client);
    await supervisor.next(/^STATUS=No answer from: session main$/);
    const silentSince = performance.now();
    await kernel.log.next(/No answer from session main/);
    // The engine is given up after some seconds; the new one answers.
    Deno.kill(kernel.record.pid, "SIGINT");
    const { before } = await supervisor.next(/^WATCHDOG=1$/);
    const silentMs = performance.now() - silentSince;
    assert.deepEqual(before, []);
    assert.ok(silentMs > 3 * watchdogMs, `${silentMs} ms`);
    assert.equal((await soon("reply", ended)).reply?.content["status"], "error");
  },
);
