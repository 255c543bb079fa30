// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the host hands to a Python session, and what the session's Python side offers.

/** The interpreter and its library. */
export interface PythonProgram {
  /** CPython, compiled. */
  readonly module: WebAssembly.Module;
  /** The standard library, a zip archive; in memory that all Workers share. */
  readonly library: Uint8Array<SharedArrayBuffer>;
}

import type { ResumeAction, StopReason } from "../../contracts/mod.ts";

/** What the host sends beside the common part of the boot message. */
export interface PythonBoot extends PythonProgram {
  /** Memory of an interpreter that is ready to open a session, packed; in memory that all Workers share. */
  readonly snapshot: Uint8Array<SharedArrayBuffer>;
}

/** Functions of the Python prelude. Text in and out is JSON. */
export interface PythonKernel {
  /** Runs a request to its end; the outcome. Suspends while it waits. */
  readonly execute: PromisingFunction;
  /** Hands a comm message to its target; the outcome. Suspends while it waits. */
  readonly comm: PromisingFunction;
  /** Answers at once; never runs code of the script. */
  query(name: string, text: string): string;
  /** Answers a debugger's command at once; runs code of the script where that is asked for. */
  debug(command: string, text: string): string;
}

/** A function of Python that can be called on a stack of its own. */
export interface PromisingFunction {
  /** Calls it so that it can suspend. */
  callPromising(...args: unknown[]): Promise<string>;
}

/** What the Python prelude is given of the host. Only text, numbers and bytes cross. */
export interface PythonHost {
  /** Appends text to a stream of the running execution. */
  write(stream: "stdout" | "stderr", text: string): void;
  /** Sends what was written and is held back. */
  flush(): void;
  /** Emits an event, given as JSON without its buffers. */
  emit(event: string, buffers: readonly Uint8Array[]): void;
  /** Bounds how deep calls may nest on the running stack. */
  bound(): void;
  /** Calls it when the running stack has suspended. */
  soon(callback: () => void): void;
  /** Looks after the host; what the running code is to do now. `between`: no write is half done. */
  attend(between: boolean): Advice;
  /** Has `attend` called again soon. */
  alarm(): void;
  /** Gives way until it is this execution's turn again. */
  yield(): Pending<void>;
  /** Waits for a time, or for an interrupt. */
  sleep(seconds: number): Pending<void>;
  /**
   * Calls a host function with arguments given as a JSON array, and bytes to stand second among them, and blocks. A JSON
   * array of the code of a refusal, or nothing, and of its message or the value; bytes where the value is such. Empty
   * when the execution is to stop.
   */
  call(name: string, args: string, content?: Uint8Array): string | Uint8Array;
  /** Stands before a line, from 0, of the running code; how it is to go on. */
  halt(reason: StopReason, source: string, line: number): HaltAdvice;
  /** Asks for a line, or for all that is left; a JSON array of kind and text. */
  input(prompt: string, password: boolean, all: boolean): Pending<string>;
}

/** A promise in a box: Pyodide makes a bare one a future of whichever event loop runs. */
export interface Pending<T> {
  readonly promise: Promise<T>;
}

/** Nothing, give way to others, or end by the exception of that name. */
export type Advice = "" | "yield" | "Interrupted" | "TimeLimit" | "Shutdown";

/** How code that stood goes on. */
export type HaltAdvice = ResumeAction | Exclude<Advice, "">;
