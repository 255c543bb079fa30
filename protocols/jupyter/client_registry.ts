// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { ClientState } from "../../lib/contracts/mod.ts";
import { clientOf, type JupyterParent } from "./parent.ts";

/** Refused clients whose names are kept, so that each is told of once. */
const MAX_REFUSED = 1_024;

/** What a `ClientRegistry` is given. */
export interface ClientRegistryOptions {
  /** Clients that may be connected at once, 1 or more; `Infinity` is no limit. */
  readonly maxClients: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Whether a peer of this routing id is connected. */
  readonly hasPeer: (identity: Uint8Array) => boolean;
  /** Clients that are served elsewhere and count too; none when absent. */
  readonly elsewhere?: () => number;
}

interface Entry {
  readonly peer: Uint8Array;
  readonly sinceMs: number;
  requests: number;
}

/** The clients that are served: peers of the shell channel that have sent a signed request. */
export class ClientRegistry {
  readonly #options: ClientRegistryOptions;
  readonly #clients: Map<string, Entry> = new Map();
  readonly #refused: Set<string> = new Set();
  #maxClients: number;

  /** @throws {RangeError} when `maxClients` is neither an integer from 1 nor `Infinity` */
  constructor(options: ClientRegistryOptions) {
    this.#options = options;
    this.#maxClients = count(options.maxClients);
  }

  /** Clients that may be connected at once. Those beyond a lower number stay. */
  get maxClients(): number {
    return this.#maxClients;
  }

  /** @throws {RangeError} as the constructor */
  set maxClients(value: number) {
    this.#maxClients = count(value);
  }

  /** Counts a request of a client that is served already. @returns false when it is not */
  admitKnown({ client }: JupyterParent): boolean {
    const entry = this.#clients.get(client);
    if (entry === undefined) return false;
    entry.requests++;
    return true;
  }

  /** Counts a request, and takes its client in if there is room. @returns false when there is none */
  admit(parent: JupyterParent): boolean {
    if (this.admitKnown(parent)) return true;
    if (this.#isFull()) this.#removeGone();
    if (this.#isFull()) return false;
    const { client, identities } = parent;
    const peer = identities[0] ?? new Uint8Array();
    this.#clients.set(client, { peer, sinceMs: Math.floor(this.#options.now()), requests: 1 });
    this.#refused.delete(client);
    return true;
  }

  /** Remembers that a client was turned away. @returns true for the first time since it connected */
  refuse({ client }: JupyterParent): boolean {
    if (this.#refused.has(client)) return false;
    if (this.#refused.size >= MAX_REFUSED) this.#refused.clear();
    this.#refused.add(client);
    return true;
  }

  /** The connection of a peer has ended. Clients behind a proxy end with the proxy. */
  left(identity: Uint8Array): void {
    const peer = clientOf([identity]);
    for (const known of [this.#clients, this.#refused]) {
      if (known.delete(peer)) continue;
      for (const client of known.keys()) if (client.startsWith(`${peer}/`)) known.delete(client);
    }
  }

  /** Connected clients, in the order of their first request. */
  states(): ClientState[] {
    this.#removeGone();
    return [...this.#clients].map(([id, { sinceMs, requests }]) => ({
      id,
      protocol: "jupyter",
      sinceMs,
      requests,
    }));
  }

  #isFull(): boolean {
    return this.#clients.size + (this.#options.elsewhere?.() ?? 0) >= this.#maxClients;
  }

  /** Finds those whose leaving was not reported. */
  #removeGone(): void {
    for (const [client, { peer }] of this.#clients) {
      if (!this.#options.hasPeer(peer)) this.#clients.delete(client);
    }
  }
}

function count(value: number): number {
  if (value === Infinity || (Number.isSafeInteger(value) && value >= 1)) return value;
  throw new RangeError(`Cannot limit clients to ${value}: it is no integer from 1`);
}
