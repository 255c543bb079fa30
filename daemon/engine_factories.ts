// SPDX-License-Identifier: Apache-2.0 OR MIT
// The engine factories of one kernel: each is loaded once, so that all sessions of a language share its compiled code.

import type { EngineFactory } from "../lib/contracts/mod.ts";
import { type StartLater, type WarmEngineOptions, WarmEngines } from "../lib/kernel/mod.ts";
import { engineLoaders, type Language } from "./engines.ts";

/** When an engine that was taken is made up for: the session that took it has its first answer by then. */
const refillMs = 250;

/** What the factories of a kernel are made of. */
export interface EngineFactoriesOptions extends WarmEngineOptions {
  /** Languages of which an engine is kept ready. */
  readonly warm: readonly Language[];
}

/** Engine factories by language, loaded when first asked for. */
export class EngineFactories implements AsyncDisposable {
  readonly #options: EngineFactoriesOptions;
  readonly #loaded = new Map<Language, Promise<EngineFactory>>();
  readonly #warm = new Map<Language, WarmEngines>();

  /** @param options what engines are started with, and which are kept ready */
  constructor(options: EngineFactoriesOptions) {
    this.#options = options;
  }

  /** The factory of a language. */
  get(language: Language): Promise<EngineFactory> {
    const known = this.#loaded.get(language);
    if (known !== undefined) return known;
    const factory = this.#load(language);
    this.#loaded.set(language, factory);
    return factory;
  }

  /** Starts the engines that are to be kept ready. */
  async warm(): Promise<void> {
    await Promise.all(this.#options.warm.map((language) => this.get(language)));
    for (const engines of this.#warm.values()) engines.warm();
  }

  /** Ends the engines that are kept ready. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#warm.values()].map((engines) => engines[Symbol.asyncDispose]()));
  }

  async #load(language: Language): Promise<EngineFactory> {
    const factory = await engineLoaders[language]();
    const { warm, ...options } = this.#options;
    if (!warm.includes(language)) return factory;
    const engines = new WarmEngines(factory, options, startLater);
    this.#warm.set(language, engines);
    return engines;
  }
}

const startLater: StartLater = (start) => {
  const timer = setTimeout(start, refillMs);
  return { [Symbol.dispose]: () => clearTimeout(timer) };
};
