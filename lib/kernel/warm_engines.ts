// SPDX-License-Identifier: Apache-2.0 OR MIT
// Engines that are started before a session wants them.

import type {
  EngineEvent,
  EngineFactory,
  EngineHost,
  EngineOptions,
  InputRequest,
  LanguageInfo,
  ScriptEngine,
} from "../contracts/mod.ts";
import { kernelStopping } from "./errors.ts";

/** What every engine kept warm is started with: all that does not differ between sessions. */
export type WarmEngineOptions = Omit<EngineOptions, "host" | "script" | "signal">;

/** Has something start once those who wait now have been served; disposing before then cancels it. */
export type StartLater = (start: () => void) => Disposable;

/** An engine without a session, and what becomes its session's host. */
interface Spare {
  readonly host: LateHost;
  readonly engine: Promise<ScriptEngine>;
  /** Ends its start. */
  readonly unwanted: AbortController;
}

/**
 * A factory that keeps one engine ready: a session that takes it does not wait for its start. The next one is started
 * later, since that holds the thread for some tens of milliseconds, and whoever opened the session waits. A script's own session, which has arguments, gets an engine of its own.
 */
export class WarmEngines implements EngineFactory, AsyncDisposable {
  readonly #factory: EngineFactory;
  readonly #options: WarmEngineOptions;
  readonly #later: StartLater;
  #due: Disposable | undefined;
  #spare: Spare | undefined;
  #closed = false;

  /**
   * Starts nothing.
   *
   * @param factory starts the engines
   * @param options what they are started with
   * @param later when the one that was taken is made up for
   */
  constructor(factory: EngineFactory, options: WarmEngineOptions, later: StartLater) {
    this.#later = later;
    this.#factory = factory;
    this.#options = options;
  }

  /** As the factory says. */
  get language(): LanguageInfo {
    return this.#factory.language;
  }

  /** Starts the engine to be kept ready, where none is. Returns at once; a failure is logged and tried again later. */
  warm(): void {
    if (this.#closed || this.#spare !== undefined) return;
    const host = new LateHost();
    const unwanted = new AbortController();
    const engine = this.#factory.start({ ...this.#options, host, signal: unwanted.signal });
    const spare: Spare = { host, engine, unwanted };
    this.#spare = spare;
    const drop = (): void => {
      if (this.#spare === spare) this.#spare = undefined;
    };
    engine.then(
      ({ exited }) => void exited.then(drop),
      (error: unknown) => {
        drop();
        if (unwanted.signal.aborted) return;
        this.#options.log.error("Cannot keep an engine warm: {error}", { error });
      },
    );
  }

  /** The engine kept ready, else a fresh one. @throws {KernelError} `engine.start` */
  async start(options: EngineOptions): Promise<ScriptEngine> {
    if (this.#closed) throw kernelStopping();
    const spare = options.script === undefined ? this.#spare : undefined;
    if (spare === undefined) return await this.#factory.start(options);
    this.#spare = undefined;
    spare.host.attach(options.host);
    options.signal?.addEventListener("abort", () => spare.unwanted.abort(), { once: true });
    this.#due?.[Symbol.dispose]();
    this.#due = this.#later(() => this.warm());
    return await spare.engine.catch(() => this.#factory.start(options));
  }

  /** Ends the engine that is kept; those taken are their sessions'. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#due?.[Symbol.dispose]();
    const spare = this.#spare;
    this.#spare = undefined;
    if (spare === undefined) return;
    spare.unwanted.abort();
    const [started] = await Promise.allSettled([spare.engine]);
    if (started.status === "fulfilled") await started.value[Symbol.asyncDispose]();
  }
}

/** The host of an engine that has no session yet: nothing runs there, so nothing calls it. */
class LateHost implements EngineHost {
  #host: EngineHost | undefined;

  attach(host: EngineHost): void {
    this.#host = host;
  }

  emit(execution: number, event: EngineEvent): Promise<void> | void {
    return this.#host?.emit(execution, event);
  }

  requestInput(execution: number, request: InputRequest): Promise<string> {
    return this.#attached().requestInput(execution, request);
  }

  async call(execution: number, name: string, args: readonly unknown[]): Promise<unknown> {
    return await this.#attached().call(execution, name, args);
  }

  #attached(): EngineHost {
    if (this.#host === undefined) throw new TypeError("Cannot serve the engine: it has no session");
    return this.#host;
  }
}
