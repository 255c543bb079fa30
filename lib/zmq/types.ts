// SPDX-License-Identifier: Apache-2.0 OR MIT
// What users of the room hold in their hands: contexts, sockets and their options.

/** Messaging pattern of a socket. @see zmq_socket(3) */
export type SocketType =
  | "ROUTER"
  | "DEALER"
  | "PUB"
  | "SUB"
  | "XPUB"
  | "XSUB"
  | "REP"
  | "REQ"
  | "PAIR"
  | "PUSH"
  | "PULL";

/** Options of a socket; what is left out keeps libzmq's default, except `lingerMs`. @see zmq_setsockopt(3) */
export interface SocketOptions {
  /** How long unsent messages outlive the socket, 0 or more. Default 0: they are dropped. */
  lingerMs?: number;
  /** Messages queued per peer before sending blocks or drops; 0 is no limit. Default 1000. */
  sendHighWaterMark?: number;
  /** Messages queued per peer on the receiving side; 0 is no limit. Default 1000. */
  receiveHighWaterMark?: number;
  /** Routing id this socket shows to a ROUTER, 1 to 255 bytes, the first of them not 0. */
  identity?: Uint8Array;
  /** ROUTER: sending to an unknown peer throws `zmq.unroutable` instead of dropping the message. */
  routerMandatory?: boolean;
  /** ROUTER: a new peer takes over the routing id of an older one. */
  routerHandover?: boolean;
  /**
   * ROUTER: a peer whose connection ended is reported by a message, its routing id and an empty frame, behind its
   * last own message. None comes of a peer whose queue was full, or whose routing id was taken over.
   */
  routerNotify?: boolean;
  /** Bind and connect to IPv6 addresses too. */
  ipv6?: boolean;
  /** Queue messages for completed connections only. */
  immediate?: boolean;
  /** Time between pings to each peer; 0, the default, is none. */
  heartbeatIntervalMs?: number;
  /** Silence after a ping that ends the connection. Default: the interval. */
  heartbeatTimeoutMs?: number;
  /** Rounded down to tenths of a second by the protocol; at most 6,553,599. */
  heartbeatTtlMs?: number;
  /** Time a peer has to finish its handshake; 0 is no limit. Default 30,000. */
  handshakeTimeoutMs?: number;
  /** A peer that sends a longer frame is disconnected; -1 is no limit, the default. */
  maxMessageBytes?: number;
  /** XPUB and PUB: a full peer makes sending block instead of losing messages. */
  xpubNoDrop?: boolean;
  /** XPUB: every subscription is reported, also one already known. */
  xpubVerbose?: boolean;
  /** Whether the operating system probes idle connections. Default: its own setting. */
  tcpKeepalive?: boolean;
  /** Connections that may wait to be accepted. */
  backlog?: number;
  /** Accept CURVE clients only. The key is Z85, 40 characters. */
  curveServer?: { secretKey: string };
  /** Talk to a CURVE server. The keys are Z85, 40 characters. */
  curveClient?: { serverKey: string; publicKey: string; secretKey: string };
}

/** A pair of CURVE keys in Z85, 40 characters each. */
export interface CurveKeypair {
  /** For those who connect to the holder. */
  readonly publicKey: string;
  /** For the holder only: never log it. */
  readonly secretKey: string;
}

/** What `openContext` needs. */
export interface ContextOptions {
  /** Path of the shared library that exports libzmq's functions: a real file. */
  library: string;
  /** Threads for network traffic, 1 or more. Default 1. */
  ioThreads?: number;
  /** Sockets that may be open at once. Default 1023. */
  maxSockets?: number;
}

/**
 * A libzmq context with its one poll loop.
 *
 * Disposing closes all sockets, ends the poll loop and terminates. With `using` the caller's thread waits until
 * unsent messages are gone, at most the longest `lingerMs`; with `await using` the event loop stays free meanwhile.
 * While any socket or descriptor has a listener, the process stays alive.
 */
