// SPDX-License-Identifier: Apache-2.0 OR MIT
// How a failed execution is told to a person.

import type { QuickJSHandle } from "quickjs-emscripten-core";
import type { ScriptError } from "../../contracts/mod.ts";
import type { Stop } from "./runs.ts";
import type { SourceError } from "./source.ts";
import type { Vm } from "./vm.ts";

const red = "\x1b[0;31m";
const plain = "\x1b[0m";
/** Frames shown at each end of a deep traceback. */
const shownEnds = 10;

/** What the prelude says of a value thrown. */
interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly frames: readonly string[];
  readonly cause?: string;
}

function told(ename: string, evalue: string, rest: readonly string[]): ScriptError {
  const head = evalue === "" ? `${red}${ename}${plain}` : `${red}${ename}${plain}: ${evalue}`;
  return { ename, evalue, traceback: [head, ...rest] };
}

function shortened(frames: readonly string[]): readonly string[] {
  if (frames.length <= 2 * shownEnds) return frames;
  const left = frames.length - 2 * shownEnds;
  return [
    ...frames.slice(0, shownEnds),
    `    ... ${left} more frames`,
    ...frames.slice(-shownEnds),
  ];
}

/** A value thrown by a script, as an error. The handle is disposed of. */
export function thrownError(vm: Vm, thrown: QuickJSHandle): ScriptError {
  try {
    const { name, message, frames, cause } = vm.ask("error", thrown) as Thrown;
    // Without memory for an error the interpreter throws null.
    const isMemory = message === "out of memory" || (message === "Uncaught null" && vm.ranOut);
    if (isMemory) vm.release();
    const rest = cause === undefined ? [] : [`    cause: ${cause}`];
    if (isMemory) return told("MemoryError", "out of memory", shortened(frames));
    return told(name, message, [...shortened(frames), ...rest]);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return told("MemoryError", error.message, []);
  } finally {
    thrown.dispose();
  }
}

/** The reason of a rejection that nobody handled, as an error. The handle is disposed of. */
export function rejectedError(vm: Vm, reason: QuickJSHandle): ScriptError {
  const { ename, evalue, traceback: [head = "", ...frames] } = thrownError(vm, reason);
  const told = evalue.replace(/^Uncaught /, "");
  const first = head.replace(/^(.*?): Uncaught /, "$1: ");
  return { ename, evalue: told, traceback: [`Uncaught (in promise) ${first}`, ...frames] };
}

/** Writes what nobody caught to stderr; without memory to show it, it stays untold. The handle is disposed of. */
export function tellUncaught(vm: Vm, thrown: QuickJSHandle): void {
  try {
    vm.call("uncaught", thrown);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  } finally {
    thrown.dispose();
  }
}

/** Notes where code was when it was interrupted, the first time that a stop interrupts any. The handle is disposed of. */
export function noteInterrupted(vm: Vm, stop: Stop, thrown: QuickJSHandle): void {
  try {
    if (stop.kind === "interrupt") stop.frames ??= vm.ask("frames", thrown) as string[];
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  } finally {
    thrown.dispose();
  }
}

/** The end of an execution that was interrupted. */
export function interruptedError(
  { reason, frames = [] }: Extract<Stop, { kind: "interrupt" }>,
): ScriptError {
  const rest = shortened(frames);
  if (reason === "time_limit") return told("TimeLimit", "time limit exceeded", rest);
  const text = reason === "shutdown" ? "interrupted by shutdown" : "interrupted";
  return told("Interrupted", text, rest);
}

/** The end of a program whose top level waits for what nothing is left to bring. */
export function unsettledError(): ScriptError {
  return told("Error", "the top level awaits a promise that nothing is left to settle", []);
}

/** Code that is no program, with the line that could not be read. */
export function sourceError(error: SourceError, code: string, chunkName: string): ScriptError {
  const line = code.split("\n")[error.line - 1] ?? "";
  return told("SyntaxError", error.message, [
    `    at ${chunkName}:${error.line}:${error.column}`,
    `    ${line.slice(0, 200)}`,
    `    ${" ".repeat(Math.min(error.column - 1, 200))}^`,
  ]);
}
