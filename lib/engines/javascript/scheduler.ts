// SPDX-License-Identifier: Apache-2.0 OR MIT
// Decides what the interpreter runs: executions, answers of the host, timers, and the jobs of promises they leave.

import type { QuickJSHandle } from "quickjs-emscripten-core";
import type { ExecuteOutcome, InterruptReason } from "../../contracts/mod.ts";
import type { FromWorker, HostLink, Output, ToWorker } from "../worker/mod.ts";
import { ControlWord } from "../worker/mod.ts";
import type { Vm } from "./vm.ts";

/** Jobs of promises run before the host is looked at again. */
const batchJobs = 1_000;
/** Jobs given the chance to be interrupted when an execution is stopped. */
const lastJobs = 300_000;
/** Executions that may run inside one another. */
const maxNested = 8;
/** Longest wait that `Atomics.wait` and the clocks of scripts agree on. */
const maxWaitMs = 2 ** 31 - 1;

/** Why an execution is to end before its code does. */
export type Stop =
  | { readonly kind: "interrupt"; readonly reason: InterruptReason }
  | { readonly kind: "exit"; readonly code: number };

/** How a promise of an execution was settled; its handle is the taker's. */
export type Settled =
  | { readonly value: QuickJSHandle }
  | { readonly thrown: QuickJSHandle }
  | { readonly stopped: Stop };

/** Work of one run: gives promises to wait for, takes how they were settled, and returns the outcome. */
export type Steps = Generator<QuickJSHandle, ExecuteOutcome, Settled>;

/** On whose behalf code runs. */
export interface Owner {
  readonly execution: number;
  readonly silent: boolean;
  stop: Stop | undefined;
}

/** One run and where it stands. */
export interface Execution extends Owner {
  readonly run: number;
  readonly steps: Steps;
  /** What it waits for; absent while it is being advanced. */
  promise?: QuickJSHandle;
}

/** Answer of the host to a call. */
export type Reply = Extract<ToWorker, { type: "reply" | "refusal" }>;

interface Timer {
  readonly owner: Owner;
  readonly everyMs: number | undefined;
  due: number;
}