export interface Context extends Disposable, AsyncDisposable {
  /** Version of libzmq: `4.3.5`. */
  readonly version: string;
  /**
   * Opens a socket.
   *
   * @throws {KernelError} `zmq.too_many_sockets`, `zmq.closed`
   * @throws {RangeError} when libzmq refuses an option; names it
   */
  socket(type: SocketType, options?: SocketOptions): Socket;
  /**
   * Makes a new pair of keys.
   *
   * @throws {KernelError} `zmq.not_supported` when the library was built without CURVE
   */
  curveKeypair(): CurveKeypair;
  /**
   * Watches a raw file descriptor (a pidfd, a pipe) in the same poll loop. The listener runs each time the
   * descriptor is readable or at its end. Dispose before closing the descriptor.
   */
  watchFd(fd: number, listener: () => void): Disposable;
}

/**
 * A socket. Messages are arrays of one or more frames. Every method throws `KernelError` `zmq.closed` after
 * disposal, which may happen at any time, inside of listeners too, and more than once.
 */
export interface Socket extends Disposable {
  /** Its messaging pattern. */
  readonly type: SocketType;
  /**
   * Listens at an endpoint: `tcp://127.0.0.1:*` or port 0 picks a port, `ipc:///path`, `inproc://name`.
   *
   * @returns the endpoint as bound, with its port
   * @throws {KernelError} `zmq.address_in_use`, `zmq.address_not_available`, `zmq.permission_denied`,
   *   `zmq.protocol_not_supported`, `zmq.bad_endpoint`; the text names the endpoint
   */
  bind(endpoint: string): string;
  /** Stops listening at an endpoint that `bind` returned. @throws {KernelError} `zmq.unknown_endpoint` */
  unbind(endpoint: string): void;
  /** Connects in the background, again and again until it succeeds. @throws {KernelError} like `bind` */
  connect(endpoint: string): void;
  /** Ends a connection by the endpoint given to `connect`. @throws {KernelError} `zmq.unknown_endpoint` */
  disconnect(endpoint: string): void;
  /** SUB: receives messages that start with `topic`. Default: all. */
  subscribe(topic?: string | Uint8Array): void;
  /** SUB: takes one `subscribe` of the same topic back. */
  unsubscribe(topic?: string | Uint8Array): void;
  /** Changes options later. Some take effect for later binds and connects only. */
  configure(options: SocketOptions): void;
  /**
   * Hands a message to libzmq without waiting. The frames may be reused at once.
   *
   * @returns false when it would block; the message was not sent, no part of it
   * @throws {KernelError} `zmq.unroutable` when ROUTER_MANDATORY has no such peer; `zmq.wrong_state` when a REQ or
   *   REP socket has to receive first
   */
  trySend(frames: readonly Uint8Array[]): boolean;
  /**
   * Sends when there is room, in the order of the calls. On a ROUTER one full peer holds up those behind it.
   *
   * @throws the signal's reason when it aborts before the message is handed over; `KernelError` as `trySend`
   */
  send(frames: readonly Uint8Array[], signal?: AbortSignal): Promise<void>;
  /**
   * Tells whether a ROUTER socket has a peer of this routing id, now. A peer that has just left counts for as long
   * as its messages are not received, and for the moment that libzmq needs.
   *
   * @throws {TypeError} on other sockets
   */
  hasPeer(identity: Uint8Array): boolean;
  /**
   * Takes the next message without waiting. Frames are private copies.
   *
   * @throws {KernelError} `zmq.wrong_state` when a REQ socket has to send first
   */
  tryReceive(): Uint8Array[] | undefined;
  /**
   * Takes the next message when there is one, in the order of the calls.
   *
   * @throws the signal's reason when it aborts first; `KernelError` as `tryReceive`
   */
  receive(signal?: AbortSignal): Promise<Uint8Array[]>;
  /**
   * Calls `listener` when messages may wait. It takes messages until `tryReceive` gives `undefined`, or stops
   * early and is called again in the next turn, after the other sockets. One listener per socket.
   *
   * @throws {TypeError} when there is a listener already
   */
  onReadable(listener: () => void): Disposable;
  /**
   * Calls `listener` when a `trySend` that said false may now succeed. One listener per socket.
   *
   * @throws {TypeError} when there is a listener already
   */
  onWritable(listener: () => void): Disposable;
}
