// SPDX-License-Identifier: Apache-2.0 OR MIT
// Decides in the hook which lines are looked at and where code stops. Threads are hooked only while a breakpoint, a
// step or a pause is wanted. Then each call is looked at; lines only in functions that can stop; returns only in
// threads where such a function was called.

import type { StopReason } from "../../contracts/mod.ts";
import type { Breakpoints } from "./debug_breakpoints.ts";
import { preludeName } from "./debug_info.ts";
import type { Step } from "./debug_step.ts";
import type { Pointer, State } from "./exports.ts";
import { maskCall, maskLine, maskReturn } from "./exports.ts";
import type { Call, Interpreter, Proto } from "./interpreter.ts";
import { HookEvent } from "./interpreter.ts";
import type { HookListener, Job } from "./job.ts";
import type { ResumedThreads } from "./resumed_threads.ts";
import type { LuaRuntime } from "./runtime.ts";
import type { Scheduler } from "./scheduler.ts";

/** What `DebugHooks` is made of. */
export interface DebugHooksOptions {
  readonly lua: LuaRuntime;
  readonly scheduler: Scheduler;
  readonly interpreter: Interpreter;
  readonly threads: ResumedThreads;
  readonly breakpoints: Breakpoints;
  /** Called in the hook when code is to stop; code goes on when it returns. */
  readonly stop: (L: State, ci: Call, reason: StopReason) => void;
}

/** The debugger's part of the hook. */
export class DebugHooks implements HookListener {
  /** The step that is on its way. */
  step: Step | undefined;
  /** Whether the next line stops. */
  pausing = false;
  /** While code stands, what runs on its behalf is not looked at. */
  standing = false;
  readonly #options: DebugHooksOptions;
  readonly #interpreter: Interpreter;
  readonly #breakpoints: Breakpoints;
  readonly #prelude: Pointer;
  /** The thread whose next instruction ends the step. */
  #arriving: State | undefined;
  /** Where code stopped at a count: the line that begins there is the same stop. */
  #stoppedAt: { readonly ci: Call; readonly position: Pointer } | undefined;

  /** @param L protected */
  constructor(options: DebugHooksOptions, L: State) {
    const { lua, interpreter } = options;
    this.#options = options;
    this.#interpreter = interpreter;
    this.#breakpoints = options.breakpoints;
    // The prelude's functions keep the string alive, and equal short strings are one.
    lua.pushString(L, `=${preludeName}`);
    this.#prelude = interpreter.textAt(L, -1);
    lua.pop(L, 1);
  }

  /** Events that an execution is hooked for from its start. */
  get mask(): number {
    return this.#active ? maskCall : 0;
  }

