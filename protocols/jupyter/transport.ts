// SPDX-License-Identifier: Apache-2.0 OR MIT
// The five sockets of a kernel: where they listen and how frames get in and out of them.

import type { Logger } from "../../lib/contracts/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import type { Context, Socket, SocketOptions, SocketType } from "../../lib/zmq/mod.ts";
import type { ConnectionInfo } from "./connection_file.ts";
import { keyMissing } from "./errors.ts";
import {
  type Channel,
  type Message,
  type MessageReader,
  type Rejection,
  totalBytes,
} from "./messages.ts";
import type { JupyterMetrics } from "./metrics.ts";
import type { JupyterLimits } from "./options.ts";

/** How long unsent messages may take to leave when a socket closes. */
const LINGER_MS = 1_000;

/** Bytes of a heartbeat or of a subscription; clients send a few. */
const MAX_SMALL_BYTES = 4_096;

/** How long a connection may take to speak ZeroMQ; frees what port scanners hold open. */
const HANDSHAKE_MS = 5_000;

/** File mode bits that a socket file does not get: it is made with 0600. */
const OWNER_ALONE = 0o177;

/** Shortest time between two log lines of one reason, so that noise cannot fill the log. */
const LOG_PAUSE_MS = 1_000;

/** The open sockets of a kernel. Disposing closes them. */
export interface KernelSockets extends Disposable {
  readonly shell: Socket;
  readonly control: Socket;
  readonly stdin: Socket;
  readonly iopub: Socket;
  readonly hb: Socket;
  /** The connection with the ports as bound. */
  readonly connection: ConnectionInfo;
}

/**
 * Opens and binds all five sockets, or none.
 *
 * @throws {KernelError} `jupyter.key_missing` when the key is empty and the transport is not `ipc`;
 * `zmq.address_in_use` when a port is taken
 */
export function openKernelSockets(
  context: Context,
  connection: ConnectionInfo,
  limits: JupyterLimits,
): KernelSockets {
  if (connection.key === "" && connection.transport !== "ipc") {
    throw keyMissing(connection.transport);
  }
  using stack = new DisposableStack();
  const bound: Record<string, number> = {};
  const open = (channel: Channel, type: SocketType, options: SocketOptions): Socket => {
    const socket = stack.use(context.socket(type, { ...common(connection, limits), ...options }));
    const name = `${channel}_port` as const;
    const port = bindPort(socket, connection, connection[name], Object.values(bound));
    if (isFile(connection)) stack.defer(() => removeFile(`${connection.ip}-${port}`));
    bound[name] = port;
    return socket;
  };
  const router = {
    routerHandover: true,
    routerMandatory: true,
    sendHighWaterMark: limits.replyHighWaterMark,
  };
  const sockets = {
    shell: open("shell", "ROUTER", { ...router, routerNotify: true }),
    control: open("control", "ROUTER", router),
    stdin: open("stdin", "ROUTER", router),
    iopub: open("iopub", "XPUB", {
      xpubNoDrop: true,
      xpubVerbose: true,
      sendHighWaterMark: limits.iopubHighWaterMark,
      maxMessageBytes: MAX_SMALL_BYTES,
    }),
    hb: open("hb", "ROUTER", { ...router, maxMessageBytes: MAX_SMALL_BYTES }),
  };
  const held = stack.move();
  return {
    ...sockets,
    connection: { ...connection, ...bound },
    [Symbol.dispose]: () => held.dispose(),
  };
}

/** Address of one port: `tcp://127.0.0.1:5555`, `tcp://[::1]:5555`, `ipc:///run/kernel-1`. */
export function endpointOf(
  { transport, ip }: Pick<ConnectionInfo, "transport" | "ip">,
  port: number,
): string {
  if (transport === "ipc") return `ipc://${ip}-${port}`;
  return ip.includes(":") && !ip.startsWith("[") ? `tcp://[${ip}]:${port}` : `tcp://${ip}:${port}`;
}

function common(connection: ConnectionInfo, limits: JupyterLimits): SocketOptions {
  const { curve_secretkey: secretKey } = connection;
  return {
    lingerMs: LINGER_MS,
    maxMessageBytes: limits.maxMessageBytes,
    handshakeTimeoutMs: HANDSHAKE_MS,
    tcpKeepalive: true,
    ...(connection.ip.includes(":") ? { ipv6: true } : {}),
    ...(secretKey === undefined ? {} : { curveServer: { secretKey } }),
  };
}

function bindPort(
  socket: Socket,
  connection: ConnectionInfo,
  wanted: number,
  taken: readonly number[],
): number {
  if (connection.transport === "ipc") return bindIpc(socket, connection, wanted, taken);
  const endpoint = socket.bind(endpointOf(connection, wanted));
  return Number(endpoint.slice(endpoint.lastIndexOf(":") + 1));
}

