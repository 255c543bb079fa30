// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What every engine in a Worker shares: the start of a Worker without permissions, the messages with it, its
 * control words, and the collection of output.
 *
 * @module
 */

export type {
  BreakpointState,
  CommEvent,
  Completeness,
  Completion,
  DebugEvent,
  DebugFrame,
  DebugScope,
  DebugVariable,
  EngineDebugger,
  EngineEvent,
  EngineHost,
  EngineMemory,
  EngineOptions,
  ExecuteOutcome,
  ExecuteRequest,
  InputRequest,
  Inspection,
  InterruptReason,
  LanguageInfo,
  Logger,
  ResumeAction,
  ScriptEngine,
  Variable,
} from "../../contracts/mod.ts";
export type { KernelError } from "../../errors.ts";
export * from "./control.ts";
export * from "./debugger.ts";
export * from "./engine.ts";
export * from "./errors.ts";
export * from "./link.ts";
export * from "./media.ts";
export * from "./messages.ts";
export * from "./output.ts";
export * from "./start.ts";
export * from "./utf8.ts";
export * from "./wasm_sections.ts";
export * from "./wasm_function.ts";
