// SPDX-License-Identifier: Apache-2.0 OR MIT
// A script engine: one instance of one language in one Worker, seen from the host.

import type { Assets } from "./assets.ts";
import type { EngineDebugger } from "./debug.ts";
import type { CommEvent, EngineEvent, MimeBundle, MimeMetadata } from "./events.ts";
import type { LanguageInfo } from "./language.ts";
import type { Logger } from "./log.ts";

/** Makes engines of one language. */
export interface EngineFactory {
  /** What it tells front ends of its language, before any engine runs. */
  readonly language: LanguageInfo;
  /**
   * Starts an engine that is ready to execute.
   *
   * @throws {KernelError} `engine.start` when the Worker or its assets cannot be loaded; `engine.exited` when the signal
   * aborts before it is ready
   */
  start(options: EngineOptions): Promise<ScriptEngine>;
}

/** What an engine is given for its life. */
export interface EngineOptions {
  /** Takes the engine's events, questions and host calls. */
  readonly host: EngineHost;
  /** Where the engine's Worker module and its WebAssembly come from. */
  readonly assets: Assets;
  /** For troubles of the engine itself; a script's failures are outcomes, not records. */
  readonly log: Logger;
  /** Hold for every run of the engine, and cannot change while it lives. */
  readonly limits: EngineLimits;
  /** Aborts when the engine is no longer wanted while it starts; what comes after that is not its affair. */
  readonly signal?: AbortSignal;
  /** `ARGS` and `arg` of a script; `path` is `arg[0]`. */
  readonly script?: { readonly path: string; readonly arguments: readonly string[] };
}

/** Bounds every engine enforces itself. */
export interface EngineLimits {
  /** Memory the script may hold; beyond it the script gets its language's own memory error. */
  readonly memoryBytes: number;
  /** Characters of a value's text representation before it is cut, with a mark that says so. */
  readonly maxDisplayChars: number;
  /** Bytes of output in flight to the host before the script waits for the host to take them. */
  readonly maxOutputBytes: number;
}

/** What a session offers to its engine. All calls come on the host's main thread. */
export interface EngineHost {
  /**
   * Called in the order in which the script caused the events. A promise asks the engine to hold further output
   * back until it has settled: a subscriber is slow. It never rejects.
   */
  emit(execution: number, event: EngineEvent): Promise<void> | void;
  /**
   * Asks whoever started the execution for a line of input.
   *
   * @throws {KernelError} `input.refused` when that client does not take input requests; `input.eof` when it has
   * no more to give
   */
  requestInput(execution: number, request: InputRequest): Promise<string>;
  /**
   * Calls a host function by its dotted name (`fs.read`, later `agent.execute`). Arguments and result are
   * structured-cloneable. The policy is enforced here, never in the Worker.
   *
   * @throws {KernelError} `host.unknown` or `host.denied`; anything else is the function's own failure
   */
  call(execution: number, name: string, args: readonly unknown[]): Promise<unknown>;
}

/** A question to the person at the front end. */
export interface InputRequest {
  /** Text shown before the answer; may be empty. */
  readonly prompt: string;
  /** True when the answer must not be shown. */
  readonly password: boolean;
  /** True when all that is left is wanted rather than one line; a person still gives one answer. */
  readonly all?: boolean;
}

/** One run of code. */
export interface ExecuteRequest {
  /** Unique within the engine; events of the run carry it. */
  readonly id: number;
  /** Source text; globals it sets stay for later runs of the engine. */
  readonly code: string;
  /** Name of the code in tracebacks: `In[3]`, or a script's path. */
  readonly chunkName: string;
  /** True: evaluate no trailing expression and emit no output. */
  readonly silent: boolean;
  /** True: the run ends when what the code leaves behind, such as timers, has ended too, as a program does. */
  readonly untilIdle?: boolean;
  /** Expressions to evaluate after the code, by the name to answer under. */
  readonly userExpressions: Readonly<Record<string, string>>;
}

/** A failure as the language reports it. */
export interface ScriptError {
  /** Kind of the failure: `LuaError`. Jupyter: `ename`. */
  readonly ename: string;
  /** Message for a person, without the traceback. Jupyter: `evalue`. */
  readonly evalue: string;
  /** Lines for a person: the user's frames only, with chunk name and line; may hold ANSI colours. */
  readonly traceback: readonly string[];
}

/** Value of one user expression. @see Jupyter messaging 5.5, "Execute" */
export type ExpressionValue =
  | { readonly status: "ok"; readonly data: MimeBundle; readonly metadata: MimeMetadata }
  | ({ readonly status: "error" } & ScriptError);

