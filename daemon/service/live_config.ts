// SPDX-License-Identifier: Apache-2.0 OR MIT
// The configuration of a running kernel, and how it changes without a break.

import { applyLive, type Config, diffConfig } from "../../lib/config/mod.ts";
import type { ConfigChange, Logger } from "../../lib/contracts/mod.ts";

/** What a `LiveConfig` is given. */
export interface LiveConfigOptions {
  /** Configuration the kernel was started with. */
  readonly initial: Config;
  /**
   * Reads files, environment and flags again.
   *
   * @throws {KernelError} `config.…` when something is wrong with them; then nothing changes
   */
  readonly load: () => Promise<Config>;
  /** Puts the live settings in force; called after each reload that changed one. */
  readonly apply: (config: Config) => void;
  readonly log: Logger;
}

/** Holds the configuration in force. A reload that fails changes nothing. */
export class LiveConfig {
  readonly #options: LiveConfigOptions;
  #current: Config;

  /** Begins with the initial configuration. */
  constructor(options: LiveConfigOptions) {
    this.#options = options;
    this.#current = options.initial;
  }

  /** The configuration in force. */
  get current(): Config {
    return this.#current;
  }

  /**
   * Reads the configuration again and puts in force what may change while the kernel runs.
   *
   * @param dryRun only tells what would change
   * @returns what differs, what needs a restart included
   * @throws {KernelError} `config.…`; names file, line and setting
   */
  async reload(dryRun: boolean): Promise<ConfigChange[]> {
    const { load, apply, log } = this.#options;
    const next = await load();
    const changes = diffConfig(this.#current, next);
    if (dryRun || changes.length === 0) return changes;
    this.#current = applyLive(this.#current, next);
    for (const { path, before, after, takesEffect } of changes) {
      const text = takesEffect === "live"
        ? "Setting {path} changes from {before} to {after}"
        : "Setting {path} will change from {before} to {after} at the next start";
      log.info(text, { path, before, after });
    }
    if (changes.some(({ takesEffect }) => takesEffect === "live")) apply(this.#current);
    return changes;
  }
}
