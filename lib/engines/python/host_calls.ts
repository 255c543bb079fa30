// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls of host functions that a script waits for without giving way: they are short.

import type { HostLink, ToWorker } from "../worker/mod.ts";

/** How the host answered a call. */
export type HostAnswer = Extract<ToWorker, { type: "reply" | "refusal" }>;

/** What calls are made with. */
export interface HostCallsOptions {
  readonly link: HostLink;
  /** Blocks until the host has done something; what it sent has been taken. */
  readonly waitForHost: () => void;
  /** True when whoever waits is to give up. */
  readonly isStopping: () => boolean;
}

/** The calls of one session that wait. Their numbers are negative; those of questions are positive. */
export class HostCalls {
  readonly #options: HostCallsOptions;
  readonly #answers = new Map<number, HostAnswer | undefined>();
  #next = -1;

  constructor(options: HostCallsOptions) {
    this.#options = options;
  }

  /** Takes the answer of a call; false when nobody here waits for it. */
  take(answer: HostAnswer): boolean {
    if (!this.#answers.has(answer.call)) return false;
    this.#answers.set(answer.call, answer);
    return true;
  }

  /** Calls a host function and blocks; undefined when the caller is to stop. */
  call(execution: number, name: string, args: readonly unknown[]): HostAnswer | undefined {
    const { link, waitForHost, isStopping } = this.#options;
    const call = this.#next--;
    this.#answers.set(call, undefined);
    link.post({ type: "call", call, execution, name, args });
    try {
      for (;;) {
        const answer = this.#answers.get(call);
        if (answer !== undefined) return answer;
        if (isStopping()) return undefined;
        waitForHost();
      }
    } finally {
      this.#answers.delete(call);
    }
  }
}
