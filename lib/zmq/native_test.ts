// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { socketTypes, ZMQ_EVENTS } from "./constants.ts";
import { Native } from "./native.ts";
import { library } from "./testing.ts";

const ITIMER_REAL = 0;

/** Has the system send SIGALRM to this process every few microseconds, until disposed. */
function signalStorm(): Disposable {
  const libc = Deno.dlopen(Deno.build.os === "darwin" ? "libSystem.B.dylib" : "libc.so.6", {
    setitimer: { parameters: ["i32", "buffer", "pointer"], result: "i32" },
  });
  const listener = () => {};
  Deno.addSignalListener("SIGALRM", listener);
  // struct itimerval: interval and value, each seconds and microseconds.
  libc.symbols.setitimer(ITIMER_REAL, new BigInt64Array([0n, 5n, 0n, 5n]), null);
  return {
    [Symbol.dispose]() {
      libc.symbols.setitimer(ITIMER_REAL, new BigInt64Array(4), null);
      Deno.removeSignalListener("SIGALRM", listener);
      libc.close();
    },
  };
}

Deno.test("getInt() reads an option while signals interrupt it", () => {
  const native = new Native(library);
  const context = native.zmq.zmq_ctx_new();
  const socket = native.zmq.zmq_socket(context, socketTypes.DEALER);
  try {
    using _storm = signalStorm();
    for (let count = 0; count < 300_000; count++) {
      assert.equal(native.getInt(socket, ZMQ_EVENTS) & ~3, 0);
    }
  } finally {
    native.zmq.zmq_close(socket);
    native.zmq.zmq_ctx_term(context);
    native.close();
  }
});
