// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { cString, Native } from "./native.ts";
import { library } from "./testing.ts";

Deno.test("cString() ends text with NUL and refuses another within", () => {
  assert.deepEqual(cString("aé"), Uint8Array.of(97, 0xc3, 0xa9, 0));
  assert.throws(() => cString("a\0b"), {
    name: "TypeError",
    message: "Cannot pass text to libzmq: NUL at 1",
  });
});

Deno.test("Native names the error of the call that failed", () => {
  const native = new Native(library);
  assert.equal(native.zmq.zmq_ctx_set(null, 1, 1), -1);
  const failure = native.failure("set an option");
  assert.equal(failure.code, "zmq.failed");
  assert.equal(failure.message, "Cannot set an option: Bad address");
  native.close();
});
