// SPDX-License-Identifier: Apache-2.0 OR MIT
import { socketTypes, ZMQ_EVENTS } from "./constants.ts";
import { Native } from "./native.ts";
import { library } from "./testing.ts";

/** Has shells send SIGWINCH to this process again and again, until disposed. */
function signalStorm(): AsyncDisposable {
  const listener = () => {};
  Deno.addSignalListener("SIGWINCH", listener);
  const shells = Array.from({ length: 3 }, () =>
    new Deno.Command("/bin/sh", {
      args: ["-c", 'while kill -WINCH "$1"; do :; done', "sh", String(Deno.pid)],
      stdin: "null",
      stderr: "null",
    }).spawn());
  return {
    async [Symbol.asyncDispose]() {
      for (const shell of shells) shell.kill("SIGKILL");
      await Promise.all(shells.map((shell) => shell.status));
      Deno.removeSignalListener("SIGWINCH", listener);
    },
  };
}

Deno.test("getInt() reads an option while signals interrupt it", async () => {
  const native = new Native(library);
  const context = native.zmq.zmq_ctx_new();
  const socket = native.zmq.zmq_socket(context, socketTypes.DEALER);
  try {
    await using _storm = signalStorm();
    for (let round = 0; round < 1_000; round++) {
      for (let count = 0; count < 200; count++) native.getInt(socket, ZMQ_EVENTS);
      await new Promise((turned) => setTimeout(turned, 0)); // Deno takes the signals in.
    }
  } finally {
    native.zmq.zmq_close(socket);
    native.zmq.zmq_ctx_term(context);
    native.close();
  }
});