/** ZeroMQ replaces a socket file that exists, so a free number is looked for among the files. */
function bindIpc(
  socket: Socket,
  connection: ConnectionInfo,
  wanted: number,
  taken: readonly number[],
): number {
  let port = wanted;
  while (port === 0 || (wanted === 0 && (taken.includes(port) || exists(connection, port)))) port++;
  const mask = Deno.umask(OWNER_ALONE);
  try {
    socket.bind(endpointOf(connection, port));
  } finally {
    Deno.umask(mask);
  }
  return port;
}

/** False for TCP and for Linux's abstract names. */
function isFile({ transport, ip }: ConnectionInfo): boolean {
  return transport === "ipc" && !ip.startsWith("@");
}

function removeFile(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function exists(connection: ConnectionInfo, port: number): boolean {
  try {
    Deno.lstatSync(`${connection.ip}-${port}`);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** What a `Receiver` is given. */
export interface ReceiverOptions {
  readonly channel: Channel;
  readonly socket: Pick<Socket, "tryReceive">;
  readonly reader: MessageReader;
  readonly metrics: JupyterMetrics;
  readonly log: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Must not throw; a throw is logged and ends nothing. */
  readonly handle: (message: Message) => void;
  /** Hears that a peer's connection ended, on a socket with `routerNotify`. */
  readonly left?: (identity: Uint8Array) => void;
}

/** Takes messages from one channel, drops those that cannot be trusted, and hands on the others. */
export class Receiver {
  readonly #options: ReceiverOptions;
  readonly #quiet: Map<Rejection, { untilMs: number; suppressed: number }> = new Map();

  /** @param options the channel's socket and who hears its messages */
  constructor(options: ReceiverOptions) {
    this.#options = options;
  }

  /**
   * Receives what waits, at most `maxMessages`, and none after `maxBytes` have come.
   *
   * @returns false when a limit ended it, so that more may wait
   */
  turn(maxMessages: number, maxBytes: number): boolean {
    let bytes = 0;
    for (let count = 0; count < maxMessages && bytes < maxBytes; count++) {
      const frames = this.#options.socket.tryReceive();
      if (frames === undefined) return true;
      bytes += this.#take(frames);
    }
    return false;
  }

  #take(frames: readonly Uint8Array[]): number {
    if (this.#options.left !== undefined && isFarewell(frames)) {
      this.#options.left(frames[0]);
      return 0;
    }
    const bytes = totalBytes(frames);
    const message = this.#options.reader.read(frames);
    if (typeof message === "string") this.#drop(message, frames.length, bytes);
    else this.#pass(message, bytes);
    return bytes;
  }

  #pass(message: Message, bytes: number): void {
    const { channel, metrics, log, handle } = this.#options;
    metrics.received(channel, message.header.msg_type, bytes);
    try {
      handle(message);
    } catch (error) {
      log.error("Failed to handle {type} on {channel}", {
        type: message.header.msg_type,
        channel,
        error,
      });
    }
  }

  #drop(reason: Rejection, frames: number, bytes: number): void {
    const { channel, metrics, log, now } = this.#options;
    metrics.rejected(channel, reason);
    const quiet = this.#quiet.get(reason);
    if (quiet !== undefined && now() < quiet.untilMs) {
      quiet.suppressed++;
      return;
    }
    this.#quiet.set(reason, { untilMs: now() + LOG_PAUSE_MS, suppressed: 0 });
    const suppressed = quiet?.suppressed ?? 0;
    log.warn("Dropped a message on {channel}: {reason}; {suppressed} more since the last line", {
      ...{ channel, reason, suppressed, frames, bytes },
    });
  }
}

/** True for what libzmq says in the name of a peer that has left. */
function isFarewell(frames: readonly Uint8Array[]): frames is [Uint8Array, Uint8Array] {
  return frames.length === 2 && frames[1]!.length === 0;
}

/** What happened to frames given to `deliver`. */
export type Delivery = "sent" | "gone" | "full";

/**
 * Sends to one peer of a ROUTER socket.
 *
 * @returns `gone` when the peer has left, `full` when it takes nothing and its queue is full
 */
export function deliver(socket: Pick<Socket, "trySend">, frames: readonly Uint8Array[]): Delivery {
  try {
    return socket.trySend(frames) ? "sent" : "full";
  } catch (error) {
    if (error instanceof KernelError && error.code === "zmq.unroutable") return "gone";
    throw error;
  }
}

/** Echoes the heartbeats that wait, at most `limit`. */
export function echoHeartbeats(socket: Socket, limit: number, onHeartbeat?: () => void): void {
  for (let count = 0; count < limit; count++) {
    const frames = socket.tryReceive();
    if (frames === undefined) return;
    deliver(socket, frames);
    onHeartbeat?.();
  }
}