  get #active(): boolean {
    return !this.#breakpoints.empty || this.step !== undefined || this.pausing;
  }

  /** Code stands: what was wanted of it is done, and nothing that runs meanwhile stops. */
  stand(): void {
    this.step = undefined;
    this.pausing = false;
    this.standing = true;
  }

  /** True for functions that are not the library's own. */
  isUser(p: Proto): boolean {
    return p !== 0 && this.#interpreter.sourceOf(p) !== this.#prelude;
  }

  /** Hooks or unhooks all threads that run, after what is wanted has changed. */
  refresh(): void {
    const { scheduler, threads } = this.#options;
    for (const [root, job] of scheduler.roots) {
      for (const L of threads.from(root)) this.#hook(L, job);
    }
  }

  /** Hooks a thread that runs for a job, or is about to. */
  #hook(L: State, job: Job | undefined): void {
    const { hooks } = this.#options.scheduler;
    if (!this.#active) return hooks.listen(L, 0);
    const ci = this.#interpreter.innermost(L);
    const p = this.#interpreter.protoOf(ci);
    const lines = p !== 0 && this.#wantsLines(L, ci, p, job);
    if (lines && (this.#interpreter.mask(L) & maskLine) === 0) {
      this.#interpreter.markLine(L, ci, p);
    }
    hooks.listen(L, maskCall | maskReturn | (lines ? maskLine : 0));
  }

  /** A call, a return or a line of `L`. */
  event(L: State, event: number, record: Pointer): void {
    const { scheduler } = this.#options;
    if (this.standing || scheduler.ending) return;
    if (!this.#active) return scheduler.hooks.listen(L, 0);
    const ci = this.#interpreter.callOf(record);
    if (event === HookEvent.line) return this.#line(L, ci, this.#interpreter.lineOf(record));
    this.#stoppedAt = undefined;
    this.#arriving = undefined;
    if (event === HookEvent.return) this.#returned(L, ci, scheduler.current);
    else this.#called(L, ci, event === HookEvent.tailCall, scheduler.current);
  }

  /** A count of `L`: the first instruction after a return that ends a step. */
  counted(L: State, record: Pointer): void {
    if (this.standing) return;
    this.#stoppedAt = undefined;
    if (this.#arriving !== L) return;
    this.#arriving = undefined;
    if (this.step === undefined) return;
    const ci = this.#interpreter.callOf(record);
    this.#stoppedAt = { ci, position: this.#interpreter.position(ci) };
    this.#options.stop(L, ci, "step");
  }

  /** A job is over: so is its step. */
  ended(job: Job): void {
    if (this.step?.job !== job) return;
    this.step = undefined;
    this.refresh();
  }

  #called(L: State, ci: Call, isTail: boolean, job: Job | undefined): void {
    const p = this.#interpreter.protoOf(ci);
    if (p === 0) {
      const resumed = this.#options.threads.by(ci);
      if (resumed !== 0) this.#hook(resumed, job);
      return;
    }
    // Most calls end here.
    if (this.step === undefined && !this.pausing && !this.#breakpoints.concern(p)) {
      return this.#watchLines(L, false);
    }
    this.#breakpoints.entered(p);
    if (isTail) this.step?.replaced(L, ci, this.#interpreter.depth(L, ci));
    this.#watchLines(L, this.#wantsLines(L, ci, p, job));
  }

  #returned(L: State, ci: Call, job: Job | undefined): void {
    const caller = this.#interpreter.caller(ci);
    if (this.#interpreter.isBase(L, caller)) return this.#left(L, job);
    const p = this.#interpreter.protoOf(caller);
    const { step } = this;
    if (
      step !== undefined && step.job === job &&
      step.isOutside(L, this.#interpreter.depth(L, ci))
    ) {
      if (this.isUser(p)) this.#arrive(L);
      else step.leave(L, caller, this.#interpreter.depth(L, caller));
    }
    const lines = p !== 0 && this.#wantsLines(L, caller, p, job);
    this.#watchLines(L, lines);
    if (!lines) return;
    this.#interpreter.setTrap(caller);
    if (this.#interpreter.protoOf(ci) !== 0) this.#interpreter.setTrap(ci);
  }

  /** The last function of a thread returned: nothing below it wants to know of returns. */
  #left(L: State, job: Job | undefined): void {
    if (this.step !== undefined && this.step.job === job && this.#options.scheduler.isMain(L)) {
      this.step = undefined;
      this.refresh();
    }
    const mask = this.#interpreter.mask(L);
    this.#interpreter.setMask(L, mask & ~(maskLine | maskReturn));
  }

  #arrive(L: State): void {
    this.#arriving = L;
    this.#options.scheduler.hooks.count(L, 1);
  }

  #line(L: State, ci: Call, line: number): void {
    const stopped = this.#stoppedAt;
    this.#stoppedAt = undefined;
    if (stopped?.ci === ci && stopped.position === this.#interpreter.position(ci)) return;
    const job = this.#options.scheduler.current;
    if (job === undefined) return;
    const reason = this.#reason(L, ci, line, job);
    if (reason !== undefined) this.#options.stop(L, ci, reason);
  }

  #reason(L: State, ci: Call, line: number, job: Job): StopReason | undefined {
    const p = this.#interpreter.protoOf(ci);
    if (this.#breakpoints.has(p, line)) return "breakpoint";
    if (!this.isUser(p)) return undefined;
    if (this.pausing) return "pause";
    const { step } = this;
    if (step === undefined || step.job !== job) return undefined;
    return step.endsAt(L, this.#interpreter.depth(L, ci)) ? "step" : undefined;
  }

  /** Whether code may stop at a line of a call that runs now. */
  #wantsLines(L: State, ci: Call, p: Proto, job: Job | undefined): boolean {
    if (this.#breakpoints.watches(p)) return true;
    const { step } = this;
    if (this.pausing) return this.isUser(p);
    if (step === undefined || step.job !== job || !this.isUser(p)) return false;
    return step.endsAt(L, this.#interpreter.depth(L, ci));
  }

  /** Turns lines on or off, in no more time for a deep stack than for another. */
  #watchLines(L: State, lines: boolean): void {
    const mask = this.#interpreter.mask(L);
    const wanted = lines ? mask | maskLine | maskReturn : mask & ~maskLine;
    if (wanted !== mask) this.#interpreter.setMask(L, wanted);
  }
}
