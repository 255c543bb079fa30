// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import {
  connectionForRegistration,
  newConnection,
  parseConnectionFile,
  readConnectionFile,
  writeConnectionFile,
} from "./connection_file.ts";
import { KernelError } from "../../lib/errors.ts";

const REGISTRATION = {
  kernel_id: "k1",
  transport: "tcp",
  registration_ip: "127.0.0.1",
  registration_port: 51587,
  signature_scheme: "hmac-sha256",
  key: "secret",
} as const;

function refusal(file: object): string {
  try {
    parseConnectionFile(JSON.stringify(file), "kernel.json");
  } catch (error) {
    assert.ok(error instanceof KernelError);
    assert.equal(error.code, "jupyter.connection_file");
    return error.message;
  }
  throw new Error("Cannot find a refusal: the file was accepted");
}

Deno.test("newConnection() makes a key of 32 bytes in hexadecimal and leaves ports to be picked", () => {
  const connection = newConnection({ kernelName: "llmspell" });
  assert.match(connection.key, /^[0-9a-f]{64}$/);
  assert.notEqual(connection.key, newConnection().key);
  assert.equal(connection.shell_port, 0);
  assert.equal(connection.kernel_name, "llmspell");
});

Deno.test("parseConnectionFile() reads what newConnection() made", () => {
  const connection = newConnection({
    curve: { publicKey: "p".repeat(40), secretKey: "s".repeat(40) },
  });
  const file = parseConnectionFile(JSON.stringify(connection), "kernel.json");
  assert.deepEqual(file, { kind: "connection", connection });
});

Deno.test("parseConnectionFile() names the field and not its value when it is wrong", () => {
  const good = newConnection();
  assert.match(refusal({ ...good, shell_port: "https" }), /"kernel.json": shell_port: .*number/);
  assert.match(refusal({ ...good, hb_port: 70_000 }), /hb_port/);
  assert.match(refusal({ ...good, transport: "udp" }), /transport/);
  assert.match(refusal({ ...good, signature_scheme: "hmac-md5" }), /signature_scheme/);
  assert.match(refusal({ ...good, curve_publickey: "p".repeat(40) }), /curve_secretkey/);
  assert.ok(!refusal({ ...good, curve_secretkey: "tooshort" }).includes("tooshort"));
  assert.match(refusal({}), /ip: .*; shell_port: .*; key: /);
});

Deno.test("parseConnectionFile() throws KernelError or reads, whatever the text", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
    try {
      parseConnectionFile(text, "kernel.json");
    } catch (error) {
      assert.ok(error instanceof KernelError);
    }
  }));
});

Deno.test("parseConnectionFile() recognises a registration file by its port", () => {
  const file = parseConnectionFile(JSON.stringify(REGISTRATION), "kernel.json");
  assert.deepEqual(file, { kind: "registration", registration: REGISTRATION });
});

Deno.test("parseConnectionFile() reads ip for registration_ip", () => {
  const { kernel_id: _id, registration_ip: ip, ...rest } = REGISTRATION;
  const file = parseConnectionFile(JSON.stringify({ ...rest, ip }), "kernel.json");
  assert.ok(file.kind === "registration");
  assert.equal(file.registration.registration_ip, ip);
  assert.match(refusal(rest), /registration_ip: missing/);
});

Deno.test("connectionForRegistration() takes key, transport and address from the file", () => {
  const connection = connectionForRegistration(REGISTRATION, "llmspell");
  assert.deepEqual([connection.key, connection.ip, connection.shell_port], [
    "secret",
    "127.0.0.1",
    0,
  ]);
});

Deno.test("writeConnectionFile() replaces the file, readable by its owner alone, and leaves nothing else", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/kernels/kernel.json`;
    const [first, second] = [newConnection(), newConnection({ kernelName: "second" })];
    await writeConnectionFile(path, first);
    await writeConnectionFile(path, second);
    assert.deepEqual(await readConnectionFile(path), { kind: "connection", connection: second });
    assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);
    const names = [...Deno.readDirSync(`${folder}/kernels`)].map(({ name }) => name);
    assert.deepEqual(names, ["kernel.json"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("readConnectionFile() has NotFound as cause when there is no file", async () => {
  await assert.rejects(readConnectionFile("/nonexistent/kernel.json"), (error: Error) => {
    assert.ok(error.cause instanceof Deno.errors.NotFound);
    return /no such file/.test(error.message);
  });
});
