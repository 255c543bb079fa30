// SPDX-License-Identifier: Apache-2.0 OR MIT
// Promises that were rejected and have no handler, until it is clear whether they get one.

import type { QuickJSHandle } from "quickjs-emscripten-core";
import type { ExecuteOutcome, ScriptError } from "../../contracts/mod.ts";
import type { Owner } from "./runs.ts";
import { rejectedError } from "./script_errors.ts";
import type { Vm } from "./vm.ts";

interface Rejection {
  readonly owner: Owner;
  /** Held so that its address is not given to another promise. */
  readonly promise: QuickJSHandle;
  readonly reason: QuickJSHandle;
}

/** The rejections of one interpreter that nobody has handled so far. Beyond what it can hold they are not told. */
export class Rejections {
  readonly #vm: Vm;
  readonly #pending = new Map<bigint, Rejection>();
  /** Runs that go on although a rejection of theirs has been told. */
  readonly #failed = new WeakSet<Owner>();

  /** @param owner on whose behalf code runs at the moment */
  constructor(vm: Vm, owner: () => Owner) {
    this.#vm = vm;
    vm.trackRejections((promise, reason, isHandled) => {
      if (isHandled) this.#drop(promise);
      else this.#add(owner(), promise, reason);
    });
  }

  #add(owner: Owner, address: bigint, value: bigint): void {
    const promise = this.#vm.hold(address);
    const reason = this.#vm.hold(value);
    if (promise !== undefined && reason !== undefined) {
      this.#pending.set(address, { owner, promise, reason });
      return;
    }
    promise?.dispose();
    reason?.dispose();
  }

  /** Says that the Worker itself has seen how a promise was settled. */
  handled(promise: QuickJSHandle): void {
    this.#drop(this.#vm.addressed(promise));
  }

  /** Forgets what a run that was stopped has left. */
  forget(owner: Owner): void {
    for (const [promise, rejection] of this.#pending) {
      if (rejection.owner === owner) this.#drop(promise);
    }
  }

  /**
   * How a run ends: a rejection that it leaves is its error, unless it ended otherwise before. After one that was
   * told while it went on, its exit code says that it failed.
   */
  outcome(owner: Owner, outcome: ExecuteOutcome): ExecuteOutcome {
    if (owner.stop !== undefined) {
      this.forget(owner);
      return outcome;
    }
    if (outcome.status === "error") return outcome;
    const ended = this.#failed.has(owner) ? { exitCode: 1, ...outcome } : outcome;
    const error = this.take(owner);
    if (error === undefined) return ended;
    this.#tellAll((owned) => owned === owner, (_owner, write) => write());
    return { status: "error", ...error };
  }

  /** Takes the first rejection that `owner` has left, as an error, once no jobs are left that might bring a handler. */
  take(owner: Owner): ScriptError | undefined {
    if (this.#vm.runtime.hasPendingJob()) return undefined;
    for (const [promise, rejection] of this.#pending) {
      if (rejection.owner !== owner) continue;
      this.#pending.delete(promise);
      rejection.promise.dispose();
      return rejectedError(this.#vm, rejection.reason);
    }
    return undefined;
  }

  /** Tells of what no handler came for, once no jobs are left that might bring one. `as` runs its work for an owner. */
  tell(isRunning: (owner: Owner) => boolean, as: (owner: Owner, work: () => void) => void): void {
    if (this.#pending.size === 0 || this.#vm.runtime.hasPendingJob()) return;
    this.#tellAll((owner) => !isRunning(owner), as);
  }

  #tellAll(
    isWanted: (owner: Owner) => boolean,
    as: (owner: Owner, work: () => void) => void,
  ): void {
    for (const [promise, { owner, promise: held, reason }] of this.#pending) {
      if (!isWanted(owner)) continue;
      // Before the call: code of others may run on top of it.
      this.#pending.delete(promise);
      held.dispose();
      this.#failed.add(owner);
      as(owner, () => this.#write(reason));
    }
  }

  /** A reason that there is no memory to show stays untold. */
  #write(reason: QuickJSHandle): void {
    try {
      this.#vm.call("rejected", reason);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    } finally {
      reason.dispose();
    }
  }

  #drop(promise: bigint): void {
    const rejection = this.#pending.get(promise);
    if (rejection === undefined) return;
    this.#pending.delete(promise);
    rejection.promise.dispose();
    rejection.reason.dispose();
  }
}