/** What a `Scheduler` is made of. */
export interface SchedulerOptions {
  readonly vm: Vm;
  readonly link: HostLink;
  readonly output: Output;
  readonly control: Int32Array<SharedArrayBuffer>;
  readonly now: () => number;
  /** Messages that are not the scheduler's: executions to begin, queries to answer. */
  readonly handle: (message: ToWorker) => void;
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
  readonly #timers = new Map<number, Timer>();
  readonly #calls = new Map<number, { readonly owner: Owner; reply?: Reply; blocks: boolean }>();
  readonly #replies: { readonly owner: Owner; readonly reply: Reply }[] = [];
  #last: Owner = { execution: -1, silent: false, stop: undefined };
  #nextId = 1;
  #closed = false;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    options.vm.runtime.setInterruptHandler(() => this.#atCheck());
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
        const reply = this.#calls.get(id)?.reply;
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
    const everyMs = Math.min(Math.max(ms, 1), maxWaitMs);
    const owner = this.current ?? this.#last;
    const due = this.#options.now() + everyMs;
    const id = this.#nextId++;
    this.#timers.set(id, { owner, everyMs: repeats ? everyMs : undefined, due });
    return id;
  }

  /** Forgets a timer. */
  clearTimer(id: number): void {
    this.#timers.delete(id);
  }

  /** One step of a wait for the host to take output. @throws {Error} when the engine is closed meanwhile */
  awaitHost(): void {
    if (this.#closed) throw new Error("Cannot go on: the engine is closed");
    if (this.#options.link.wanted) this.#drain();
    else this.#options.link.wait();
  }

  /** Serves the host until it closes the engine. */
  runUntilClosed(): void {
    while (!this.#closed) {
      this.#drain();
      if (this.#step()) continue;
      this.#options.output.flush();
      this.#wait();
    }
  }

  #post(message: (call: number, execution: number) => FromWorker, blocks: boolean): number {
    const owner = this.current ?? this.#last;
    this.#options.output.flush();
    const id = this.#nextId++;
    this.#calls.set(id, { owner, blocks });
    this.#options.link.post(message(id, owner.execution));
    return id;
  }

  /** Waits for the host or the next timer. */
  #wait(): void {
    const { link, control, now } = this.#options;
    const attention = Atomics.load(control, ControlWord.attention);
    if (link.wanted) return;
    let due = Infinity;
    for (const timer of this.#timers.values()) due = Math.min(due, timer.due);
    if (due === Infinity) link.wait();
    else Atomics.wait(control, ControlWord.attention, attention, Math.max(0, due - now()));
  }

  #drain(): void {
    this.#options.link.drain((message) => {
      if (message.type === "close") this.#closed = true;
      else if (message.type === "interrupt") this.#interrupt(message.reason, message.execution);
      else if (message.type === "reply" || message.type === "refusal") this.#replied(message);
      else this.#options.handle(message);
    });
  }

  #interrupt(reason: InterruptReason, execution: number | undefined): void {
    for (const owner of new Set([...this.#stack, ...this.#waiting, ...this.#fresh])) {
      if (execution !== undefined && owner.execution !== execution) continue;
      owner.stop ??= { kind: "interrupt", reason };
    }
  }

  #replied(reply: Reply): void {
    const call = this.#calls.get(reply.call);
    if (call === undefined) return;
    if (call.blocks) {
      call.reply = reply;
      return;
    }
    this.#calls.delete(reply.call);
    this.#replies.push({ owner: call.owner, reply });
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
    if (this.#closed || this.#stack.length >= maxNested) return false;
    return this.#externalStep();
  }

  /** Runs one thing. @returns false when there was none */
  #step(): boolean {
    if (this.#externalStep() || this.#fireTimer()) return true;
    if (!this.#options.vm.runtime.hasPendingJob()) return false;
    this.#turn(this.#last, () => {});
    return true;
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
    const answer = this.#replies.shift();
    if (answer === undefined) return false;
    const { owner, reply } = answer;
    const [text, code, message] = reply.type === "reply"
      ? [toText(reply.value), "", ""]
      : ["null", reply.code, reply.message || "the host refused"];
    this.#turn(owner, () => this.#options.vm.call("settle", reply.call, text, code, message));
    return true;
  }

  #fireTimer(): boolean {
    const now = this.#options.now();
    let next: [number, Timer] | undefined;
    for (const entry of this.#timers) {
      if (entry[1].due <= now && (next === undefined || entry[1].due < next[1].due)) next = entry;
    }
    if (next === undefined) return false;
    const [id, timer] = next;
    if (timer.everyMs === undefined) this.#timers.delete(id);
    else timer.due = now + timer.everyMs;
    this.#turn(timer.owner, () => this.#runTimer(timer.owner, id));
    return true;
  }

  /** The prelude tells what a timer's function throws; what comes from here is the end by an interrupt. */
  #runTimer(owner: Owner, id: number): void {
    try {
      this.#options.vm.call("fire", id);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      if (owner.stop === undefined) throw error;
    }
    for (const execution of this.#waiting) if (execution === owner) return;
    if (owner.stop === undefined) return;
    owner.stop = undefined;
    this.#dropTimers(owner);
  }

  /** Runs `work` for `owner` and some of the jobs that are due then; advances executions whose promise is settled. */
  #turn(owner: Owner, work: () => void): void {
    this.#stack.push(owner);
    try {
      work();
      this.#runJobs(batchJobs);
    } finally {
      this.#stack.pop();
      this.#last = owner;
    }
    this.#settle();
  }

  #runJobs(limit: number): void {
    const { runtime } = this.#options.vm;
    for (let count = 0; count < limit && runtime.hasPendingJob(); count++) {
      const result = runtime.executePendingJobs(1);
      if (result.error) result.error.dispose();
    }
  }

  #settle(): void {
    for (const execution of [...this.#waiting]) {
      if (!this.#waiting.has(execution) || execution.promise === undefined) continue;
      if (execution.stop !== undefined) {
        this.#kill(execution, execution.stop);
        continue;
      }
      const state = this.#options.vm.context.getPromiseState(execution.promise);
      if (state.type === "pending") continue;
      this.#waiting.delete(execution);
      execution.promise.dispose();
      const settled = state.type === "fulfilled" ? { value: state.value } : { thrown: state.error };
      this.#advance(execution, settled);
    }
  }

  /** Ends an execution that waits: its jobs are run with the interpreter interrupting them. */
  #kill(execution: Execution, stopped: Stop): void {
    this.#waiting.delete(execution);
    execution.promise?.dispose();
    this.#stack.push(execution);
    try {
      this.#runJobs(lastJobs);
    } finally {
      this.#stack.pop();
    }
    this.#advance(execution, { stopped });
  }

  #advance(execution: Execution, settled: Settled | undefined): void {
    let done = false;
    this.#turn(execution, () => {
      // A generator's first `next` takes no value.
      const next = settled === undefined
        ? (execution.steps as Generator<QuickJSHandle, ExecuteOutcome>).next()
        : execution.steps.next(settled);
      if (next.done) {
        done = true;
        this.#finish(execution, next.value);
      } else {
        execution.promise = next.value;
        this.#waiting.add(execution);
      }
    });
    if (done) this.#last = { ...execution, stop: undefined };
  }

  #finish(execution: Execution, outcome: ExecuteOutcome): void {
    if (execution.stop?.kind === "interrupt") this.#dropTimers(execution);
    execution.stop = undefined;
    this.#options.output.flush();
    this.#options.link.post({ type: "done", run: execution.run, outcome });
  }

  #dropTimers(owner: Owner): void {
    for (const [id, timer] of this.#timers) {
      if (timer.owner !== owner) continue;
      this.#timers.delete(id);
      this.#options.vm.call("forget", id);
    }
  }
}

/** A value of the host as the prelude reads it: JSON, bytes as text under a key of their own. */
export function toText(value: unknown): string {
  const text = JSON.stringify(value ?? null, (_key, item: unknown) => {
    if (item instanceof Uint8Array) {
      return { "\0bytes": Array.from(item, (byte) => String.fromCharCode(byte)).join("") };
    }
    return typeof item === "bigint" ? Number(item) : item;
  });
  return text ?? "null";
}

/** A value as the prelude writes it. */
export function fromText(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) => {
    const bytes: unknown = Object(item)["\0bytes"];
    if (typeof bytes !== "string") return item;
    return Uint8Array.from(bytes, (letter) => letter.charCodeAt(0) & 255);
  });
}
