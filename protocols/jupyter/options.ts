// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { Logger, Metrics } from "../../lib/contracts/mod.ts";
import type { Context } from "../../lib/zmq/mod.ts";
import type { ConnectionInfo } from "./connection_file.ts";

/** Bounds of a Jupyter protocol; every one has a default. */
export interface JupyterLimits {
  /** Bytes of one message, all frames together. */
  readonly maxMessageBytes: number;
  /** Bytes of a header; every answer repeats it. */
  readonly maxHeaderBytes: number;
  /** Messages taken from one channel before the others have their turn. */
  readonly messagesPerTurn: number;
  /** Bytes taken from one channel before the others have their turn; one message may exceed it. */
  readonly bytesPerTurn: number;
  /** Messages that wait for one subscriber inside ZeroMQ before output queues here. */
  readonly iopubHighWaterMark: number;
  /** Bytes of output that queue here before stalled subscribers lose some. */
  readonly iopubQueueBytes: number;
  /** How long a subscriber may take nothing before it loses output. */
  readonly iopubStallMs: number;
  /** Replies that wait for one client inside ZeroMQ before further ones are dropped. */
  readonly replyHighWaterMark: number;
  /** Verified signatures that are surely remembered, to refuse them a second time. */
  readonly replayHistory: number;
  /** Clients that may be connected at once; `JupyterServer.setMaxClients` changes it. */
  readonly maxClients: number;
  /** How long a client that is asked for input may take to connect its stdin channel. */
  readonly stdinConnectMs: number;
  /** How long requests in flight may take to end when the protocol is disposed. */
  readonly graceMs: number;
}

/** Defaults of `JupyterLimits`. */
export const DEFAULT_LIMITS: JupyterLimits = Object.freeze({
  maxMessageBytes: 128 * 1024 * 1024,
  maxHeaderBytes: 64 * 1024,
  messagesPerTurn: 32,
  bytesPerTurn: 1024 * 1024,
  iopubHighWaterMark: 1000,
  iopubQueueBytes: 64 * 1024 * 1024,
  iopubStallMs: 10_000,
  replyHighWaterMark: 10_000,
  replayHistory: 65_536,
  maxClients: Infinity,
  stdinConnectMs: 2_000,
  graceMs: 5_000,
});

/** Runs a function once, later; disposing before then cancels it. */
export type After = (delayMs: number, run: () => void) => Disposable;

/** How a request ended. */
export interface ServedRequest {
  /** Its message type: `execute_request`. */
  readonly type: string;
  /** From its arrival to its idle status. */
  readonly seconds: number;
  /** True when the kernel failed; a script's failure, a client's mistake and a refusal by rule are none. */
  readonly failed: boolean;
}

/** What `createJupyterProtocol` is given. */
export interface JupyterOptions {
  /** ZeroMQ context that the sockets are opened in; it stays the caller's. */
  readonly context: Context;
  /** Where to listen; a port of 0 is picked. The actual ports are in `JupyterServer.connection`. */
  readonly connection: ConnectionInfo;
  /** Session of the Router that the clients of these ports share. */
  readonly session: string;
  /** Hears what is dropped and what fails; never content. */
  readonly log: Logger;
  /** Registry of this protocol's metrics. */
  readonly metrics: Metrics;
  /** Milliseconds since the epoch; fractions make the histograms finer. */
  readonly now: () => number;
  /** Makes the id by which messages of this process are known. */
  readonly randomUUID: () => string;
  /** Name of this machine in `usage_reply`. */
  readonly hostname?: string;
  /** Bounds other than the defaults. */
  readonly limits?: Partial<JupyterLimits>;
  /** What `kernel_info_reply` advertises beyond subshells. */
  readonly features?: { readonly debugger?: boolean };
  /** Clients of the same kernel on other ports, which count toward `maxClients`; none when absent. */
  readonly clientsElsewhere?: () => number;
  /** Timers; `setTimeout` when absent. */
  readonly after?: After;
  /** Called at each heartbeat; tells that a client watches this kernel. */
  readonly onHeartbeat?: () => void;
  /** Called for each request that was answered; not for heartbeats and `llmspell_request`. */
  readonly onServed?: (request: ServedRequest) => void;
}

/** `After` by `setTimeout`. */
export function afterTimeout(delayMs: number, run: () => void): Disposable {
  const timer = setTimeout(run, delayMs);
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
