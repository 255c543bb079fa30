// SPDX-License-Identifier: Apache-2.0 OR MIT
// One poll for all sockets and descriptors of a context.

import { pollFailed } from "./errors.ts";
import type { Native } from "./native.ts";
import { Wake } from "./wake.ts";

/** Something with a descriptor that the loop waits for. */
export interface Source {
  readonly fd: number;
  /** Whether there is work for `dispatch` now. `revents` is what poll said, 0 when it was not asked. */
  check(revents: number): boolean;
  /** Does the work, or a part of it. */
  dispatch(): void;
}

const POLLIN = 1;
/** Failures of poll in a row that are taken as signals interrupting it. */
const patience = 64;
/** Turns in microtasks before the event loop must get its own. */
const burst = 256;

/**
 * The loop. It waits in one thread of Deno's pool while any source is wanted, and not at all otherwise, so that
 * the process can end.
 *
 * A ZMQ_FD is edge-triggered: it tells of changes that no call has taken in yet. So a socket that was used is
 * `touch`ed, and the loop looks at it again before it waits.
 */
export class PollLoop {
  readonly #native: Native;
  readonly #wake: Wake;
  /** Who keeps the loop alive and gets dispatched. */
  readonly #wanted = new Set<Source>();
  /** Who is in the poll set: a source stays after it is no longer wanted until its descriptor fires. */
  readonly #members = new Set<Source>();
  readonly #touched = new Set<Source>();
  /** Those to dispatch in the next turn; two lists that change places. */
  #ready: Source[] = [];
  #dispatching: Source[] = [];
  #polled: Source[] = [];
  #fds = new Int32Array(new ArrayBuffer(256));
  #stale = true;
  #inFlight = false;
  #scheduled = false;
  #turning = false;
  #failures = 0;
  #ended: (() => void) | undefined;
  #turns = 0;
  #turnsSincePoll = 0;
  readonly #runTurn = (): void => this.#scheduledTurn();
  readonly #woken = (count: number): void => this.#afterPoll(count);

  /** @throws {KernelError} `zmq.too_many_sockets` when the process has no descriptor left */
  constructor(native: Native) {
    this.#native = native;
    this.#wake = new Wake(native);
  }

  /** Number of times poll has returned. */
  get turns(): number {
    return this.#turns;
  }

