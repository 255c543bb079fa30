// SPDX-License-Identifier: Apache-2.0 OR MIT
// Runs executions as Lua coroutines: several alternate, blocking host calls suspend only the one that called.

import type { ExecuteOutcome, InterruptReason } from "../../contracts/mod.ts";
import type { FromWorker, HostLink, Output, ToWorker } from "../worker/mod.ts";
import type { Pointer, State } from "./exports.ts";
import { maskLine, Status } from "./exports.ts";
import { Hooks } from "./hooks.ts";
import { HookEvent, Interpreter } from "./interpreter.ts";
import type { HookListener, Job, Stop, TakeRefusal, TakeReply } from "./job.ts";
import { HostRefusal } from "./job.ts";
import type { LuaRuntime } from "./runtime.ts";
import { ScriptFailure } from "./runtime.ts";
import { Threads } from "./threads.ts";
import { isPassing, LuaClosed } from "./wasm_imports.ts";

/** Instructions between two visits of the hook, while there is one. */
const hookInstructions = 10_000;
/** Time an execution runs before another one that is ready gets its turn. */
const sliceMs = 5;

/** Reply of the host that an execution waits for. */
interface HostCall {
  reply: Extract<ToWorker, { type: "reply" | "refusal" }> | undefined;
  readonly owner: Execution | undefined;
  readonly take: TakeReply;
  readonly refused: TakeRefusal | undefined;
}

/** One run and where it stands. */
interface Execution {
  readonly job: Job;
  readonly L: State;
  state: "new" | "ready" | "active" | "waiting";
  stop: Stop | undefined;
  call: HostCall | undefined;
}

/** What a `Scheduler` is made of. */
export interface SchedulerOptions {
  readonly lua: LuaRuntime;
  readonly link: HostLink;
  readonly output: Output;
  readonly now: () => number;
  /** Messages that are not the scheduler's: executions to begin, queries to answer. */
  readonly handle: (message: ToWorker) => void;
}

