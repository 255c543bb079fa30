// SPDX-License-Identifier: Apache-2.0 OR MIT
// A kernel on the bench, with sessions of any language: records events, and has short ways to ask for things.

import type {
  EngineFactory,
  EngineHost,
  EngineLimits,
  ExecuteResult,
  OperationName,
  OperationParams,
  OperationResult,
  RequestContext,
  SessionEvent,
} from "../../lib/contracts/mod.ts";
import { Kernel } from "../../lib/kernel/mod.ts";
import { MetricRegistry } from "../../lib/observe/mod.ts";
import { openHistory } from "../../lib/store/mod.ts";
import { checkoutAssets } from "./checkout_assets.ts";
import { silentLog } from "./engine_bench.ts";

/** Settings of one session; all have defaults. */
export interface BenchSessionOptions {
  readonly limits?: Partial<EngineLimits>;
  /** Performs host functions; refuses all when absent. */
  readonly call?: EngineHost["call"];
}

/** Refuses every host function. */
const refuse = (): Promise<never> => Promise.reject(new TypeError("Cannot call: not granted"));

/** A kernel with what its sessions told. */
export class KernelBench implements AsyncDisposable {
  /** Events of all sessions, in order. */
  readonly events: SessionEvent[] = [];
  /** Of the kernel and all its sessions. */
  readonly metrics: MetricRegistry = new MetricRegistry();
  readonly #history = openHistory({ path: ":memory:", now: Date.now });
  readonly kernel: Kernel = new Kernel({
    implementation: { name: "llmspell", version: "0.0.0" },
    history: this.#history,
    limits: { maxQueued: 10, maxSubshells: 2 },
    log: silentLog,
    metrics: this.metrics,
    now: () => performance.now(),
    randomUUID: () => crypto.randomUUID(),
  });
  #waiting: { wanted: () => boolean; resolve: () => void }[] = [];

  /** Opens a session whose engine starts with the first request. */
  open(session: string, engine: EngineFactory, options: BenchSessionOptions = {}): void {
    this.kernel.openSession(session, {
      engine,
      assets: checkoutAssets,
      log: silentLog,
      limits: {
        memoryBytes: 64 * 1024 * 1024,
        maxDisplayChars: 20_000,
        maxOutputBytes: 1024 * 1024,
        ...options.limits,
      },
      call: options.call ?? refuse,
    });
    this.kernel.subscribe(session, (event) => {
      this.events.push(event);
      this.#look();
    });
  }

  /** Calls an operation as a client of one session. */
  call<K extends OperationName>(
    session: string,
    operation: K,
    params: OperationParams<K>,
    more: Partial<RequestContext> = {},
  ): Promise<OperationResult<K>> {
    return this.kernel.call(operation, params, {
      client: "bench",
      session,
      channel: "shell",
      parent: undefined,
      signal: new AbortController().signal,
      ...more,
    });
  }

  /** Runs code in a session. */
  run(session: string, code: string): Promise<ExecuteResult> {
    return this.call(session, "execute", {
      code,
      silent: false,
      storeHistory: true,
      userExpressions: {},
      stopOnError: false,
    });
  }

  /** Runs code and gives the text of its result; of a failure its name and message. */
  async text(session: string, code: string): Promise<string | undefined> {
    const before = this.events.length;
    const outcome = await this.run(session, code);
    if (outcome.status === "error") return `${outcome.ename}: ${outcome.evalue}`;
    const told = this.events.slice(before).map((event) => event.session === session && event.body);
    for (const body of told) {
      if (body && body.type === "result") return String(body.data["text/plain"]);
    }
    return undefined;
  }

  /** Interrupts what runs in a session. */
  async interrupt(session: string): Promise<void> {
    await this.call(session, "interrupt", {}, { channel: "control" });
  }

  /** Text that a session wrote so far. */
  stream(session: string, name: "stdout" | "stderr" = "stdout"): string {
    return this.events.map((event) =>
      event.session === session && event.body.type === "stream" && event.body.name === name
        ? event.body.text
        : ""
    ).join("");
  }

  /** Waits for an event that makes `wanted` true. */
  until(wanted: () => boolean): Promise<void> {
    if (wanted()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ wanted, resolve }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kernel[Symbol.asyncDispose]();
    this.#history[Symbol.dispose]();
  }

  #look(): void {
    const ready = this.#waiting.filter(({ wanted }) => wanted());
    this.#waiting = this.#waiting.filter((waiting) => !ready.includes(waiting));
    for (const { resolve } of ready) resolve();
  }
}
