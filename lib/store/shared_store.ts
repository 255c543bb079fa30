// SPDX-License-Identifier: Apache-2.0 OR MIT
// Values that sessions share: JSON by scope and key, in memory.

import { sharedFull } from "./errors.ts";

/** Bytes that an entry takes beside its texts. */
const entryBytes = 64;

/** A store of JSON texts by scope and key. Scopes do not see one another's keys. */
export class SharedStore {
  readonly #scopes = new Map<string, Map<string, string>>();
  readonly #maxBytes: number;
  #bytes = 0;

  /** An empty store. @param maxBytes what scopes, keys and values may take together, in UTF-16 units and 64 for each entry */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** What scopes, keys and values take together. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Keeps a value in place of what was there.
   *
   * @param json text of the value
   * @throws {KernelError} `state.full` when there is no room; what was there stays
   */
  save(scope: string, key: string, json: string): void {
    const entries = this.#scopes.get(scope);
    const before = entries?.get(key);
    const size = sizeOf(scope, key, json);
    const bytes = this.#bytes + size - (before === undefined ? 0 : sizeOf(scope, key, before));
    if (bytes > this.#maxBytes) throw sharedFull(scope, key, size, this.#maxBytes);
    this.#bytes = bytes;
    if (entries === undefined) this.#scopes.set(scope, new Map([[key, json]]));
    else entries.set(key, json);
  }

  /** Text of a value; `undefined` when there is none. */
  load(scope: string, key: string): string | undefined {
    return this.#scopes.get(scope)?.get(key);
  }

  /** Forgets a value. @returns false when there was none */
  delete(scope: string, key: string): boolean {
    const entries = this.#scopes.get(scope);
    const json = entries?.get(key);
    if (entries === undefined || json === undefined) return false;
    entries.delete(key);
    if (entries.size === 0) this.#scopes.delete(scope);
    this.#bytes -= sizeOf(scope, key, json);
    return true;
  }

  /** Keys of a scope, sorted. */
  keys(scope: string): string[] {
    return [...this.#scopes.get(scope)?.keys() ?? []].sort();
  }
}

function sizeOf(scope: string, key: string, json: string): number {
  return scope.length + key.length + json.length + entryBytes;
}
