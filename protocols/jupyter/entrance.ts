// SPDX-License-Identifier: Apache-2.0 OR MIT
// Who of the shell channel is served, and who has to wait outside.

import type { Logger } from "../../lib/contracts/mod.ts";
import type { KernelError } from "../../lib/errors.ts";
import type { ClientRegistry } from "./client_registry.ts";
import { clientLimit } from "./errors.ts";
import type { Message } from "./messages.ts";
import type { JupyterMetrics } from "./metrics.ts";
import { JupyterParent } from "./parent.ts";

/** What an `Entrance` is given. */
export interface EntranceOptions {
  readonly registry: ClientRegistry;
  readonly metrics: Pick<JupyterMetrics, "refused">;
  readonly log: Logger;
  /** Begins to serve a request; with a `refusal`, to answer it with that. */
  readonly serve: (message: Message, parent: JupyterParent, refusal?: KernelError) => void;
}

/**
 * Lets requests in while there is room for their clients. Where there is none, a request waits for the end of the
 * turn: what was received behind it may say that another client has left.
 */
export class Entrance {
  readonly #options: EntranceOptions;
  #waiting: [Message, JupyterParent][] = [];

  /** @param options who is known, and where to lead */
  constructor(options: EntranceOptions) {
    this.#options = options;
  }

  /** Takes a request. Those of one client are served in the order in which they come. */
  enter(message: Message): void {
    const { registry, serve } = this.#options;
    const parent = JupyterParent.of(message);
    const admitted = this.#waiting.length === 0
      ? registry.admit(parent)
      : registry.admitKnown(parent);
    if (admitted) serve(message, parent);
    else this.#waiting.push([message, parent]);
  }

  /**
   * Performs a turn and then decides about those who wait: when all that had arrived was received, and at the end
   * of the next turn at the latest.
   *
   * @param receive performs the turn; false when more may wait
   */
  turn(receive: () => boolean): void {
    const waited = this.#waiting.length > 0;
    if (receive() || waited) this.#decide();
  }

  #decide(): void {
    if (this.#waiting.length === 0) return;
    const { registry, serve } = this.#options;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const [message, parent] of waiting) {
      if (registry.admit(parent)) serve(message, parent);
      else serve(message, parent, this.#refusal(parent));
    }
  }

  /** Counts and logs a client once, however often it asks. */
  #refusal(parent: JupyterParent): KernelError {
    const { registry, metrics, log } = this.#options;
    const { client } = parent;
    const { maxClients } = registry;
    if (registry.refuse(parent)) {
      metrics.refused();
      log.warn("Refused {client}: {maxClients} are connected, the limit", { client, maxClients });
    }
    return clientLimit(maxClients);
  }
}