/** The one loop of the Worker and everything that decides which Lua thread runs. */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #lua: LuaRuntime;
  /** Of every Lua thread. */
  readonly hooks: Hooks;
  /** Hears of what runs. */
  listener: HookListener | undefined;
  readonly #interpreter: Interpreter;
  readonly #threads: Threads;
  readonly #continuation: number;
  readonly #all = new Map<State, Execution>();
  readonly #ready: Execution[] = [];
  readonly #calls = new Map<number, HostCall>();
  #current: Execution | undefined;
  #nextCall = 1;
  #sliceStart = 0;
  #nested = 0;
  #held = false;
  #yielding = false;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#lua = options.lua;
    this.hooks = new Hooks(options.lua, (L, record) => this.#hooked(L, record));
    this.#interpreter = new Interpreter(options.lua);
    this.#threads = new Threads(options.lua);
    this.#lua.attend = (L) => this.#attend(L);
    this.#continuation = this.#lua.addCallback("iiii", (L) => this.#continue(L ?? 0));
  }

  /** Job of the code that runs now. */
  get current(): Job | undefined {
    return this.#current?.job;
  }

  /** Thread that the code that runs now began on. */
  get root(): State | undefined {
    return this.#current?.L;
  }

  /** Threads that executions began on, with their jobs. */
  get roots(): readonly (readonly [State, Job])[] {
    return Array.from(this.#all, ([L, { job }]) => [L, job]);
  }

  /** True when the code that runs now is to end. */
  get ending(): boolean {
    return this.#current?.stop !== undefined;
  }

  /** True for the thread of an execution, which for the script is no coroutine. */
  isMain(L: State): boolean {
    return this.#all.has(L);
  }

  /** Admits a job; it runs when its turn comes. */
  begin(job: Job): void {
    const L = this.#threads.take();
    if (L === undefined) {
      const failure = { ename: "MemoryError", evalue: "not enough memory" };
      const outcome = {
        status: "error",
        ...failure,
        traceback: ["MemoryError: not enough memory"],
      } as const;
      this.#options.link.post({ type: "done", run: job.run, outcome });
      return;
    }
    this.hooks.count(L, 0);
    this.hooks.listen(L, this.listener?.mask ?? 0);
    const execution: Execution = { job, L, state: "new", stop: undefined, call: undefined };
    this.#all.set(L, execution);
    this.#ready.push(execution);
    this.alarm();
  }

  /** Makes running code come to its hook. */
  alarm(): void {
    Atomics.store(this.#lua.alarm, 0, 1);
  }

  /** True while running code is to come to its hook again and again. */
  get #needed(): boolean {
    return this.#options.link.wanted || this.#options.output.pending || this.#ready.length > 0 ||
      this.#nested > 0 || this.#current?.stop !== undefined;
  }

  /** Sets the alarm when something needs it, else clears it. The host may set it at any moment, hence the second look. */
  #settleAlarm(): boolean {
    if (this.#needed) {
      this.alarm();
      return true;
    }
    Atomics.store(this.#lua.alarm, 0, 0);
    if (!this.#needed) return false;
    this.alarm();
    return true;
  }

  /** Running code without a hook saw the alarm: gets one, from here as from a signal handler. */
  #attend(L: State): void {
    const urgent = this.#options.link.wanted || this.#current?.stop !== undefined;
    this.hooks.count(L, urgent ? 1 : hookInstructions);
  }

  /** Leaves the hook of `L` counting while it is needed, else takes it away. */
  #settleHook(L: State): void {
    this.hooks.count(L, this.#settleAlarm() ? hookInstructions : 0);
  }

  /** Ends the executions meant at their next instruction, or their next wait. */
  interrupt(reason: InterruptReason, execution: number | undefined): void {
    for (const candidate of this.#all.values()) {
      if (execution !== undefined && candidate.job.execution !== execution) continue;
      candidate.stop ??= { kind: "interrupt", reason };
      if (candidate.state === "waiting") this.#makeReady(candidate);
    }
  }

  /** Ends the current execution with an exit code; never returns. */
  exit(L: State, code: number): number {
    const execution = this.#current;
    if (execution === undefined) throw new ScriptFailure("os.exit is not available here");
    execution.stop ??= { kind: "exit", code };
    return this.#raiseStop(L, execution);
  }

  /** Serves the host until it closes the engine. @throws {LuaClosed} then */
  runForever(): never {
    for (;;) {
      this.#drain();
      const next = this.#ready.shift();
      if (next === undefined) this.#options.link.wait();
      else this.#slice(next, this.#lua.main);
    }
  }

  /** One step of a wait inside a C call of `L`: serves the host or another execution, or blocks until there is reason to. */
  serve(L: State): void {
    if (this.#options.link.wanted) return this.#drain();
    const next = this.#next();
    if (next === undefined) this.#options.link.wait();
    else this.#sliceInside(next, L);
  }

  /** The execution whose turn it is. While one stands, only those that are to end have a turn. */
  #next(): Execution | undefined {
    if (!this.#held) return this.#ready.shift();
    const index = this.#ready.findIndex(({ stop }) => stop !== undefined);
    return index < 0 ? undefined : this.#ready.splice(index, 1)[0];
  }

  /** Lets the code of `L` stand and serves the host, until `released` or until the code is to end. */
  hold(L: State, released: () => boolean): void {
    this.#held = true;
    try {
      while (!released() && !this.ending) this.serve(L);
    } finally {
      this.#held = false;
      this.#sliceStart = this.#options.now();
    }
  }

  /** Ends the code that runs now when it is to end; does not return then. */
  heed(L: State): void {
    if (this.#current?.stop !== undefined) this.#raiseStop(L, this.#current);
  }

  /**
   * Asks the host and waits for its reply, suspending this execution alone where that is possible.
   *
   * @param message made with the number of the call
   * @param take pushes the reply's value for the script
   * @param refused pushes what the script gets when the host refuses; without it that is a Lua error
   */
  callHost(
    L: State,
    message: (call: number, execution: number) => FromWorker,
    take: TakeReply,
    refused?: TakeRefusal,
  ): number {
    const execution = this.#current;
    this.#options.output.flush();
    const call: HostCall = { reply: undefined, owner: execution, take, refused };
    const id = this.#nextCall++;
    this.#calls.set(id, call);
    this.#options.link.post(message(id, execution?.job.execution ?? -1));
    if (execution?.L === L && this.#lua.x.lua_isyieldable(L) !== 0) {
      execution.call = call;
      return this.#lua.x.lua_yieldk(L, 0, 0, this.#continuation);
    }
    while (call.reply === undefined) {
      if (execution?.stop !== undefined) return this.#raiseStop(L, execution);
      this.serve(L);
    }
    return this.#takeReply(L, call);
  }

  #drain(): void {
    this.#options.link.drain((message) => {
      if (message.type === "close") throw new LuaClosed("Cannot go on: the engine is closed");
      if (message.type === "interrupt") this.interrupt(message.reason, message.execution);
      else if (message.type === "reply" || message.type === "refusal") this.#replied(message);
      else this.#options.handle(message);
    });
  }

  #replied(reply: Extract<ToWorker, { type: "reply" | "refusal" }>): void {
    const call = this.#calls.get(reply.call);
    if (call === undefined) return;
    this.#calls.delete(reply.call);
    call.reply = reply;
    if (call.owner?.state === "waiting" && call.owner.call === call) this.#makeReady(call.owner);
  }

  #makeReady(execution: Execution): void {
    execution.state = "ready";
    this.#ready.push(execution);
    this.alarm();
  }

  /** Runs one execution until it ends, waits, or gives way. `from` is the state whose C call this is in. */
  #slice(execution: Execution, from: State): void {
    const { x } = this.#lua;
    const outer = this.#current;
    this.#current = execution;
    const isNew = execution.state === "new";
    execution.state = "active";
    this.#sliceStart = this.#options.now();
    this.#settleAlarm();
    let next = isNew ? execution.job.begin(execution.L) : 0;
    while (typeof next === "number") {
      const status = x.lua_resume(execution.L, from, next, this.#lua.out);
      if (status === Status.yield) {
        this.#suspend(execution);
        this.#current = outer;
        return;
      }
      const results = this.#lua.view.getInt32(this.#lua.out, true);
      next = execution.job.ended(execution.L, status, results, execution.stop);
    }
    this.#finish(execution, next);
    this.#current = outer;
  }

  #sliceInside(execution: Execution, L: State): void {
    this.#nested++;
    try {
      this.#slice(execution, L);
    } finally {
      this.#nested--;
      this.#sliceStart = this.#options.now();
    }
  }

  /** The execution yielded: by a host call it waits for, or to give way. */
  #suspend(execution: Execution): void {
    const { call, stop } = execution;
    if (call === undefined || call.reply !== undefined || stop !== undefined) {
      this.#makeReady(execution);
    } else execution.state = "waiting";
  }

  #finish(execution: Execution, outcome: ExecuteOutcome): void {
    const { L, job } = execution;
    this.#options.output.flush();
    this.#all.delete(L);
    this.#threads.giveBack(L);
    this.listener?.ended(job);
    this.#options.link.post({ type: "done", run: job.run, outcome });
  }

  #hooked(L: State, record: Pointer): void {
    const event = this.#interpreter.event(record);
    if (event === HookEvent.count) return this.#atCount(L, record);
    this.listener?.event(L, event, record);
    if (!this.#yielding || event !== HookEvent.line || !this.#mayYield(L)) return;
    this.#yielding = false;
    this.#lua.x.lua_yieldk(L, 0, 0, 0);
  }

  /** Running code has come to its count. */
  #atCount(L: State, record: Pointer): void {
    const execution = this.#current;
    this.#options.output.flushIfOld();
    const waiting = this.#ready.length;
    if (this.#options.link.wanted) this.#drain();
    const arrived = this.#ready.length > waiting;
    if (execution === undefined) return this.#settleHook(L);
    if (execution.stop !== undefined) {
      this.#raiseStop(L, execution);
      return;
    }
    this.listener?.counted(L, record);
    this.#settleHook(L);
    if (this.#ready.length === 0 && this.#nested === 0) return;
    if (!arrived && this.#options.now() - this.#sliceStart < sliceMs) return;
    if (this.#mayYield(L)) return this.#giveWay(L);
    const next = this.#next();
    if (next !== undefined) this.#sliceInside(next, L);
  }

  /** True when `L` can give way by itself. */
  #mayYield(L: State): boolean {
    return !this.#held && this.#current?.L === L && this.#lua.x.lua_isyieldable(L) !== 0;
  }

  /** Yields; where lines are watched not before the next one, which Lua would leave out afterwards. */
  #giveWay(L: State): void {
    this.#yielding = (this.#lua.x.lua_gethookmask(L) & maskLine) !== 0;
    if (!this.#yielding) this.#lua.x.lua_yieldk(L, 0, 0, 0);
  }

  /** Raises the error that ends an execution; whatever catches it gets it again at its next instruction. */
  #raiseStop(L: State, execution: Execution): number {
    const { x } = this.#lua;
    this.hooks.count(L, 1);
    this.hooks.count(execution.L, 1);
    this.#lua.pushString(L, execution.stop?.kind === "exit" ? "exit" : "interrupted");
    return x.lua_error(L);
  }

  /** An execution that waited for the host goes on. */
  #continue(L: State): number {
    const execution = this.#current;
    const call = execution?.call;
    if (execution === undefined || call === undefined) return 0;
    execution.call = undefined;
    if (execution.stop !== undefined) return this.#raiseStop(L, execution);
    try {
      return this.#takeReply(L, call);
    } catch (error) {
      if (isPassing(error)) throw error;
      return this.#lua.raise(L, error);
    }
  }

  #takeReply(L: State, call: HostCall): number {
    if (call.reply?.type === "refusal") {
      if (call.refused !== undefined) return call.refused(L, call.reply);
      throw new HostRefusal(call.reply);
    }
    return call.take(L, call.reply?.value);
  }
}
