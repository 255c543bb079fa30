// SPDX-License-Identifier: Apache-2.0 OR MIT
// An engine on the bench: a host that records, and short ways to ask for things.

import type {
  Assets,
  EngineEvent,
  EngineFactory,
  EngineHost,
  EngineLimits,
  EngineOptions,
  ExecuteOutcome,
  ExecuteRequest,
  InputRequest,
  Logger,
  ScriptEngine,
} from "../../lib/contracts/mod.ts";
import { checkoutAssets } from "./checkout_assets.ts";

/** An event with the execution it belongs to. */
export interface Emitted {
  readonly execution: number;
  readonly event: EngineEvent;
}

/** Settings of a bench; all have defaults. */
export interface BenchOptions {
  readonly limits?: Partial<EngineLimits>;
  readonly call?: EngineHost["call"];
  readonly requestInput?: EngineHost["requestInput"];
  readonly script?: NonNullable<EngineOptions["script"]>;
  readonly signal?: AbortSignal;
  readonly assets?: Assets;
}

/** A log that nobody reads. */
export const silentLog: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  getChild: () => silentLog,
};

/** A running engine, what it emitted, and the questions it asked. */
export class EngineBench implements AsyncDisposable {
  readonly emitted: Emitted[] = [];
  /** Input requests not answered yet, oldest first. */
  readonly questions: { request: InputRequest; answer: (line: string) => void }[] = [];
  #engine: ScriptEngine | undefined;
  #waiting: { wanted: () => boolean; resolve: () => void }[] = [];
  #nextId = 1;

  /** Starts an engine of `factory`. */
  static async start(factory: EngineFactory, options: BenchOptions = {}): Promise<EngineBench> {
    const bench = new EngineBench();
    const refuse = (): Promise<never> => Promise.reject(new TypeError("Cannot call: not granted"));
    const host: EngineHost = {
      emit: (execution, event) => {
        bench.emitted.push({ execution, event });
        bench.#look();
      },
      requestInput: options.requestInput ?? ((_execution, request) =>
        new Promise((answer) => {
          bench.questions.push({ request, answer });
          bench.#look();
        })),
      call: options.call ?? refuse,
    };
    bench.#engine = await factory.start({
      host,
      assets: options.assets ?? checkoutAssets,
      log: silentLog,
      limits: {
        memoryBytes: 64 * 1024 * 1024,
        maxDisplayChars: 20_000,
        maxOutputBytes: 1024 * 1024,
        ...options.limits,
      },
      ...(options.script === undefined ? {} : { script: options.script }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    return bench;
  }

  get engine(): ScriptEngine {
    if (this.#engine === undefined) throw new TypeError("Cannot use the bench: not started");
    return this.#engine;
  }

  /** Runs code as the next execution, `In[n]`. */
  run(code: string, more: Partial<ExecuteRequest> = {}): Promise<ExecuteOutcome> {
    const id = this.#nextId++;
    const chunkName = `In[${id}]`;
    return this.engine.execute({
      id,
      code,
      chunkName,
      silent: false,
      userExpressions: {},
      ...more,
    });
  }

  /** Runs code and gives the text of its result; of a failure its name and message. */
  async text(code: string): Promise<string | undefined> {
    const outcome = await this.run(code);
    if (outcome.status === "error") return `${outcome.ename}: ${outcome.evalue}`;
    return outcome.result?.data["text/plain"] as string | undefined;
  }

  /** Text of one stream so far. */
  stream(name: "stdout" | "stderr"): string {
    return this.emitted.map(({ event }) =>
      event.type === "stream" && event.name === name ? event.text : ""
    ).join("");
  }

  /** Waits for an event or a question that makes `wanted` true. */
  until(wanted: () => boolean): Promise<void> {
    if (wanted()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ wanted, resolve }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#engine?.[Symbol.asyncDispose]();
  }

  #look(): void {
    const ready = this.#waiting.filter(({ wanted }) => wanted());
    this.#waiting = this.#waiting.filter((waiting) => !ready.includes(waiting));
    for (const { resolve } of ready) resolve();
  }
}
