// SPDX-License-Identifier: Apache-2.0 OR MIT
// Messages between the host side of an engine and its Worker. Both ends are ours: nothing checks them.

import type {
  CommEvent,
  DebugEvent,
  EngineEvent,
  ExecuteOutcome,
  ExecuteRequest,
  InputRequest,
  InterruptReason,
  ResumeAction,
} from "../../contracts/mod.ts";

/** First message, by `postMessage`; what the language adds is in `language`. */
export interface BootMessage<T> {
  /** The Worker's end of the channel. */
  readonly port: MessagePort;
  /** The control words. @see ControlWord */
  readonly control: Int32Array<SharedArrayBuffer>;
  /** As in `EngineLimits`. */
  readonly maxDisplayChars: number;
  /** As in `EngineLimits`. */
  readonly maxOutputBytes: number;
  /** As in `EngineLimits`. */
  readonly memoryBytes: number;
  /** As in `EngineOptions`. */
  readonly script: { readonly path: string; readonly arguments: readonly string[] } | undefined;
  /** What one language needs beside this. */
  readonly language: T;
}

/** Questions that are answered at once, whatever runs. */
export type Query =
  | { readonly name: "complete"; readonly code: string; readonly cursor: number }
  | {
    readonly name: "inspect";
    readonly code: string;
    readonly cursor: number;
    readonly detail: 0 | 1;
  }
  | { readonly name: "isComplete"; readonly code: string }
  | { readonly name: "comms" }
  | { readonly name: "listVariables" }
  | { readonly name: "getVariable"; readonly variable: string }
  | { readonly name: "setVariable"; readonly variable: string; readonly value: unknown }
  | { readonly name: "memory" }
  | { readonly name: "debug"; readonly request: DebugRequest };

/** What the debugger is asked; results are as in `EngineDebugger`. */
export type DebugRequest =
  | { readonly command: "attach" | "detach" | "pause" | "stackTrace" }
  | {
    readonly command: "setBreakpoints";
    readonly source: string;
    readonly lines: readonly number[];
  }
  | { readonly command: "resume"; readonly action: ResumeAction }
  | { readonly command: "scopes"; readonly frame: number }
  | { readonly command: "variables"; readonly reference: number }
  | { readonly command: "evaluate"; readonly expression: string; readonly frame: number }
  | {
    readonly command: "setVariable";
    readonly reference: number;
    readonly name: string;
    readonly expression: string;
  };

/** Host to Worker, all on one port. `run` is the host's own number of a run. */
export type ToWorker =
  | { readonly type: "execute"; readonly run: number; readonly request: ExecuteRequest }
  | {
    readonly type: "comm";
    readonly run: number;
    readonly execution: number;
    readonly message: CommEvent;
  }
  | { readonly type: "query"; readonly id: number; readonly query: Query }
  | {
    readonly type: "interrupt";
    readonly reason: InterruptReason;
    readonly execution: number | undefined;
  }
  /** The Worker is to unwind and end: not every Deno terminates one that blocks. */
  | { readonly type: "close" }
  /** Reply to a `call` or an `input`. */
  | { readonly type: "reply"; readonly call: number; readonly value: unknown }
  | {
    readonly type: "refusal";
    readonly call: number;
    readonly code: string;
    readonly message: string;
  };

/** Why a query was not answered; with a code it is a `KernelError`. */
export interface WorkerFailure {
  /** For a person. */
  readonly message: string;
  /** That of the `KernelError`. */
  readonly code?: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** Worker to host. `bytes` is what `takeOutput` is to be called with after the events. */
export type FromWorker =
  /** `alarm`: a word to be set to 1 beside the attention word, where the engine has one. */
  | { readonly type: "ready"; readonly alarm?: Int32Array<SharedArrayBuffer> }
  | {
    readonly type: "output";
    readonly execution: number;
    readonly events: readonly EngineEvent[];
    readonly bytes: number;
  }
  | { readonly type: "done"; readonly run: number; readonly outcome: ExecuteOutcome }
  | { readonly type: "answer"; readonly id: number; readonly value: unknown }
  | { readonly type: "failure"; readonly id: number } & WorkerFailure
  /** Sent after the output that came before it. */
  | { readonly type: "debug"; readonly event: DebugEvent }
  | {
    readonly type: "input";
    readonly call: number;
    readonly execution: number;
    readonly request: InputRequest;
  }
  | {
    readonly type: "call";
    readonly call: number;
    readonly execution: number;
    readonly name: string;
    readonly args: readonly unknown[];
  };
