// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the tests of this room share: a Router that plays a kernel, silent logs, counting metrics.

import type {
  Counter,
  Labels,
  Logger,
  Metrics,
  OperationName,
  OperationParams,
  OperationResult,
  RequestContext,
  Router,
  SessionEvent,
  SessionEventBody,
} from "../../lib/contracts/mod.ts";
import { addonPath, type Context, detectLibc, openContext } from "../../lib/zmq/mod.ts";
import { type ConnectionInfo, newConnection } from "./connection_file.ts";
import { createJupyterProtocol, type JupyterProtocol } from "./mod.ts";
import type { Message } from "./messages.ts";
import type { JupyterOptions } from "./options.ts";
import { JupyterParent } from "./parent.ts";
import type { Reply, Route } from "./routes/mod.ts";
import type { JupyterServer } from "./server.ts";

/** What a mock answers an operation with. */
export type Answer<K extends OperationName> = (
  params: OperationParams<K>,
  context: RequestContext,
) => OperationResult<K> | Promise<OperationResult<K>>;

/** Answers by operation. */
export type Answers = { [K in OperationName]?: Answer<K> };

/** One call that a mock saw. */
export interface SeenCall {
  /** Name of the operation. */
  readonly operation: OperationName;
  /** Its parameters. */
  readonly params: unknown;
  /** Who called. */
  readonly context: RequestContext;
}

/** A Router whose answers are given; others are those of a kernel that echoes code. */
export class MockRouter implements Router {
  /** Calls so far, in order. */
  readonly calls: SeenCall[] = [];
  readonly #answers: Answers;
  readonly #listeners: Set<(event: SessionEvent) => void> = new Set();
  #count = 0;

  /** Makes a Router. @param answers by operation; the rest is an echo kernel */
  constructor(answers: Answers = {}) {
    this.#answers = { ...this.#defaults(), ...answers };
  }

  /** Answers a call. */
  async call<K extends OperationName>(
    operation: K,
    params: OperationParams<K>,
    context: RequestContext,
  ): Promise<OperationResult<K>> {
    this.calls.push({ operation, params, context });
    context.started?.();
    const answer = this.#answers[operation] as Answer<K> | undefined;
    if (answer === undefined) throw new Error(`Cannot call ${operation}: the mock has no answer`);
    return await answer(params, context);
  }

  /** Hears what `emit` publishes. */
  subscribe(_session: string, listener: (event: SessionEvent) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Publishes an event as the session would. */
  emit(body: SessionEventBody, context?: RequestContext): void {
    const event = { session: "main", client: context?.client, parent: context?.parent, body };
    for (const listener of this.#listeners) listener(event);
  }

  #defaults(): Answers {
    return {
      "kernel.info": () => MOCK_INFO,
      "execute": (params, context) => this.#execute(params, context),
      "interrupt": () => ({}),
      "kernel.shutdown": ({ restart }, context) => {
        this.emit({ type: "shutdown", restart }, context);
        return { restart };
      },
    };
  }

  async #execute(
    { code, silent }: OperationParams<"execute">,
    context: RequestContext,
  ): Promise<OperationResult<"execute">> {
    const executionCount = silent ? this.#count : ++this.#count;
    if (!silent) this.emit({ type: "execution_started", code, executionCount }, context);
    if (code.startsWith("input ")) {
      const request = { prompt: code.slice(6), password: false };
      const text = await context.requestInput?.(request, context.signal) ?? "refused";
      this.emit({ type: "stream", name: "stdout", text }, context);
    } else if (code.startsWith("print ")) {
      this.emit({ type: "stream", name: "stdout", text: code.slice(6) }, context);
    }
    return { status: "ok", executionCount, userExpressions: {} };
  }
}

/** What a `MockRouter` says of itself. */
export const MOCK_INFO: OperationResult<"kernel.info"> = {
  implementation: "mock",
  implementationVersion: "1.0.0",
  language: {
    name: "echo",
    version: "1.0",
    mimetype: "text/x-echo",
    fileExtension: ".echo",
    pygmentsLexer: "text",
    codemirrorMode: "null",
    banner: "Echo",
    helpLinks: [{ text: "Help", url: "https://example.org/" }],
  },
};

/** State of a kernel that has just started. @param sessions ids of its sessions */
export function mockState(
  { sessions = [] }: { sessions?: readonly string[] } = {},
): OperationResult<"kernel.state"> {
  const idle = { language: "echo", status: "idle", executionCount: 0 } as const;
  return {
    id: "mock",
    version: "1.0.0",
    phase: "Running",
    startedAtMs: 0,
    uptimeSeconds: 1,
    sessions: sessions.map((id) => ({ id, ...idle, queued: 0, running: 0, subshells: 0 })),
    clients: [],
    maxClients: 10,
    requests: { total: 0, failed: 0, errorRate: 0 },
    usage: {
      pid: 1,
      cpuPercent: 0,
      rssBytes: 0,
      hostCpuPercent: 0,
      hostCpuCount: 1,
      hostMemory: { total: 1, available: 1, used: 0, free: 1, percent: 0 },
    },
    endpoints: {},
    ports: {},
    files: {},
  };
}

/** Counts by metric name and label values. */
export class CountingMetrics implements Metrics {
  /** Value by name and label values. */
  readonly values: Map<string, number> = new Map();