  /** Dispatches `source` from now on and keeps the process alive for it. */
  want(source: Source): void {
    if (this.#ended !== undefined || this.#wanted.has(source)) return;
    this.#wanted.add(source);
    if (!this.#members.has(source)) {
      this.#members.add(source);
      this.#stale = true;
      if (this.#inFlight) this.#wake.signal();
    }
    this.#schedule();
  }

  /** Dispatches `source` no longer; the loop ends when nothing is wanted. */
  unwant(source: Source): void {
    if (!this.#wanted.delete(source)) return;
    this.#touched.delete(source);
    if (this.#wanted.size === 0) this.#schedule();
  }

  /** Forgets `source`, whose descriptor is about to close. */
  remove(source: Source): void {
    this.unwant(source);
    if (!this.#members.delete(source)) return;
    this.#stale = true;
    if (this.#inFlight) this.#wake.signal();
  }

  /** Looks at `source` before waiting again: a call may have taken in what its descriptor would have told. */
  touch(source: Source): void {
    if (!this.#wanted.has(source)) return;
    this.#touched.add(source);
    this.#schedule();
  }

  /** Nothing to look at: a call has just shown that `source` has nothing. */
  untouch(source: Source): void {
    this.#touched.delete(source);
  }

  /** Ends the loop. `ended` runs when no thread uses its buffers any more: at once if none does now. */
  end(ended: () => void): void {
    this.#wanted.clear();
    this.#members.clear();
    this.#touched.clear();
    this.#ended = ended;
    if (this.#inFlight) this.#wake.signal();
    else this.#finish();
  }

  #finish(): void {
    this.#wake.close();
    this.#ended?.();
  }

  #schedule(): void {
    if (this.#scheduled || this.#turning) return;
    this.#scheduled = true;
    queueMicrotask(this.#runTurn);
  }

  #scheduledTurn(): void {
    this.#scheduled = false;
    if (this.#ended !== undefined || this.#turning) return;
    // Whoever stopped early waits for poll, which lets the event loop turn.
    const leftOver = this.#ready;
    if (leftOver.length > 0) this.#ready = [];
    if (this.#turnsSincePoll++ < burst) this.#turn();
    else this.#checkTouched();
    if (leftOver !== this.#ready) this.#append(leftOver);
    this.#wait();
  }

  #afterPoll(count: number): void {
    this.#inFlight = false;
    this.#turns++;
    this.#turnsSincePoll = 0;
    this.#wake.clear();
    if (this.#ended !== undefined) return this.#finish();
    this.#failures = count < 0 ? this.#failures + 1 : 0;
    if (this.#failures > patience) throw pollFailed(this.#failures, this.#polled.length);
    if (count > 0) this.#collect();
    this.#turn();
    this.#wait();
  }

  /** Puts the sources whose descriptors fired before those left over from the turn before. */
  #collect(): void {
    const leftOver = this.#ready;
    this.#ready = this.#dispatching;
    for (let index = 0; index < this.#polled.length; index++) {
      const revents = this.#fds[2 * index + 3]! >>> 16;
      if (revents === 0) continue;
      const source = this.#polled[index]!;
      this.#touched.delete(source);
      if (!this.#wanted.has(source)) {
        if (this.#members.delete(source)) this.#stale = true;
      } else if (source.check(revents)) {
        this.#ready.push(source);
      }
    }
    this.#append(leftOver);
    leftOver.length = 0;
    this.#dispatching = leftOver;
  }

  #append(sources: readonly Source[]): void {
    for (const source of sources) {
      if (!this.#ready.includes(source)) this.#ready.push(source);
    }
  }

  /** Dispatches what is ready, each once, and finds out what is ready afterwards. */
  #turn(): void {
    this.#turning = true;
    this.#checkTouched();
    const now = this.#ready;
    this.#ready = this.#dispatching;
    this.#dispatching = now;
    for (const source of now) {
      if (this.#wanted.has(source)) this.#dispatch(source);
    }
    now.length = 0;
    this.#checkTouched();
    this.#turning = false;
  }

  #dispatch(source: Source): void {
    try {
      source.dispatch();
    } catch (error) {
      // A listener's failure is not the loop's: it goes where uncaught errors go, and the loop goes on.
      reportError(error);
    }
  }

  #checkTouched(): void {
    if (this.#touched.size === 0) return;
    for (const source of this.#touched) {
      if (source.check(0) && !this.#ready.includes(source)) this.#ready.push(source);
    }
    this.#touched.clear();
  }

  #wait(): void {
    if (this.#ended !== undefined) return;
    if (this.#inFlight) {
      if (this.#wanted.size === 0 || this.#ready.length > 0) this.#wake.signal();
      return;
    }
    if (this.#wanted.size === 0) return;
    if (this.#stale) this.#rebuild();
    this.#fds[1] = POLLIN;
    for (let index = 0; index < this.#polled.length; index++) this.#fds[2 * index + 3] = POLLIN;
    this.#inFlight = true;
    const timeoutMs = this.#ready.length > 0 ? 0 : -1;
    this.#native.libc.poll(this.#fds, BigInt(this.#polled.length + 1), timeoutMs).then(this.#woken);
  }

  /** Writes `struct pollfd { int fd; short events; short revents; }`, the wake-up descriptor first. */
  #rebuild(): void {
    this.#stale = false;
    this.#polled = [...this.#members];
    const length = 2 * (this.#polled.length + 1);
    if (this.#fds.length < length) this.#fds = new Int32Array(2 * length);
    this.#fds[0] = this.#wake.fd;
    this.#polled.forEach((source, index) => this.#fds[2 * index + 2] = source.fd);
  }
}
