// SPDX-License-Identifier: Apache-2.0 OR MIT
// Decides what the interpreter runs: executions, answers of the host, timers, and the jobs of promises they leave.

import type { ExecuteOutcome, InterruptReason } from "../../contracts/mod.ts";
import type { FromWorker, HostLink, Output, ToWorker } from "../worker/mod.ts";
import { ControlWord } from "../worker/mod.ts";
import type { FrameKeeper } from "./frame_keeper.ts";
import { HostCalls, type Reply } from "./host_calls.ts";
import { toText } from "./host_values.ts";
import { Rejections } from "./rejections.ts";
import type { Execution, Owner, Settled, Stop } from "./runs.ts";
import { fail, isUntilIdle } from "./runs.ts";
import { noteInterrupted, tellUncaught, thrownError, unsettledError } from "./script_errors.ts";
import { Timers } from "./timers.ts";
import type { Vm } from "./vm.ts";

/** Jobs of promises run before the host is looked at again. */
const batchJobs = 1_000;
/** Jobs given the chance to be interrupted when an execution is stopped. */
const lastJobs = 300_000;
/** Executions that may run inside one another. */
const maxNested = 8;
/** What a `Scheduler` is made of. */
export interface SchedulerOptions {
  readonly vm: Vm;
  readonly link: HostLink;
  readonly output: Output;
  readonly control: Int32Array<SharedArrayBuffer>;
  readonly now: () => number;
  /** Messages that are not the scheduler's: executions to begin, queries to answer. */
  readonly handle: (message: ToWorker) => void;
  /** Hears when the interpreter is entered and left, for who keeps an account of its frames. */
  readonly frames: FrameKeeper;
}

