// SPDX-License-Identifier: Apache-2.0 OR MIT
// Texts of the chunks executed, for source lines in tracebacks and for doc comments. Bounded.

const maxChunks = 200;
const maxBytes = 4 * 1024 * 1024;

/** Keeps the newest chunks by name. */
export class ChunkSources {
  readonly #texts = new Map<string, string>();
  #chars = 0;

  /** Remembers `text` as the source of chunk `name`; the oldest go when there are too many. */
  add(name: string, text: string): void {
    this.#drop(name);
    this.#texts.set(name, text);
    this.#chars += text.length;
    for (const oldest of this.#texts.keys()) {
      if (this.#texts.size <= maxChunks && this.#chars <= maxBytes) break;
      this.#drop(oldest);
    }
  }

  /** Source of a chunk, where still known. */
  get(name: string): string | undefined {
    return this.#texts.get(name);
  }

  /** One line of a chunk, 1-based. */
  line(name: string, line: number): string | undefined {
    return this.#texts.get(name)?.split("\n")[line - 1];
  }

  /** Newest first. */
  *newest(): Iterable<[name: string, text: string]> {
    yield* [...this.#texts].reverse();
  }

  #drop(name: string): void {
    const text = this.#texts.get(name);
    if (text === undefined) return;
    this.#texts.delete(name);
    this.#chars -= text.length;
  }
}
