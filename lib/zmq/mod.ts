// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * ZeroMQ sockets: libzmq 4.3.5 out of the npm package `zeromq`, called by FFI. One poll loop serves all sockets of
 * a context, and raw file descriptors too.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * import { addonPath, detectLibc, openContext } from "./mod.ts";
 *
 * const libc = detectLibc();
 * const { os, arch } = Deno.build;
 * const addon = addonPath(libc === undefined ? { os, arch } : { os, arch, libc });
 * await using context = openContext({ library: `node_modules/zeromq/build/${addon}` });
 * using server = context.socket("REP");
 * using client = context.socket("REQ");
 * client.connect(server.bind("tcp://127.0.0.1:*"));
 * client.trySend([new TextEncoder().encode("hello")]);
 * assert.equal(new TextDecoder().decode((await server.receive())[0]), "hello");
 * ```
 *
 * @see https://rfc.zeromq.org/spec/23/ for the protocol, zmq_socket(3) for the patterns
 * @module
 */

export { openContext } from "./context.ts";
export { addonPath, detectLibc } from "./platform.ts";
export { watchProcessExit } from "./pidfd.ts";
export type { Target } from "./platform.ts";
export type {
  Context,
  ContextOptions,
  CurveKeypair,
  Socket,
  SocketOptions,
  SocketType,
} from "./types.ts";