/** How a run ended. Every event of the run has been emitted before the promise of it resolves. */
export type ExecuteOutcome =
  | {
    readonly status: "ok";
    /** Absent when the code ends with no expression, or with one whose only value is nil. */
    readonly result?: { readonly data: MimeBundle; readonly metadata: MimeMetadata };
    readonly userExpressions: Readonly<Record<string, ExpressionValue>>;
    /** The script ended itself with this exit code (`os.exit`). */
    readonly exitCode?: number;
  }
  | ({ readonly status: "error" } & ScriptError);

/** Candidates that may replace `code[start, end)`; positions are UTF-16 offsets. */
export interface Completion {
  /** In the order to show them; empty when nothing fits. */
  readonly matches: readonly CompletionMatch[];
  /** First offset replaced, from 0. */
  readonly start: number;
  /** First offset kept after it, `start` or more. */
  readonly end: number;
}

/** One candidate. */
export interface CompletionMatch {
  /** What replaces `code[start, end)` when chosen. */
  readonly text: string;
  /** What the name stands for; front ends pick an icon by it. */
  readonly kind: "function" | "method" | "field" | "variable" | "module" | "keyword" | "constant";
  /** `(s, pattern, init, plain)`, where known. */
  readonly signature?: string;
}

/** What is known of the name at a position. */
export type Inspection =
  | { readonly found: false }
  | { readonly found: true; readonly data: MimeBundle; readonly metadata: MimeMetadata };

/** Whether a console should run the code or ask for another line. */
export type Completeness =
  | { readonly status: "complete" | "invalid" | "unknown" }
  | { readonly status: "incomplete"; readonly indent: string };

/** A global variable of a session. */
export interface Variable {
  /** As code refers to it. */
  readonly name: string;
  /** In the words of the language: `table`, `number`. */
  readonly type: string;
  /** Text representation, cut to `EngineLimits.maxDisplayChars`. */
  readonly value: string;
}

/** Why an execution is stopped. */
export type InterruptReason = "interrupt" | "time_limit" | "shutdown";

/** Memory of an engine at one moment, in bytes. */
export interface EngineMemory {
  /** Held by the script's values, garbage not yet collected included. */
  readonly usedBytes: number;
  /** The `EngineLimits.memoryBytes` it was started with. */
  readonly limitBytes: number;
}

/**
 * An engine. Calls are served in the order made while nothing runs. While code runs, a further call is served at
 * the running code's next safe point (an instruction hook, a blocking host call): code that runs and code that is
 * called in alternate, neither waits for the other's end. The session decides what may overlap (its subshells).
 */
export interface ScriptEngine extends AsyncDisposable {
  /** The same as its factory's. */
  readonly language: LanguageInfo;
  /** Never rejects for what the script does; rejects with `engine.exited` when the Worker is gone. */
  execute(request: ExecuteRequest): Promise<ExecuteOutcome>;
  /** Candidates at `cursor`, a UTF-16 offset into `code` from 0. */
  complete(code: string, cursor: number): Promise<Completion>;
  /** Help for the name at `cursor`, a UTF-16 offset; `detail` is Jupyter's `detail_level`. */
  inspect(code: string, cursor: number, detail: 0 | 1): Promise<Inspection>;
  /** Judges `code` by its syntax alone. @see Jupyter messaging 5.5, "Code completeness" */
  isComplete(code: string): Promise<Completeness>;
  /** Hands a front end's comm message to the script; its output belongs to `execution`. */
  comm(execution: number, message: CommEvent): Promise<ExecuteOutcome>;
  /** Targets that scripts registered and comms now open, by comm id. */
  comms(): Promise<{ readonly comms: Readonly<Record<string, string>> }>;
  /** Globals that scripts defined; those of the language are left out. */
  listVariables(): Promise<readonly Variable[]>;
  /** Value as JSON; `undefined` when there is none or it has no JSON form. */
  getVariable(name: string): Promise<unknown>;
  /** Assigns a global from a JSON value; creates it where there is none. */
  setVariable(name: string, value: unknown): Promise<void>;
  /** Stops the named execution, or all that run; keeps all state. Returns at once. */
  interrupt(reason: InterruptReason, execution?: number): void;
  /** A reading of this moment. */
  memory(): Promise<EngineMemory>;
  /** Stops code at lines. */
  readonly debugger: EngineDebugger;
  /** Resolves once, when the Worker ended by itself or by `Symbol.asyncDispose`. */
  readonly exited: Promise<{ readonly reason: string }>;
}
