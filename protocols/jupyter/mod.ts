// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The Jupyter messaging protocol 5.6 over ZeroMQ: five channels (shell, control, iopub, stdin, heartbeat) by
 * `tcp` or `ipc`, in front of a Router.
 *
 * ```ts ignore
 * const jupyter = createJupyterProtocol({ context, connection: newConnection(), ...parts });
 * await using server = await jupyter.listen(router, signal);
 * await writeConnectionFile("kernel.json", server.connection);
 * ```
 *
 * **Order.** Requests of shell reach the Router in the order in which they arrived; control is read before shell.
 * Each request is answered between a busy and an idle status that bear its header.
 *
 * **Security.** Messages are signed with HMAC-SHA256, compared in constant time; a message whose signature is
 * missing, wrong or was seen before is dropped, logged without its content and counted. An empty key is refused
 * unless the transport is `ipc`, whose socket files have mode 0600. With `curve_publickey` and `curve_secretkey`
 * in the connection all channels are encrypted.
 *
 * **Slow subscribers.** Output goes to every subscriber; when one of them takes none and its queue of
 * `iopubHighWaterMark` messages is full, output waits here, streams merged, and the session's script is asked to
 * write no more meanwhile. When that subscriber takes nothing for `iopubStallMs`, or `iopubQueueBytes` wait, stalled
 * subscribers lose output (others lose none) until they take messages again; this is logged and counted. Replies
 * are never dropped for a client that reads them; a client that lets `replyHighWaterMark` replies wait loses
 * further ones.
 *
 * **Clients.** A client is a peer of the shell channel that has sent a signed request. When `maxClients` are
 * connected, requests of another are answered with the error `ClientLimitError`, until one of them has left. Control
 * is the operators' door: it is served to everyone who has the key, and makes nobody a client.
 *
 * **Extensions.** `metadata.llmspell` of an `execute_request` may hold `time_limit_ms` and `chunk_name`; that of its
 * reply holds `exit_code` when the script ended itself. An `llmspell_request` on control holds `operation`, one of
 * `OPERATOR_OPERATIONS`, and its `params`; the `llmspell_reply` holds `result`, or beside the usual fields of an error
 * its `code` and `hint`. It is answered while the kernel drains or stops, and publishes no status.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html
 * @module
 */

import type { ProtocolModule, Router } from "../../lib/contracts/mod.ts";
import type { ConnectionInfo } from "./connection_file.ts";
import { listeningAlready, notListening } from "./errors.ts";
import { DEFAULT_LIMITS, type JupyterOptions } from "./options.ts";
import { routes } from "./routes/mod.ts";
import { JupyterServer } from "./server.ts";

export * from "./client/mod.ts";
export * from "./connection_file.ts";
export { PROTOCOL_VERSION } from "./messages.ts";
export type { Channel, JsonObject, Message, MessageHeader } from "./messages.ts";
export * from "./operator.ts";
export * from "./options.ts";
export * from "./registration.ts";
export type { JupyterServer } from "./server.ts";
export { TimeLimit } from "./time_limit.ts";

/** The Jupyter protocol of one session. */
export interface JupyterProtocol extends ProtocolModule {
  /**
   * The connection with the ports as bound.
   *
   * @throws {KernelError} `jupyter.not_listening` before `listen` has resolved
   */
  readonly connection: ConnectionInfo;
  /**
   * Binds the five sockets and serves until disposed.
   *
   * @param signal aborts when the kernel stops; requests in flight see it
   * @throws {KernelError} `zmq.address_in_use`, `jupyter.key_missing`, `jupyter.listening`
   */
  listen(router: Router, signal: AbortSignal): Promise<JupyterServer>;
}

/**
 * Makes the Jupyter protocol for one session. Nothing is opened before `listen`.
 *
 * @param options sockets' context, where to listen, and what it is observed with
 */
export function createJupyterProtocol(options: JupyterOptions): JupyterProtocol {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  let server: JupyterServer | undefined;
  return {
    id: "jupyter",
    methods: [...routes.keys(), "input_reply"],
    get connection() {
      if (server === undefined) throw notListening("read connection");
      return server.connection;
    },
    listen: (router, signal) => {
      if (server !== undefined) return Promise.reject(listeningAlready());
      try {
        server = new JupyterServer(options, limits, router, signal);
        return Promise.resolve(server);
      } catch (error) {
        return Promise.reject(error);
      }
    },
  };
}
