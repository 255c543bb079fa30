// SPDX-License-Identifier: Apache-2.0 OR MIT
// The listening side: accepts connections, bounds them, ends them.

import type { Logger } from "../../lib/contracts/mod.ts";
import { Connection, type ConnectionParts, type Peer } from "./connection.ts";
import { addressInUse, listenFailed, tooManyConnections } from "./errors.ts";
import type { HttpMetrics } from "./metrics.ts";
import type { After, HttpLimits } from "./options.ts";
import type { ListenAddress } from "./parse_listen.ts";
import { listenUnix } from "./unix_socket.ts";

/** How long no connection is accepted after the system refused to give one. */
const ACCEPT_PAUSE_MS = 1_000;

/** What `openServer` is given. */
export interface ServerOptions {
  readonly limits: HttpLimits;
  readonly after: After;
  readonly now: () => number;
  readonly log: Logger;
  readonly metrics: HttpMetrics;
  /** Answers a request; does not reject. */
  readonly answer: (request: Request, peer: Peer) => Promise<Response>;
  /** Called once the time of grace of the requests in flight is over, or none is left. */
  readonly stopped: () => void;
}

/** A server that listens. Disposing waits for requests in flight, then closes their connections. */
export class HttpServer implements AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:9560`, `http://[::1]:9560` or `unix:/path`. */
  readonly endpoint: string;
  readonly #listener: Deno.Listener;
  readonly #options: ServerOptions;
  readonly #parts: ConnectionParts;
  /** Those that count, with what ends when they do. */
  readonly #open: Map<Connection, Promise<void>> = new Map();
  /** Those of `#open` that wait for a further request, the longest waiting first. */
  readonly #waiting: Set<Connection> = new Set();
  /** Those that count no more: beyond the limit and being told so, or closed to make room. */
  readonly #leaving: Map<Connection, Promise<void>> = new Map();
  readonly #accepting: Promise<void>;
  #pause: PromiseWithResolvers<void> | undefined;
  #stop: Promise<void> | undefined;
  #count = 0;

  /**
   * Begins to serve.
   *
   * @param listener open; it belongs to the server from now on
   */
  constructor(listener: Deno.Listener, options: ServerOptions) {
    this.#listener = listener;
    this.#options = options;
    this.endpoint = endpointOf(listener.addr);
    this.#parts = { ...options, waits: (connection, waiting) => this.#waits(connection, waiting) };
    options.metrics.connections(0);
    this.#accepting = this.#accept();
  }

  /** Accepts no further connections, waits for requests in flight at most `graceMs`, closes everything. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#stop ??= this.#end();
  }

  async #end(): Promise<void> {
    const { limits, after, stopped } = this.#options;
    this.#pause?.resolve();
    this.#listener.close();
    for (const connection of this.#open.keys()) connection.finish();
    const { promise: late, resolve } = Promise.withResolvers<void>();
    {
      using _timer = after(limits.graceMs, resolve);
      await Promise.race([Promise.all(this.#open.values()), late]);
    }
    stopped();
    const left = [...this.#open, ...this.#leaving];
    for (const [connection] of left) connection.close();
    await Promise.all([...left.map(([, served]) => served), this.#accepting]);
  }

  async #accept(): Promise<void> {
    while (this.#stop === undefined) {
      try {
        this.#admit(await this.#listener.accept());
      } catch (error) {
        if (this.#stop !== undefined) return;
        await this.#recover(error);
      }
    }
  }

  /** The system has no descriptor left, or a client hung up before it was served. */
  async #recover(error: unknown): Promise<void> {
    if (error instanceof Deno.errors.ConnectionAborted) return;
    const { log, metrics, after } = this.#options;
    metrics.rejected("accept");
    log.warn("Cannot accept connections for {pauseMs} ms: {error}", {
      pauseMs: ACCEPT_PAUSE_MS,
      error,
    });
    const pause = this.#pause = Promise.withResolvers<void>();
    using _timer = after(ACCEPT_PAUSE_MS, pause.resolve);
    await pause.promise;
  }

  #admit(conn: Deno.Conn): void {
    const connection = new Connection(conn, this.#peer(conn), this.#parts);
    const { maxConnections } = this.#options.limits;
    // A client that only keeps its connection for later gives way to one that has something to ask.
    if (this.#open.size >= maxConnections) this.#evict();
    if (this.#open.size < maxConnections) return this.#serve(connection);
    if (this.#leaving.size >= maxConnections) return connection.close();
    const error = tooManyConnections(maxConnections);
    const told = connection.refuse(error).then(() => void this.#leaving.delete(connection));
    this.#leaving.set(connection, told);
  }

  #serve(connection: Connection): void {
    const { metrics } = this.#options;
    const served = connection.serve().then(() => {
      this.#open.delete(connection);
      this.#leaving.delete(connection);
      metrics.connections(this.#open.size);
    });
    this.#open.set(connection, served);
    metrics.connections(this.#open.size);
  }

  #evict(): void {
    const [longest] = this.#waiting;
    const served = longest === undefined ? undefined : this.#open.get(longest);
    if (longest === undefined || served === undefined) return;
    this.#waiting.delete(longest);
    this.#open.delete(longest);
    this.#leaving.set(longest, served);
    longest.close();
  }

  #waits(connection: Connection, waiting: boolean): void {
    if (waiting) this.#waiting.add(connection);
    else this.#waiting.delete(connection);
  }

  #peer(conn: Deno.Conn): Peer {
    const client = `http-${++this.#count}`;
    if (conn.localAddr.transport !== "tcp") return { client };
    (conn as Deno.TcpConn).setNoDelay(true);
    return { client, local: conn.localAddr.hostname.replace(/^::ffff:(?=\d+\.)/, "") };
  }
}

/**
 * Opens the socket and begins to serve.
 *
 * @throws {KernelError} `http.address_in_use`, `http.path_taken`, `http.listen_failed`; then nothing is left open
 */
export async function openServer(
  address: ListenAddress,
  options: ServerOptions,
): Promise<HttpServer> {
  const listener = address.transport === "unix"
    ? await listenUnix(address.path)
    : listenTcp(address.hostname, address.port);
  return new HttpServer(listener, options);
}

function listenTcp(hostname: string, port: number): Deno.TcpListener {
  const address = `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
  try {
    return Deno.listen({ hostname, port });
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) throw addressInUse(address, error);
    throw listenFailed(address, error);
  }
}

function endpointOf(address: Deno.Addr): string {
  if (address.transport === "unix") return `unix:${address.path}`;
  const { hostname, port } = address as Deno.NetAddr;
  return `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}