/**
 * The one loop of the Worker. The interpreter has one stack: code that arrives while other code runs is run on top of
 * it, at the interpreter's next interrupt check, and what it leaves to promises goes on in turn with the rest.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #stack: Owner[] = [];
  readonly #fresh: Execution[] = [];
  readonly #waiting = new Set<Execution>();
  readonly #timers: Timers;
  readonly #calls = new HostCalls();
  readonly #rejections: Rejections;
  #last: Owner = { execution: -1, silent: false, stop: undefined };
  #closed = false;
  #isStanding = false;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#timers = new Timers(options.now);
    options.vm.check = () => this.#atCheck();
    this.#rejections = new Rejections(options.vm, () => this.current ?? this.#last);
  }

  /** On whose behalf code runs now; undefined outside of all. */
  get current(): Owner | undefined {
    return this.#stack.at(-1);
  }

  /** True when running code is to end. */
  get isStopping(): boolean {
    return this.#closed || this.current?.stop !== undefined;
  }

  /** Admits an execution; it runs when its turn comes. */
  begin(execution: Execution): void {
    this.#fresh.push(execution);
  }

  /** Ends the current execution with an exit code. @returns false when none runs that could be ended */
  exit(code: number): boolean {
    const owner = this.current;
    if (owner === undefined || !("steps" in owner)) return false;
    owner.stop ??= { kind: "exit", code };
    return true;
  }

  /** Calls the host; `api.settle` of the prelude gets the answer. @returns the number of the call */
  call(message: (call: number, execution: number) => FromWorker): number {
    return this.#post(message, false);
  }

  /** Calls the host and waits, serving other calls meanwhile. @returns undefined when the execution is to end */
  callNow(message: (call: number, execution: number) => FromWorker): Reply | undefined {
    const id = this.#post(message, true);
    try {
      for (;;) {
        const reply = this.#calls.replyTo(id);
        if (reply !== undefined) return reply;
        if (this.isStopping) return undefined;
        if (this.#options.link.wanted) this.#drain();
        else if (!this.#nestedStep()) this.#options.link.wait();
      }
    } finally {
      this.#calls.delete(id);
    }
  }

  /** Starts a timer on behalf of the current execution. @returns its number */
  setTimer(ms: number, repeats: boolean): number {
    return this.#timers.set(this.current ?? this.#last, ms, repeats);
  }

  /** Forgets a timer. */
  clearTimer(id: number): void {
    this.#timers.clear(id);
  }

  /** One step of a wait for the host to take output. @throws {Error} when the engine is closed meanwhile */
  awaitHost(): void {
    if (this.#closed) throw new Error("Cannot go on: the engine is closed");
    if (this.#options.link.wanted) this.#drain();
    else this.#options.link.wait();
  }

  /** Serves the host, and runs nothing for it, until `isOver` or until what stands is to end. */
  stand(isOver: () => boolean): void {
    this.#isStanding = true;
    try {
      while (!isOver() && !this.isStopping) {
        if (this.#options.link.wanted) this.#drain();
        else this.#options.link.wait();
      }
    } finally {
      this.#isStanding = false;
    }
  }

  /** Serves the host until it closes the engine. */
  runUntilClosed(): void {
    for (;;) {
      this.#drain();
      if (this.#closed) return;
      if (this.#step()) continue;
      this.#options.output.flush();
      this.#wait();
    }
  }

  #post(message: (call: number, execution: number) => FromWorker, blocks: boolean): number {
    const owner = this.current ?? this.#last;
    this.#options.output.flush();
    const id = this.#calls.add(owner, blocks);
    this.#options.link.post(message(id, owner.execution));
    return id;
  }

  /** Waits for the host or the next timer. */
  #wait(): void {
    const { link, control } = this.#options;
    const attention = Atomics.load(control, ControlWord.attention);
    if (link.wanted) return;
    const { waitMs } = this.#timers;
    if (waitMs === undefined) link.wait();
    else Atomics.wait(control, ControlWord.attention, attention, waitMs);
  }

  #drain(): void {
    this.#options.link.drain((message) => {
      if (message.type === "close") this.#closed = true;
      else if (message.type === "interrupt") this.#interrupt(message.reason, message.execution);
      else if (message.type === "reply" || message.type === "refusal") this.#calls.replied(message);
      else this.#options.handle(message);
    });
  }

  #interrupt(reason: InterruptReason, execution: number | undefined): void {
    for (const owner of new Set([...this.#stack, ...this.#waiting, ...this.#fresh])) {
      if (execution !== undefined && owner.execution !== execution) continue;
      owner.stop ??= { kind: "interrupt", reason };
    }
  }

  /** The interpreter's interrupt check. @returns true to end what runs, in a way that no script can catch */
  #atCheck(): boolean {
    this.#options.output.flushIfOld();
    if (this.#options.link.wanted) this.#drain();
    if (this.isStopping) return true;
    if (this.#stack.length > 0) { while (this.#nestedStep()); }
    return this.isStopping;
  }

  /** Runs one thing on top of what runs. @returns false when there was none */
  #nestedStep(): boolean {
    if (this.#closed || this.#isStanding || this.#stack.length >= maxNested) return false;
    return this.#externalStep();
  }

  /** Runs one thing. @returns false when there was none */
  #step(): boolean {
    if (this.#externalStep() || this.#fireTimer()) return true;
    if (!this.#options.vm.runtime.hasPendingJob()) return this.#endIdle();
    this.#turn(this.#last, () => {});
    return true;
  }

  /** Lets a run that lasts until it has left nothing go on, when it has. @returns false when there is none */
  #endIdle(): boolean {
    for (const execution of this.#waiting) {
      if (!execution.untilIdle || this.#timers.isPending(execution)) continue;
      if (this.#calls.isPending(execution)) continue;
      if (execution.waitsFor === "idle") {
        this.#waiting.delete(execution);
        this.#advance(execution, undefined);
      } else execution.stop = { kind: "failure", error: unsettledError() };
      return true;
    }
    return false;
  }

  /** Runs what came from the host. */
  #externalStep(): boolean {
    const fresh = this.#fresh.shift();
    if (fresh !== undefined) {
      this.#advance(fresh, undefined);
      return true;
    }
    for (const execution of this.#waiting) {
      if (execution.stop === undefined) continue;
      this.#kill(execution, execution.stop);
      return true;
    }
    const answer = this.#calls.take();
    if (answer === undefined) return false;
    const { owner, reply } = answer;
    const [text, code, message] = reply.type === "reply"
      ? [toText(reply.value), "", ""]
      : ["null", reply.code, reply.message || "the host refused"];
    this.#turn(owner, () => this.#options.vm.call("settle", reply.call, text, code, message));
    return true;
  }

  #fireTimer(): boolean {
    const due = this.#timers.take();
    if (due === undefined) return false;
    this.#turn(due.owner, () => this.#runTimer(due.owner, due.id));
    return true;
  }

  #runTimer(owner: Owner, id: number): void {
    const { vm } = this.#options;
    const ran = vm.invoke("fire", id);
    const isWaiting = this.#waiting.has(owner as Execution);
    if ("value" in ran) ran.value.dispose();
    else if (owner.stop !== undefined) noteInterrupted(vm, owner.stop, ran.thrown);
    else if (isWaiting && isUntilIdle(owner)) fail(owner, thrownError(vm, ran.thrown));
    else tellUncaught(vm, ran.thrown);
    if (owner.stop === undefined || isWaiting) return;
    owner.stop = undefined;
    this.#dropTimers(owner);
  }

  /** Runs `work` for `owner` and some of the jobs that are due then; advances executions whose promise is settled. */
  #turn(owner: Owner, work: () => void): void {
    this.#stack.push(owner);
    const left = this.#options.frames.enter();
    try {
      work();
      this.#runJobs(batchJobs);
    } finally {
      this.#stack.pop();
      this.#last = owner;
      left?.();
    }
    this.#settle();
    this.#tellRejections();
  }

  #tellRejections(): void {
    for (const execution of this.#waiting) {
      if (!execution.untilIdle || this.#stack.includes(execution)) continue;
      const error = this.#rejections.take(execution);
      if (error === undefined) continue;
      fail(execution, error);
      this.#rejections.forget(execution);
    }
    const isRunning = (owner: Owner): boolean => this.#stack.includes(owner);
    this.#rejections.tell(isRunning, (owner, write) => {
      this.#stack.push(owner);
      try {
        write();
      } finally {
        this.#stack.pop();
      }
    });
  }

  #runJobs(limit: number): void {
    const { vm, frames } = this.#options;
    const { runtime } = vm;
    for (let count = 0; count < limit && runtime.hasPendingJob(); count++) {
      frames.job();
      const stop = this.current?.stop;
      // What a program has left does not begin when it is over.
      if (stop !== undefined && isUntilIdle(this.current)) vm.checkSoon();
      const result = runtime.executePendingJobs(1);
      if (result.error === undefined) continue;
      if (stop === undefined) result.error.dispose();
      else noteInterrupted(vm, stop, result.error);
    }
  }

  #settle(): void {
    for (const execution of [...this.#waiting]) {
      const { waitsFor } = execution;
      if (!this.#waiting.has(execution) || waitsFor === undefined) continue;
      if (execution.stop !== undefined) {
        this.#kill(execution, execution.stop);
        continue;
      }
      if (waitsFor === "idle") continue;
      const state = this.#options.vm.context.getPromiseState(waitsFor);
      if (state.type === "pending") continue;
      this.#waiting.delete(execution);
      this.#rejections.handled(waitsFor);
      waitsFor.dispose();
      const settled = state.type === "fulfilled" ? { value: state.value } : { thrown: state.error };
      this.#advance(execution, settled);
    }
  }

  /** Ends an execution that waits: its jobs are run with the interpreter interrupting them. */
  #kill(execution: Execution, stopped: Stop): void {
    this.#waiting.delete(execution);
    if (typeof execution.waitsFor === "object") execution.waitsFor.dispose();
    this.#stack.push(execution);
    const left = this.#options.frames.enter();
    try {
      this.#runJobs(lastJobs);
    } finally {
      this.#stack.pop();
      left?.();
    }
    this.#advance(execution, { stopped });
  }

  #advance(execution: Execution, settled: Settled | undefined): void {
    let done = false;
    this.#turn(execution, () => {
      const next = execution.steps.next(settled);
      if (next.done) {
        done = true;
        this.#finish(execution, this.#rejections.outcome(execution, next.value));
      } else {
        execution.waitsFor = next.value;
        this.#waiting.add(execution);
      }
    });
    if (done) this.#last = { ...execution, stop: undefined };
  }

  #finish(execution: Execution, outcome: ExecuteOutcome): void {
    const { untilIdle } = execution;
    if (untilIdle && outcome.status === "error") fail(execution, outcome);
    const { stop } = execution;
    if (untilIdle && stop !== undefined) {
      this.#runJobs(lastJobs);
      this.#calls.drop(execution);
    }
    // Before the timers are dropped: what drops them would be interrupted too.
    execution.stop = undefined;
    if (stop?.kind === "interrupt" || (untilIdle && stop !== undefined)) {
      this.#dropTimers(execution);
    }
    this.#options.frames.ended(execution.execution);
    this.#options.output.flush();
    this.#options.link.post({ type: "done", run: execution.run, outcome });
  }

  #dropTimers(owner: Owner): void {
    for (const id of this.#timers.drop(owner)) this.#options.vm.call("forget", id);
  }
}
