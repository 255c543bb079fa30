// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Collects a program's samples, and why some are missing. */
export class Recorder {
  readonly #signal: AbortSignal;
  readonly #samples: Record<string, number[]> = {};
  readonly #missing: Record<string, string> = {};

  /** @param signal aborts when the run ends early */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Samples by measure, in the order taken. */
  get samples(): Readonly<Record<string, readonly number[]>> {
    return this.#samples;
  }

  /** The first reason for which a group failed, by group. */
  get missing(): Readonly<Record<string, string>> {
    return this.#missing;
  }

  /** Adds a sample. */
  add(id: string, value: number): void {
    (this.#samples[id] ??= []).push(value);
  }

  /**
   * Takes a group of measures; when it fails the run goes on without the rest of it.
   *
   * @throws the signal's reason when the run ends early
   */
  async attempt(group: string, take: () => void | Promise<void>): Promise<void> {
    try {
      await take();
    } catch (error) {
      this.#signal.throwIfAborted();
      this.#missing[group] ??= error instanceof Error ? error.message : String(error);
    }
  }
}
