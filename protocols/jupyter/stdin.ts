// SPDX-License-Identifier: Apache-2.0 OR MIT
// Questions to the person at a front end, and their answers.

import type { InputRequest, Logger } from "../../lib/contracts/mod.ts";
import type { Socket } from "../../lib/zmq/mod.ts";
import { inputUnreachable } from "./errors.ts";
import { type Message, type MessageWriter, totalBytes } from "./messages.ts";
import type { JupyterMetrics } from "./metrics.ts";
import type { After } from "./options.ts";
import type { JupyterParent } from "./parent.ts";
import { deliver } from "./transport.ts";

/** First pause before an unreachable client is tried again; each further one doubles. */
const FIRST_RETRY_MS = 10;

/** What a `StdinBroker` is given. */
export interface StdinOptions {
  readonly socket: Pick<Socket, "trySend">;
  readonly writer: MessageWriter;
  readonly metrics: JupyterMetrics;
  readonly log: Logger;
  readonly after: After;
  /** How long a client may take to connect its stdin channel. */
  readonly connectMs: number;
}

/** A question without an answer. */
interface Pending {
  readonly id: string;
  readonly answer: (value: string) => void;
}

/** Asks clients, each over the identity that its shell and stdin channels share. */
export class StdinBroker {
  readonly #options: StdinOptions;
  readonly #pending: Map<string, Pending[]> = new Map();

  /** @param options the stdin socket and its writer */
  constructor(options: StdinOptions) {
    this.#options = options;
  }

  /**
   * Asks the client of a request, and waits for its answer.
   *
   * @param signal ends the waiting; an answer that comes later is ignored
   * @throws {KernelError} `input.refused` when the client has no stdin channel
   */
  async ask(parent: JupyterParent, request: InputRequest, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const { writer, metrics } = this.#options;
    const { prompt, password } = request;
    const draft = { type: "input_request", content: { prompt, password } };
    const { id, frames } = writer.write(parent.identities, parent.header, draft);
    const pending = { id, answer: resolve };
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    this.#add(parent.client, pending);
    try {
      await this.#reach(parent, frames, signal);
      metrics.sent("stdin", "input_request", totalBytes(frames));
      return await promise;
    } finally {
      signal.removeEventListener("abort", abort);
      this.#remove(parent.client, pending);
    }
  }

  /** Takes an `input_reply`; one that answers no open question is ignored. */
  reply(client: string, message: Message): void {
    const { metrics, log } = this.#options;
    const { value } = message.content;
    const asked = message.parentHeader["msg_id"];
    const waiting = this.#pending.get(client) ?? [];
    const pending = asked === undefined ? waiting[0] : waiting.find(({ id }) => id === asked);
    if (pending === undefined || typeof value !== "string") {
      metrics.rejected("stdin", "stale_input");
      log.debug("Ignored an input_reply that answers no question of {client}", { client });
      return;
    }
    this.#remove(client, pending);
    pending.answer(value);
  }

  async #reach(
    parent: JupyterParent,
    frames: readonly Uint8Array[],
    signal: AbortSignal,
  ): Promise<void> {
    const { socket, connectMs } = this.#options;
    let leftMs = connectMs;
    for (let pauseMs = FIRST_RETRY_MS;; pauseMs *= 2) {
      if (deliver(socket, frames) === "sent") return;
      if (leftMs <= 0) throw inputUnreachable(parent.client);
      await this.#pause(Math.min(pauseMs, leftMs), signal);
      leftMs -= pauseMs;
    }
  }

  async #pause(delayMs: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    using _timer = this.#options.after(delayMs, resolve);
    try {
      await promise;
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  #add(client: string, pending: Pending): void {
    this.#pending.set(client, [...this.#pending.get(client) ?? [], pending]);
  }

  #remove(client: string, pending: Pending): void {
    const rest = (this.#pending.get(client) ?? []).filter((other) => other !== pending);
    if (rest.length === 0) this.#pending.delete(client);
    else this.#pending.set(client, rest);
  }
}
