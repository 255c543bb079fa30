// SPDX-License-Identifier: Apache-2.0 OR MIT
// Timers of scripts: who set them, and which is due.

import type { Owner } from "./runs.ts";

/** Longest wait that `Atomics.wait` and the clocks of scripts agree on. */
const maxWaitMs = 2 ** 31 - 1;

interface Timer {
  readonly owner: Owner;
  readonly everyMs: number | undefined;
  due: number;
}

/** A timer that is due. */
export interface DueTimer {
  readonly id: number;
  readonly owner: Owner;
}

/** The timers of one session. */
export class Timers {
  readonly #timers = new Map<number, Timer>();
  readonly #now: () => number;
  #nextId = 1;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Starts a timer. @returns its number */
  set(owner: Owner, ms: number, repeats: boolean): number {
    const everyMs = Math.min(Math.max(ms, 1), maxWaitMs);
    const id = this.#nextId++;
    const due = this.#now() + everyMs;
    this.#timers.set(id, { owner, everyMs: repeats ? everyMs : undefined, due });
    return id;
  }

  /** Forgets a timer. */
  clear(id: number): void {
    this.#timers.delete(id);
  }

  /** Milliseconds until the next timer is due; undefined when there is none. */
  get waitMs(): number | undefined {
    if (this.#timers.size === 0) return undefined;
    let due = Infinity;
    for (const timer of this.#timers.values()) due = Math.min(due, timer.due);
    return Math.max(0, due - this.#now());
  }

  /** The timer that has been due for longest, if one is. One that repeats is set again. */
  take(): DueTimer | undefined {
    const now = this.#now();
    let next: [number, Timer] | undefined;
    for (const entry of this.#timers) {
      if (entry[1].due <= now && (next === undefined || entry[1].due < next[1].due)) next = entry;
    }
    if (next === undefined) return undefined;
    const [id, timer] = next;
    if (timer.everyMs === undefined) this.#timers.delete(id);
    else timer.due = now + timer.everyMs;
    return { id, owner: timer.owner };
  }

  /** True when `owner` has a timer. */
  isPending(owner: Owner): boolean {
    for (const timer of this.#timers.values()) if (timer.owner === owner) return true;
    return false;
  }

  /** Forgets the timers of `owner`. @returns their numbers */
  drop(owner: Owner): readonly number[] {
    const ids: number[] = [];
    for (const [id, timer] of this.#timers) {
      if (timer.owner !== owner) continue;
      this.#timers.delete(id);
      ids.push(id);
    }
    return ids;
  }
}
