// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { KernelError } from "../lib/errors.ts";
import { planConnection } from "./jupyter.ts";

const fresh = { ip: "127.0.0.1", transport: "tcp", port: 0, owned: false } as const;
const ports = { shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4, hb_port: 5 };

class Folder implements AsyncDisposable {
  readonly path: string = Deno.makeTempDirSync();
  write(content: unknown): string {
    const file = join(this.path, "kernel.json");
    Deno.writeTextFileSync(file, JSON.stringify(content));
    return file;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}

Deno.test("planConnection() plans a new connection with a random key where there is no file", async () => {
  const first = await planConnection("/no/such/kernel.json", fresh);
  const second = await planConnection("/no/such/kernel.json", fresh);
  assert.equal(first.created, true);
  assert.match(first.connection.key, /^[0-9a-f]{64}$/);
  assert.notEqual(first.connection.key, second.connection.key);
  assert.equal(first.connection.kernel_name, "llmspell");
});

Deno.test("planConnection() puts the sockets of ipc beside the new file", async () => {
  const plan = await planConnection("/run/kernel.json", { ...fresh, transport: "ipc" });
  assert.deepEqual([plan.connection.transport, plan.connection.ip], ["ipc", "/run/kernel"]);
});

Deno.test("planConnection() takes ports and key from a file that is there", async () => {
  await using folder = new Folder();
  const file = folder.write({ transport: "tcp", ip: "127.0.0.1", key: "k", ...ports });
  const { created, connection } = await planConnection(file, fresh);
  assert.equal(created, false);
  assert.deepEqual([connection.key, connection.shell_port, connection.hb_port], ["k", 1, 5]);
});

Deno.test("planConnection() picks its own ports when the file is a registration file", async () => {
  await using folder = new Folder();
  const file = folder.write({
    kernel_id: "one",
    transport: "tcp",
    registration_ip: "127.0.0.1",
    registration_port: 9,
    signature_scheme: "hmac-sha256",
    key: "shared",
  });
  const { created, connection, registration } = await planConnection(file, fresh);
  assert.equal(created, false);
  assert.equal(registration?.kernel_id, "one");
  assert.deepEqual([connection.key, connection.shell_port], ["shared", 0]);
});

Deno.test("planConnection() refuses a file that is there and wrong", async () => {
  await using folder = new Folder();
  await assert.rejects(
    planConnection(folder.write([]), fresh),
    (error) => error instanceof KernelError && error.code === "jupyter.connection_file",
  );
});

Deno.test("planConnection() gives a new connection five ports in a row", async () => {
  const { connection } = await planConnection("/no/such/kernel.json", { ...fresh, port: 9555 });
  const { shell_port, iopub_port, stdin_port, control_port, hb_port } = connection;
  assert.deepEqual([shell_port, iopub_port, stdin_port, control_port, hb_port], [
    ...[9555, 9556, 9557, 9558, 9559],
  ]);
});

Deno.test("planConnection() keeps the key that an earlier kernel left in its own place, and the ports that fit", async () => {
  await using folder = new Folder();
  const file = folder.write({ transport: "tcp", ip: "127.0.0.1", key: "k", ...ports });
  const own = { ...fresh, owned: true };
  const same = await planConnection(file, own);
  assert.deepEqual([same.created, same.anyPorts], [true, true]);
  assert.deepEqual([same.connection.key, same.connection.shell_port], ["k", 1]);
  const moved = await planConnection(file, { ...own, port: 9555 });
  assert.deepEqual([moved.created, moved.anyPorts], [true, false]);
  assert.deepEqual([moved.connection.key, moved.connection.shell_port], ["k", 9555]);
  const damaged = await planConnection(folder.write([]), own);
  assert.match(damaged.connection.key, /^[0-9a-f]{64}$/);
});
