// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the tests of this room share: a Router that reports health, timers fired by hand, clients of raw bytes.

import type {
  HealthReport,
  Logger,
  OperationName,
  OperationParams,
  OperationResult,
  RequestContext,
  Router,
} from "../../lib/contracts/mod.ts";
import { MetricRegistry } from "../../lib/observe/mod.ts";
import { type App, createApp } from "./app.ts";
import type { Peer } from "./connection.ts";
import { TokenGuard } from "./guard.ts";
import { HttpMetrics } from "./metrics.ts";
import { createHttpProtocol, type HttpServer } from "./mod.ts";
import type { HttpOptions } from "./options.ts";

/** The report of a kernel that does well. */
export const WELL: HealthReport = {
  status: "Healthy",
  phase: "Running",
  ready: true,
  started: true,
  checks: [
    { name: "memory", status: "Healthy", value: 52_428_800, unit: "bytes", degradedAt: 1e9 },
    { name: "log", status: "Healthy" },
  ],
};

/** A Router that knows one operation. */
export class HealthRouter implements Router {
  /** Who called, in order. */
  readonly contexts: RequestContext[] = [];

  /** Makes a Router. @param report what `kernel.health` answers, or does */
  constructor(public report: HealthReport | (() => Promise<HealthReport>) = WELL) {}

  /** Answers `kernel.health`. */
  async call<K extends OperationName>(
    operation: K,
    _params: OperationParams<K>,
    context: RequestContext,
  ): Promise<OperationResult<K>> {
    if (operation !== "kernel.health") throw new Error(`Cannot call ${operation}`);
    this.contexts.push(context);
    const report = typeof this.report === "function" ? await this.report() : this.report;
    return report as unknown as OperationResult<K>;
  }

  /** Has no events. */
  subscribe(): Disposable {
    return { [Symbol.dispose]: () => {} };
  }
}

/** A log that keeps its lines as `level: message`. */
export class KeptLog implements Logger {
  /** All lines, in order. */
  readonly lines: string[] = [];

  /** Keeps a line. */
  debug(message: string, properties: Record<string, unknown> = {}): void {
    this.#keep("debug", message, properties);
  }
  /** Keeps a line. */
  info(message: string, properties: Record<string, unknown> = {}): void {
    this.#keep("info", message, properties);
  }
  /** Keeps a line. */
  warn(message: string, properties: Record<string, unknown> = {}): void {
    this.#keep("warn", message, properties);
  }
  /** Keeps a line. */
  error(message: string, properties: Record<string, unknown> = {}): void {
    this.#keep("error", message, properties);
  }
  /** The same log. */
  getChild(): Logger {
    return this;
  }

  #keep(level: string, message: string, properties: Record<string, unknown>): void {
    const filled = message.replace(/\{(\w+)\}/g, (_, name) => String(properties[name]));
    this.lines.push(`${level}: ${filled}`);
  }
}

/** Timers that pass when a test says so. */
export class ManualTimers {
  readonly #timers: Set<{ delayMs: number; run: () => void }> = new Set();
  #armed: (() => void)[] = [];
  #started = 0;

