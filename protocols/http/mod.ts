// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Health, metrics and information over HTTP/1.1, on TCP or a Unix socket, in front of a Router.
 *
 * ```ts ignore
 * const http = createHttpProtocol({ listen: "127.0.0.1:9560", session: "main", ...parts });
 * await using server = await http.listen(router, signal);
 * await fetch(`${server.endpoint}/health`);
 * ```
 *
 * **Paths.** `/health` (every check; 503 when unhealthy), `/health/live`, `/health/ready`, `/health/startup` (for
 * probes), `/metrics` (Prometheus text or OpenMetrics), `/info`, and `/`, which lists them. All are read by GET or
 * HEAD and never stored; failures are problem details (RFC 9457) with the code and hint of the error.
 *
 * **Security.** On TCP a Host that is not a loopback name, the address connected to or an allowed name is refused (DNS
 * rebinding), and so is whatever a browser sends for a page of another site. With a token every request has to bear
 * it, save those for `/health/live`, `/health/ready` and `/health/startup`: an orchestrator's probe cannot keep a
 * secret, and learns from these the status and the phase alone. Without a token only the loopback and Unix sockets,
 * which have mode 0600, are listened on.
 *
 * **Limits.** Routing is Hono's; the connections are served here, on `Deno.listen`. `Deno.serve` has bounds neither
 * of time nor of number, and those of `node:http` are without effect in Deno 2.6.10 (`headersTimeout`,
 * `requestTimeout`, `maxConnections`): a client that sends a byte now and then would hold its connection for ever.
 * Since nothing here reads a body, what is spoken is the small and strict part of HTTP/1.1 that has no chunked
 * requests, no upgrades and no leniency. An idle connection gives way when all are in use.
 *
 * @see RFC 9110, "HTTP Semantics", and RFC 9112, "HTTP/1.1"
 * @module
 */

import type { ProtocolModule, Router } from "../../lib/contracts/mod.ts";
import { createApp } from "./app.ts";
import { listeningAlready, notListening, tokenMissing, unencrypted } from "./errors.ts";
import { TokenGuard } from "./guard.ts";
import { HttpMetrics } from "./metrics.ts";
import { afterTimeout, DEFAULT_HTTP_LIMITS, type HttpLimits, type HttpOptions } from "./options.ts";
import { type ListenAddress, parseListen } from "./parse_listen.ts";
import { type HttpServer, openServer } from "./server.ts";

export * from "./options.ts";
export { type ListenAddress, parseListen } from "./parse_listen.ts";
export type { HttpServer } from "./server.ts";

/** Health, metrics and information of one kernel. */
export interface HttpProtocol extends ProtocolModule {
  /**
   * Where it listens, with the port as bound: `http://127.0.0.1:9560` or `unix:/path`.
   *
   * @throws {KernelError} `http.not_listening` before `listen` has resolved
   */
  readonly endpoint: string;
  /**
   * Binds the socket and serves until disposed.
   *
   * @param signal aborts when the kernel stops; requests in flight see it
   * @throws {KernelError} `http.address_in_use`, `http.path_taken`, `http.listen_failed`, `http.listening`
   */
  listen(router: Router, signal: AbortSignal): Promise<HttpServer>;
}

/**
 * Makes the protocol. Nothing is opened before `listen`.
 *
 * @param options where to listen, what to show, and what it is observed with
 * @throws {KernelError} `http.listen_invalid`, `http.token_missing`, `http.unencrypted`, `http.token_invalid`
 */
export function createHttpProtocol(options: HttpOptions): HttpProtocol {
  const address = parseListen(options.listen);
  const tokens = new TokenGuard(options.token);
  const open = address.transport === "tcp" && !address.loopback;
  if (open && options.token === undefined) throw tokenMissing(options.listen);
  if (open && options.plaintext !== true) throw unencrypted(options.listen);
  let server: HttpServer | undefined;
  let listening = false;
  return {
    id: "http",
    methods: ["GET", "HEAD"],
    get endpoint() {
      if (server === undefined) throw notListening("read endpoint");
      return server.endpoint;
    },
    listen: async (router, signal) => {
      if (listening) throw listeningAlready();
      listening = true;
      try {
        return server = await serve({ options, address, tokens, router, signal });
      } catch (error) {
        listening = false;
        throw error;
      }
    },
  };
}

/** What a server is made of. */
interface Parts {
  readonly options: HttpOptions;
  readonly address: ListenAddress;
  readonly tokens: TokenGuard;
  readonly router: Router;
  readonly signal: AbortSignal;
}

function serve({ options, address, tokens, router, signal }: Parts): Promise<HttpServer> {
  const limits: HttpLimits = { ...DEFAULT_HTTP_LIMITS, ...options.limits };
  const metrics = new HttpMetrics(options.metrics);
  const stopped = new AbortController();
  const app = createApp({
    ...options,
    router,
    tokens,
    metrics,
    signal: AbortSignal.any([signal, stopped.signal]),
    allowedHosts: new Set((options.allowedHosts ?? []).map((name) => name.toLowerCase())),
  });
  return openServer(address, {
    limits,
    metrics,
    after: options.after ?? afterTimeout,
    now: options.now,
    log: options.log,
    answer: (request, peer) => app.answer(request, peer),
    stopped: () => stopped.abort(new Error("the server has stopped")),
  });
}
