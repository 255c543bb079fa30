// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls of the host that have no answer yet, and answers that the script has not been given.

import type { ToWorker } from "../worker/mod.ts";
import type { Owner } from "./runs.ts";

/** Answer of the host to a call. */
export type Reply = Extract<ToWorker, { type: "reply" | "refusal" }>;

/** An answer and who waits for it. */
export interface Answered {
  readonly owner: Owner;
  readonly reply: Reply;
}

interface Call {
  readonly owner: Owner;
  /** True when its caller stands and takes the answer by itself. */
  readonly blocks: boolean;
  reply?: Reply;
}

/** The calls of one session. */
export class HostCalls {
  readonly #calls = new Map<number, Call>();
  #answered: Answered[] = [];
  #nextId = 1;

  /** Notes a call. @returns its number */
  add(owner: Owner, blocks: boolean): number {
    const id = this.#nextId++;
    this.#calls.set(id, { owner, blocks });
    return id;
  }

  /** Takes an answer; one that nobody waits for is dropped. */
  replied(reply: Reply): void {
    const call = this.#calls.get(reply.call);
    if (call === undefined) return;
    if (call.blocks) {
      call.reply = reply;
      return;
    }
    this.#calls.delete(reply.call);
    this.#answered.push({ owner: call.owner, reply });
  }

  /** The answer to a call that blocks, once it is there. */
  replyTo(id: number): Reply | undefined {
    return this.#calls.get(id)?.reply;
  }

  /** Forgets a call. */
  delete(id: number): void {
    this.#calls.delete(id);
  }

  /** The oldest answer that was not taken. */
  take(): Answered | undefined {
    return this.#answered.shift();
  }

  /** True when `owner` waits for an answer, or has one to take. */
  isPending(owner: Owner): boolean {
    for (const call of this.#calls.values()) if (call.owner === owner) return true;
    return this.#answered.some((answered) => answered.owner === owner);
  }

  /** Forgets what `owner` waits for. */
  drop(owner: Owner): void {
    for (const [id, call] of this.#calls) if (call.owner === owner) this.#calls.delete(id);
    this.#answered = this.#answered.filter((answered) => answered.owner !== owner);
  }
}