  /** Takes the place of `setTimeout`. */
  readonly after = (delayMs: number, run: () => void): Disposable => {
    const timer = { delayMs, run };
    this.#timers.add(timer);
    this.#started++;
    for (const armed of this.#armed.splice(0)) armed();
    return { [Symbol.dispose]: () => void this.#timers.delete(timer) };
  };

  /** Timers that run. */
  get size(): number {
    return this.#timers.size;
  }

  /** Waits until a timer of this delay runs, and lets it pass. */
  async pass(delayMs: number): Promise<void> {
    for (;;) {
      const timer = [...this.#timers].find((timer) => timer.delayMs === delayMs);
      if (timer !== undefined) {
        this.#timers.delete(timer);
        return timer.run();
      }
      await this.#next();
    }
  }

  /** Waits until a timer of this delay runs. */
  async armed(delayMs: number): Promise<void> {
    while (![...this.#timers].some((timer) => timer.delayMs === delayMs)) await this.#next();
  }

  /** Waits until so many timers have begun to run, those that are over included. */
  async started(total: number): Promise<void> {
    while (this.#started < total) await this.#next();
  }

  #next(): Promise<void> {
    return new Promise((done) => void this.#armed.push(done));
  }
}

/** An application without a socket, with all that a test wants to look at. */
export interface TestApp {
  /** Asks for a path as a client on the loopback does. */
  get(path: string, init?: RequestInit, peer?: Peer): Promise<Response>;
  /** What it calls. */
  readonly router: HealthRouter;
  /** Its lines. */
  readonly log: KeptLog;
  /** Its counts. */
  readonly registry: MetricRegistry;
  /** The application itself. */
  readonly app: App;
}

/** Makes an application. @param options other than those of a kernel without a token */
export function testApp(
  options: Partial<Pick<HttpOptions, "token" | "allowedHosts" | "scrape" | "info">> = {},
): TestApp {
  const [router, log, registry] = [new HealthRouter(), new KeptLog(), new MetricRegistry()];
  const app = createApp({
    router,
    log,
    session: "main",
    signal: new AbortController().signal,
    tokens: new TokenGuard(options.token),
    allowedHosts: new Set(options.allowedHosts),
    scrape: options.scrape ?? (() => registry.snapshot()),
    info: options.info ?? (() => ({ name: "llmspell" })),
    metrics: new HttpMetrics(registry),
    now: Date.now,
  });
  const get = (path: string, init: RequestInit = {}, peer?: Peer): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (!headers.has("host")) headers.set("host", "localhost:9560");
    const request = new Request(`http://localhost${path}`, { ...init, headers });
    return app.answer(request, peer ?? { client: "http-1", local: "127.0.0.1" });
  };
  return { app, get, router, log, registry };
}

/** A server that listens, with all that a test wants to look at. */
export interface TestServer extends AsyncDisposable {
  /** What `listen` returned. */
  readonly server: HttpServer;
  /** What it calls. */
  readonly router: HealthRouter;
  /** Its lines. */
  readonly log: KeptLog;
  /** Its counts. */
  readonly registry: MetricRegistry;
  /** Aborts the signal given to `listen`. */
  readonly stop: AbortController;
  /** Opens a connection to it. */
  connect(): Promise<RawClient>;
}

/** Starts a server over a mock Router, on a free port unless told otherwise. */
export async function startServer(options: Partial<HttpOptions> = {}): Promise<TestServer> {
  const [router, log, registry] = [new HealthRouter(), new KeptLog(), new MetricRegistry()];
  const stop = new AbortController();
  const protocol = createHttpProtocol({
    listen: "127.0.0.1:0",
    session: "main",
    scrape: () => registry.snapshot(),
    info: () => ({ name: "llmspell" }),
    metrics: registry,
    log,
    now: Date.now,
    ...options,
  });
  const server = await protocol.listen(router, stop.signal);
  return {
    ...{ server, router, log, registry, stop },
    connect: () => RawClient.connect(server.endpoint),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** A client that sends what it is told and shows what it gets. */
export class RawClient implements Disposable {
  readonly #conn: Deno.Conn;
  readonly #chunk: Uint8Array<ArrayBuffer> = new Uint8Array(64 * 1024);
  #text = "";
  #closed = false;

  /** @param conn open; it belongs to the client from now on */
  constructor(conn: Deno.Conn) {
    this.#conn = conn;
  }

  /** Connects to where a server says that it listens. */
  static async connect(endpoint: string): Promise<RawClient> {
    if (endpoint.startsWith("unix:")) {
      const path = endpoint.slice("unix:".length);
      return new RawClient(await Deno.connect({ transport: "unix", path }));
    }
    const { hostname, port } = new URL(endpoint);
    const plain = hostname.replace(/^\[|\]$/g, "");
    return new RawClient(await Deno.connect({ hostname: plain, port: Number(port) }));
  }

  /** Sends characters as bytes. */
  async send(text: string): Promise<void> {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    for (let sent = 0; sent < bytes.length;) sent += await this.#conn.write(bytes.subarray(sent));
  }

  /** Sends GET for a path. */
  get(path: string, ...fields: string[]): Promise<void> {
    return this.send(
      ["GET " + path + " HTTP/1.1", "Host: localhost", ...fields, "", ""].join("\r\n"),
    );
  }

  /** Reads one answer, up to its length. */
  async answer(): Promise<{ status: number; head: string; body: string }> {
    for (;;) {
      const end = this.#text.indexOf("\r\n\r\n");
      const head = this.#text.slice(0, end);
      const length = Number(/\ncontent-length: (\d+)/.exec(head)?.[1] ?? 0);
      if (end >= 0 && this.#text.length >= end + 4 + length) {
        const body = this.#text.slice(end + 4, end + 4 + length);
        this.#text = this.#text.slice(end + 4 + length);
        return { status: Number(head.slice(9, 12)), head, body };
      }
      if (!await this.#more()) throw new Error(`Cannot read answer: ended in "${this.#text}"`);
    }
  }

  /** Reads to the end of the connection. @returns everything not yet read */
  async rest(): Promise<string> {
    while (await this.#more());
    return this.#text;
  }

  /** Ends what this side sends. */
  closeWrite(): Promise<void> {
    return this.#conn.closeWrite();
  }

  /** Closes the connection. */
  [Symbol.dispose](): void {
    if (!this.#closed) this.#conn.close();
    this.#closed = true;
  }

  async #more(): Promise<boolean> {
    const count = await this.#conn.read(this.#chunk).catch((error) => {
      if (error instanceof Deno.errors.ConnectionReset) return null;
      throw error;
    });
    if (count === null) return false;
    for (const byte of this.#chunk.subarray(0, count)) this.#text += String.fromCharCode(byte);
    return true;
  }
}

/** Value of a series by its label values; 0 when there is none. */
export function count(registry: MetricRegistry, name: string, ...labels: string[]): number {
  const samples = registry.snapshot().find((metric) => metric.name === name)?.samples ?? [];
  return samples.find((sample) => {
    return labels.every((label) => Object.values(sample.labels).includes(label));
  })?.value ?? 0;
}
