// SPDX-License-Identifier: Apache-2.0 OR MIT
// A kernel's health and metrics over HTTP; the protocol is loaded where it is wanted.

import type { Config } from "../../lib/config/mod.ts";
import type { Logger, Router } from "../../lib/contracts/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import type { MetricRegistry } from "../../lib/observe/mod.ts";

/** What the protocol is given. */
export interface HttpParts {
  readonly config: Config;
  /** First of the kernel's five ports, when it was asked for: `auto` then takes the port behind them. */
  readonly basePort: number;
  readonly session: string;
  readonly router: Router;
  readonly log: Logger;
  readonly metrics: MetricRegistry;
  /** What `/info` shows. */
  readonly info: () => object;
  readonly signal: AbortSignal;
}

/** A protocol that listens. */
export interface HttpListening extends AsyncDisposable {
  /** `http://127.0.0.1:9560` or `unix:/path`. */
  readonly endpoint: string;
}

/**
 * Serves health and metrics where the configuration says.
 *
 * @returns `undefined` when it says `off`
 * @throws {KernelError} `http.address_in_use`, `http.listen_invalid`, `http.token_missing`, …
 */
export async function listenHttp(parts: HttpParts): Promise<HttpListening | undefined> {
  const { listen } = parts.config.http;
  if (listen === "off") return undefined;
  if (listen !== "auto") return await serve(parts, listen);
  const { basePort, log } = parts;
  const port = basePort === 0 ? 0 : basePort + 5;
  try {
    return await serve(parts, `127.0.0.1:${port}`);
  } catch (error) {
    const taken = error instanceof KernelError && error.code === "http.address_in_use";
    if (!taken || port === 0) throw error;
    log.warn("Port {port} is taken: health and metrics get a free one", { port });
    return await serve(parts, "127.0.0.1:0");
  }
}

async function serve(parts: HttpParts, listen: string): Promise<HttpListening> {
  const { createHttpProtocol } = await import("../../protocols/http/mod.ts");
  const { config, session, log, metrics, info } = parts;
  const { token, plaintext, allowedHosts, maxConnections, requestTimeoutMs, maxRequestBytes } =
    config.http;
  const protocol = createHttpProtocol({
    listen,
    ...(token === "" ? {} : { token }),
    plaintext,
    allowedHosts,
    session,
    scrape: () => metrics.snapshot(),
    info,
    metrics,
    log: log.getChild("http"),
    now: () => performance.timeOrigin + performance.now(),
    limits: { maxConnections, requestTimeoutMs, maxRequestBytes, graceMs: config.kernel.graceMs },
  });
  return await protocol.listen(parts.router, parts.signal);
}
