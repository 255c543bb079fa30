// SPDX-License-Identifier: Apache-2.0 OR MIT
// What this protocol counts and times.

import type { Counter, Gauge, Histogram, Metrics } from "../../lib/contracts/mod.ts";

/** Methods that are a label of their own; all others are `_other`. */
const KNOWN_METHODS: ReadonlySet<string> = new Set([
  ...["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
]);

/** Metrics of one HTTP protocol. */
export class HttpMetrics {
  readonly #requests: Counter;
  readonly #seconds: Histogram;
  readonly #rejected: Counter;
  readonly #connections: Gauge;

  /** @param metrics registry that keeps them */
  constructor(metrics: Metrics) {
    this.#requests = metrics.counter({
      name: "llmspell_http_requests_total",
      help: "Requests answered, by route, method and status",
      labels: ["route", "method", "status"],
    });
    this.#seconds = metrics.histogram({
      name: "llmspell_http_request_seconds",
      help: "Time from a request's header to its answer, by route",
      labels: ["route"],
    });
    this.#rejected = metrics.counter({
      name: "llmspell_http_rejected_total",
      help: "Requests and connections refused by rule, by reason",
      labels: ["reason"],
    });
    this.#connections = metrics.gauge({
      name: "llmspell_http_connections",
      help: "Open connections",
    });
  }

  /** A request was answered. @param route a path that is served, or `_other` */
  served(route: string, method: string, status: number, seconds: number): void {
    const known = KNOWN_METHODS.has(method) ? method : "_other";
    this.#requests.increment({ route, method: known, status: String(status) });
    this.#seconds.observe(seconds, { route });
  }

  /** A request or a connection was refused. @param code of the refusal: `http.host` */
  rejected(code: string): void {
    this.#rejected.increment({ reason: code.replace(/^http\./, "") });
  }

  /** So many connections are open now. */
  connections(count: number): void {
    this.#connections.set(count);
  }
}
