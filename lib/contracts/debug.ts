// SPDX-License-Identifier: Apache-2.0 OR MIT
// A session's debugger, seen from the host. Terms are those of the Debug Adapter Protocol; lines count from 0.

/** Why a session stands still. DAP: `reason` of the `stopped` event. */
export type StopReason = "breakpoint" | "step" | "pause";

/** How stopped code goes on. DAP: the requests of these names. */
export type ResumeAction = "continue" | "next" | "stepIn" | "stepOut";

/** Something that happened to stopped or running code, told in the order it happened with the code's output. */
export type DebugEvent =
  | {
    /** Tag of the union; the session runs nothing until it is resumed or interrupted. */
    readonly type: "stopped";
    readonly reason: StopReason;
    /** The execution that stands still. */
    readonly execution: number;
    /** Chunk name of the code, as in `ExecuteRequest.chunkName`, or the path of a module. */
    readonly source: string;
    /** The line that is to run next, from 0. */
    readonly line: number;
  }
  /** Stopped code goes on: resumed, interrupted, or its debugger was detached. */
  | { readonly type: "continued"; readonly execution: number };

/** What became of a breakpoint. DAP: `Breakpoint`. */
export interface BreakpointState {
  /** The line asked for, or the next one with code when the source is loaded and that line has none. From 0. */
  readonly line: number;
  /** True when loaded code will stop there. One in a source that is not loaded yet takes effect when it is. */
  readonly verified: boolean;
}

/** A function call that has not returned. DAP: `StackFrame`. */
export interface DebugFrame {
  /** Valid until the code goes on. */
  readonly id: number;
  /** Of the function; of a chunk's top level what the language calls it. */
  readonly name: string;
  /** Chunk name or path of the module. */
  readonly source: string;
  /** Line that runs or is to run next, from 0. */
  readonly line: number;
}

/** A group of variables of a frame. DAP: `Scope`. */
export interface DebugScope {
  /** `Locals` first; then what the language has: `Upvalues`, `Closure`, `Globals`. */
  readonly name: string;
  /** For `variables`; valid until the code goes on. */
  readonly variablesReference: number;
  /** True when it is large: a front end fetches it when it is opened. */
  readonly expensive: boolean;
}

/** A value with a name. DAP: `Variable`. */
export interface DebugVariable {
  /** As the language shows a local, a key or an index. */
  readonly name: string;
  /** Text representation, cut to `EngineLimits.maxDisplayChars`. */
  readonly value: string;
  /** In the words of the language: `table`, `number`. */
  readonly type: string;
  /** For `variables`, to see inside; 0 when there is nothing inside. */
  readonly variablesReference: number;
}

/**
 * Stops a session's code at lines and answers while it stands. Without a breakpoint, a step or a pause wanted it costs
 * the running code nothing; what JavaScript loads while it is attached is slower.
 *
 * A stopped session takes executions and runs them when it has gone on; questions, those of the engine too, are
 * answered at once; an interrupt ends what is stopped. Methods that look into stopped code reject with
 * `debug.not_stopped` when nothing is, and with `debug.reference` for an id that is no longer valid.
 */
export interface EngineDebugger {
  /** Hears of stops. Disposing it ends that; it does not detach. */
  listen(listener: (event: DebugEvent) => void): Disposable;
  /** Code loaded from now on can be stopped. Attaching twice is as good as once. */
  attach(): Promise<void>;
  /** Forgets all breakpoints and lets stopped code go on. */
  detach(): Promise<void>;
  /**
   * Replaces the breakpoints of a source.
   *
   * @param source chunk name or path, as events tell it
   * @param lines from 0
   * @returns one for each line, in the same order
   * @throws {KernelError} `debug.not_attached`
   */
  setBreakpoints(source: string, lines: readonly number[]): Promise<readonly BreakpointState[]>;
  /** Stops at the next line that runs; resolves before it has. @throws {KernelError} `debug.not_attached` */
  pause(): Promise<void>;
  /** Lets stopped code go on; resolves before it stops again. */
  resume(action: ResumeAction): Promise<void>;
  /** Frames of the user's code, innermost first. */
  stackTrace(): Promise<readonly DebugFrame[]>;
  /** Groups of variables of a frame. */
  scopes(frame: number): Promise<readonly DebugScope[]>;
  /** Variables of a scope, or what is inside a variable. */
  variables(reference: number): Promise<readonly DebugVariable[]>;
  /**
   * Evaluates code in a frame of stopped code, where it sees and may assign its variables. What it calls does not stop.
   *
   * @throws {KernelError} `debug.evaluate` with the language's own message when it fails
   */
  evaluate(expression: string, frame: number): Promise<DebugVariable>;
  /**
   * Assigns the value of an expression to a variable of a scope, or to a field of a variable.
   *
   * @returns the variable with its new value
   * @throws {KernelError} `debug.evaluate` when the expression or the assignment fails
   */
  setVariable(reference: number, name: string, expression: string): Promise<DebugVariable>;
}
