// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import type { KernelError } from "../../lib/errors.ts";
import { DELIMITER, Signer } from "../../lib/wire/mod.ts";
import type { Socket } from "../../lib/zmq/mod.ts";
import { newConnection, type RegistrationInfo } from "./connection_file.ts";
import { register } from "./registration.ts";
import { testContext } from "./testing.ts";

const connection = { ...newConnection(), shell_port: 1, iopub_port: 2, stdin_port: 3 };
const signer = new Signer(new TextEncoder().encode("secret"));

function registrationAt(launcher: Socket): RegistrationInfo {
  const endpoint = launcher.bind("tcp://127.0.0.1:*");
  return {
    kernel_id: "k1",
    transport: "tcp",
    registration_ip: "127.0.0.1",
    registration_port: Number(endpoint.slice(endpoint.lastIndexOf(":") + 1)),
    signature_scheme: "hmac-sha256",
    key: "secret",
  };
}

Deno.test("register() announces its ports in one signed frame and ends with the acknowledgement", async () => {
  await using context = testContext();
  using launcher = context.socket("ROUTER");
  const registration = registrationAt(launcher);
  const { signal } = new AbortController();
  const registered = register({ context, registration, connection, signal });
  const [identity, delimiter, signature, content, ...rest] = await launcher.receive();
  assert.deepEqual(delimiter, new Uint8Array(DELIMITER));
  assert.ok(signer.verify([content!], signature!));
  assert.equal(rest.length, 0);
  assert.deepEqual(JSON.parse(new TextDecoder().decode(content)), {
    kernel_id: "k1",
    shell_port: "1",
    iopub_port: "2",
    stdin_port: "3",
    control_port: "0",
    hb_port: "0",
  });
  const forged = new TextEncoder().encode("{}");
  launcher.trySend([identity!, DELIMITER, new Uint8Array(64), forged]);
  const acknowledgement = new TextEncoder().encode('{"status":"ok"}');
  launcher.trySend([identity!, DELIMITER, signer.sign([acknowledgement]), acknowledgement]);
  await registered;
});

Deno.test("register() throws jupyter.registration when nobody acknowledges in time", async () => {
  await using context = testContext();
  using launcher = context.socket("ROUTER");
  const registration = registrationAt(launcher);
  const { signal } = new AbortController();
  await assert.rejects(
    register({ context, registration, connection, signal, limitMs: 1 }),
    (error: KernelError) => error.code === "jupyter.registration",
  );
});

Deno.test("register() throws the caller's reason when the caller stops", async () => {
  await using context = testContext();
  using launcher = context.socket("ROUTER");
  const registration = registrationAt(launcher);
  const caller = new AbortController();
  const registered = register({ context, registration, connection, signal: caller.signal });
  caller.abort(new Error("the kernel stops"));
  await assert.rejects(registered, /the kernel stops/);
});