  /** Adds up. */
  counter({ name }: { name: string }): Counter {
    return { increment: (labels, by = 1) => this.#add(name, labels, by) };
  }

  /** Keeps the latest. */
  gauge({ name }: { name: string }): { set(value: number): void } {
    return { set: (value) => void this.values.set(name, value) };
  }

  /** Counts observations. */
  histogram({ name }: { name: string }): { observe(value: number, labels?: Labels): void } {
    return { observe: (_value, labels) => this.#add(name, labels, 1) };
  }

  /** Sum of a metric over the label values given. */
  get(name: string, ...values: string[]): number {
    return this.values.get([name, ...values].join(" ")) ?? 0;
  }

  #add(name: string, labels: Labels = {}, by: number): void {
    const key = [name, ...Object.values(labels)].join(" ");
    this.values.set(key, (this.values.get(key) ?? 0) + by);
  }
}

/** A log that keeps its lines. */
export class KeptLog implements Logger {
  /** All lines, in order. */
  readonly lines: { level: string; message: string; properties: Record<string, unknown> }[] = [];

  /** Keeps a line. */
  debug(message: string, properties: Record<string, unknown> = {}): void {
    this.lines.push({ level: "debug", message, properties });
  }
  /** Keeps a line. */
  info(message: string, properties: Record<string, unknown> = {}): void {
    this.lines.push({ level: "info", message, properties });
  }
  /** Keeps a line. */
  warn(message: string, properties: Record<string, unknown> = {}): void {
    this.lines.push({ level: "warn", message, properties });
  }
  /** Keeps a line. */
  error(message: string, properties: Record<string, unknown> = {}): void {
    this.lines.push({ level: "error", message, properties });
  }
  /** The same log. */
  getChild(): Logger {
    return this;
  }
}

/** A ZeroMQ context for one test. */
export function testContext(): Context {
  const { os, arch } = Deno.build;
  const libc = detectLibc();
  const addon = addonPath(libc === undefined ? { os, arch } : { os, arch, libc });
  const url = new URL(`../../node_modules/zeromq/build/${addon}`, import.meta.url);
  return openContext({ library: url.pathname });
}

/** A kernel that listens, with all that a test wants to look at. */
export interface TestKernel extends AsyncDisposable {
  /** Where its sockets are open. */
  readonly context: Context;
  /** What it calls. */
  readonly router: MockRouter;
  /** The module under test. */
  readonly protocol: JupyterProtocol;
  /** What `listen` returned. */
  readonly server: JupyterServer;
  /** With the ports as bound. */
  readonly connection: ConnectionInfo;
  /** Its counts. */
  readonly metrics: CountingMetrics;
  /** Its lines. */
  readonly log: KeptLog;
  /** Aborts the signal given to `listen`. */
  readonly stop: AbortController;
}

/** Starts a kernel over a mock Router on free ports. */
export async function startKernel(
  answers: Answers = {},
  options: Partial<JupyterOptions> = {},
): Promise<TestKernel> {
  await using stack = new AsyncDisposableStack();
  const context = stack.use(testContext());
  const [metrics, log, stop] = [new CountingMetrics(), new KeptLog(), new AbortController()];
  const router = new MockRouter(answers);
  const protocol = createJupyterProtocol({
    context,
    connection: newConnection(),
    session: "main",
    log,
    metrics,
    now: Date.now,
    randomUUID: () => crypto.randomUUID(),
    ...options,
  });
  const server = stack.use(await protocol.listen(router, stop.signal));
  stack.defer(() => stop.abort(new Error("the test ends")));
  const held = stack.move();
  const { connection } = server;
  const parts = { context, router, protocol, server, connection, metrics, log, stop };
  return { ...parts, [Symbol.asyncDispose]: () => held.disposeAsync() };
}

/** Outcome of `callRoute`. */
export interface RouteOutcome {
  /** What the route returned. */
  readonly reply: Reply | undefined;
  /** What it asked of the Router. */
  readonly calls: readonly SeenCall[];
}

/**
 * Calls a route as the dispatcher does, without sockets.
 *
 * @throws what the route throws, and what its schema refuses
 */
export async function callRoute<T>(
  route: Route<T>,
  content: object,
  answers: Answers = {},
  more: Partial<Pick<Message, "metadata" | "buffers">> & { features?: readonly string[] } = {},
): Promise<RouteOutcome> {
  const router = new MockRouter(answers);
  const { features = [], metadata = {}, buffers = [] } = more;
  const header = { msg_id: "1", session: "s", msg_type: route.method };
  const rawHeader = new TextEncoder().encode(JSON.stringify(header));
  const rest = { rawHeader, parentHeader: {}, content: {} };
  const message: Message = { identities: [], header, ...rest, metadata, buffers };
  const context: RequestContext = {
    client: "jupyter:01",
    session: "main",
    channel: route.channels[0] ?? "shell",
    parent: JupyterParent.of(message),
    signal: new AbortController().signal,
    requestInput: () => Promise.resolve("answer"),
  };
  const connection = { ...newConnection(), shell_port: 1, iopub_port: 2, stdin_port: 3 };
  const ports = { ...connection, control_port: 4, hb_port: 5 };
  const own = { router, context, message, connection: ports, features };
  const call = { ...own, hostname: "here", executionCount: 7 };
  return { reply: await route.handle(route.content.parse(content), call), calls: router.calls };
}
