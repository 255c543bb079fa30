// SPDX-License-Identifier: Apache-2.0 OR MIT
// Keeps a session's engine: starts it, and starts another when it ends by itself.

import type { EngineExitEvent, EngineHost, Logger, ScriptEngine } from "../contracts/mod.ts";
import { kernelStopping } from "./errors.ts";

/** Starts an engine for a host. */
export type EngineStart = (
  host: Pick<EngineHost, "emit" | "requestInput">,
  signal: AbortSignal,
) => Promise<ScriptEngine>;

/** What an `EngineHolder` is made of. */
export interface EngineHolderParts {
  readonly start: EngineStart;
  readonly host: Pick<EngineHost, "emit" | "requestInput">;
  readonly log: Logger;
  /** Called when the engine ended unasked, before its replacement is ready. */
  readonly onExit: (exit: EngineExitEvent) => void;
}

/** The engine of a session, replaced when its Worker dies. */
export class EngineHolder implements AsyncDisposable {
  readonly #parts: EngineHolderParts;
  #starting: Promise<ScriptEngine> | undefined;
  #current: ScriptEngine | undefined;
  #disposed = false;
  readonly #unwanted = new AbortController();
  #retired = false;

  /** Starts nothing: the first `ready` or `startEagerly` does. */
  constructor(parts: EngineHolderParts) {
    this.#parts = parts;
  }

  /** The engine, when it is up. */
  get current(): ScriptEngine | undefined {
    return this.#current;
  }

  /**
   * The engine as soon as it is up. A failed start is tried again by the next call.
   *
   * @throws {KernelError} `engine.start` when it cannot be started
   * @throws {KernelError} `kernel.stopping` when the session has ended
   */
  ready(): Promise<ScriptEngine> {
    if (this.#disposed) return Promise.reject(kernelStopping());
    if (this.#retired && this.#starting === undefined) return Promise.reject(kernelStopping());
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /**
   * Starts the engine where it is not up. Whoever calls `ready` hears of a failure; here it is logged, so that it is
   * told even if nobody asks.
   */
  startEagerly(): void {
    if (this.#disposed || this.#retired) return;
    this.ready().catch((error) => {
      if (this.#unwanted.signal.aborted) return;
      this.#parts.log.error("Cannot start the engine: {error}", { error });
    });
  }

  /** From here on no engine is started any more, one that is starting is given up, and one that ends is not replaced. */
  retire(): void {
    this.#retired = true;
    if (this.#current === undefined) this.#unwanted.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    this.#unwanted.abort();
    const starting = this.#starting;
    this.#starting = undefined;
    if (!starting) return;
    const [started] = await Promise.allSettled([starting]);
    if (started.status === "fulfilled") await started.value[Symbol.asyncDispose]();
  }

  async #start(): Promise<ScriptEngine> {
    try {
      const engine = await this.#parts.start(this.#parts.host, this.#unwanted.signal);
      this.#current = engine;
      void engine.exited.then(({ reason }) => this.#exited(reason));
      return engine;
    } catch (error) {
      this.#starting = undefined;
      throw error;
    }
  }

  #exited(reason: string): void {
    this.#current = undefined;
    if (this.#disposed) return;
    this.#starting = undefined;
    const restarted = !this.#retired;
    const text = restarted
      ? "The engine ended: {reason}; a new one starts"
      : "The engine ended: {reason}";
    this.#parts.log.error(text, { reason });
    this.#parts.onExit({ type: "engine_exit", reason, restarted });
    if (restarted) this.startEagerly();
  }
}
