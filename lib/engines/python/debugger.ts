// SPDX-License-Identifier: Apache-2.0 OR MIT
// The Worker's side of the debugger: who asks what when, and the standing itself.

import type { ResumeAction, StopReason } from "../../contracts/mod.ts";
import { evaluationFailed, notAttached, notStopped, referenceUnknown } from "../worker/mod.ts";
import type { DebugRequest, HostLink, Output } from "../worker/mod.ts";
import { askPrelude } from "./answers.ts";
import type { Scheduler } from "./scheduler.ts";
import type { HaltAdvice, PythonKernel } from "./session.ts";

/** What a debugger is made of. */
export interface PythonDebuggerOptions {
  readonly link: HostLink;
  readonly output: Output;
  readonly scheduler: Scheduler;
  /** The prelude, which knows frames and values. */
  readonly kernel: () => PythonKernel;
}

/** How the prelude answers; `failed` is what the user's code said, `error` a bug. */
interface DebugAnswer {
  readonly value?: unknown;
  readonly failed?: string;
  readonly unknown?: ["frame" | "variable", number];
  readonly error?: string;
}

const reasons: ReadonlySet<StopReason> = new Set(["breakpoint", "step", "pause"]);

/** The debugger of one session. */
export class PythonDebugger {
  readonly #options: PythonDebuggerOptions;
  #attached = false;
  /** Present while code stands. */
  #standing: { action: ResumeAction | undefined } | undefined;

  constructor(options: PythonDebuggerOptions) {
    this.#options = options;
  }

  /**
   * Answers a request at once.
   *
   * @throws {KernelError} as `EngineDebugger` tells
   */
  answer(request: DebugRequest): unknown {
    const { command } = request;
    switch (command) {
      case "attach":
        this.#attached = true;
        return undefined;
      case "detach":
        this.#attached = false;
        this.#ask(request);
        if (this.#standing !== undefined) this.#standing.action = "continue";
        return undefined;
      case "setBreakpoints":
      case "pause":
        if (!this.#attached) throw notAttached(command);
        return command === "pause" && this.#standing !== undefined ? undefined : this.#ask(request);
    }
    if (this.#standing === undefined || this.#standing.action !== undefined) {
      throw notStopped(command);
    }
    if (command !== "resume") return this.#ask(request);
    this.#standing.action = request.action;
    return undefined;
  }

  /** Stands before a line of the code whose turn it is; returns how it goes on. Called by the prelude. */
  halt(reason: StopReason, source: string, line: number): HaltAdvice {
    const { link, output, scheduler } = this.#options;
    const execution = scheduler.current?.execution;
    if (!this.#attached || execution === undefined || this.#standing) return "continue";
    if (!reasons.has(reason) || typeof source !== "string" || !Number.isInteger(line)) {
      throw new TypeError("Cannot stand: a reason, a source and a line are expected");
    }
    const standing: { action: ResumeAction | undefined } = { action: undefined };
    this.#standing = standing;
    output.flush();
    link.post({ type: "debug", event: { type: "stopped", reason, execution, source, line } });
    const advice = scheduler.stand(() => standing.action !== undefined);
    this.#standing = undefined;
    link.post({ type: "debug", event: { type: "continued", execution } });
    return advice === "" ? standing.action ?? "continue" : advice;
  }

  #ask({ command, ...parameters }: DebugRequest): unknown {
    const kernel = this.#options.kernel();
    const { value, failed, unknown, error } = askPrelude<DebugAnswer>(
      command,
      () => kernel.debug(command, JSON.stringify(parameters)),
    );
    if (failed !== undefined) throw evaluationFailed(failed);
    if (unknown !== undefined) throw referenceUnknown(...unknown);
    if (error !== undefined) throw new TypeError(`Cannot perform ${command}: ${error}`);
    return value ?? undefined;
  }
}
