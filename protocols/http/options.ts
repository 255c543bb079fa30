// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { Logger, Metrics } from "../../lib/contracts/mod.ts";
import type { MetricSnapshot } from "../../lib/observe/mod.ts";

/** Bounds of an HTTP protocol; every one has a default. */
export interface HttpLimits {
  /** Connections that may be open at once; further ones are answered 503. */
  readonly maxConnections: number;
  /** How long a client may take to send a request, the kernel to answer it, and the client to take the answer. */
  readonly requestTimeoutMs: number;
  /** How long a connection stays open between two requests. */
  readonly keepAliveMs: number;
  /** Bytes of a request's body. */
  readonly maxRequestBytes: number;
  /** Bytes of a request's first line and header fields together. */
  readonly maxHeaderBytes: number;
  /** Header fields of a request. */
  readonly maxHeaderFields: number;
  /** How long requests in flight may take to end when the protocol is disposed. */
  readonly graceMs: number;
}

/** Defaults of `HttpLimits`. */
export const DEFAULT_HTTP_LIMITS: HttpLimits = Object.freeze({
  maxConnections: 100,
  requestTimeoutMs: 10_000,
  keepAliveMs: 75_000,
  maxRequestBytes: 64 * 1024,
  maxHeaderBytes: 16 * 1024,
  maxHeaderFields: 100,
  graceMs: 5_000,
});

/** Runs a function once, later; disposing before then cancels it. */
export type After = (delayMs: number, run: () => void) => Disposable;

/** What `createHttpProtocol` is given. */
export interface HttpOptions {
  /** `127.0.0.1:9560`, `[::1]:0` or `unix:/path`; see `parseListen`. */
  readonly listen: string;
  /** What requests must bear as `Authorization: Bearer`; absent for none, which only the loopback may have. */
  readonly token?: string;
  /** True where the network beyond this machine may be trusted with an unencrypted token. */
  readonly plaintext?: boolean;
  /** Names of this machine in a request's Host, beside those of the loopback and the address it came to. */
  readonly allowedHosts?: readonly string[];
  /** Session of the Router in whose name health is asked for. */
  readonly session: string;
  /** What `/metrics` shows, read for every request. */
  readonly scrape: () => readonly MetricSnapshot[];
  /** What `/info` shows, read for every request. Holds no secret. */
  readonly info: () => object;
  /** Registry of this protocol's own metrics. */
  readonly metrics: Metrics;
  /** Hears what is refused and what fails. */
  readonly log: Logger;
  /** Milliseconds since the epoch; fractions make the histogram finer. */
  readonly now: () => number;
  /** Bounds other than the defaults. */
  readonly limits?: Partial<HttpLimits>;
  /** Timers; `setTimeout` when absent. */
  readonly after?: After;
}

/** `After` by `setTimeout`. */
export function afterTimeout(delayMs: number, run: () => void): Disposable {
  const timer = setTimeout(run, delayMs);
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
