// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a kernel and its sessions are made of, and what they are asked.

import type {
  EngineFactory,
  EngineHost,
  EngineOptions,
  HistoryStore,
  Logger,
  Metrics,
  OperationName,
  OperationParams,
  OperationResult,
  RequestContext,
  ServiceOperation,
} from "../contracts/mod.ts";
import type { SessionLimits } from "./session_parts.ts";

/** What a kernel is made of. */
export interface KernelParts {
  /** Name and version of the program, as `kernel.info` tells them. */
  readonly implementation: { readonly name: string; readonly version: string };
  /** Where the executions of all sessions are kept; stays open when the kernel ends. */
  readonly history: HistoryStore;
  /** Hold for each session on its own. */
  readonly limits: SessionLimits;
  /** Parent of the sessions' loggers. */
  readonly log: Logger;
  /** Where executions are counted; nowhere when absent. */
  readonly metrics?: Metrics;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  /** Names for subshells. */
  readonly randomUUID: () => string;
  /** Hears when the kernel begins and ends to drain. */
  readonly drained?: (draining: boolean) => void;
}

/** What a new session is made of. */
export interface SessionOptions extends Omit<EngineOptions, "host"> {
  /** Makes the session's engine, and another when that one dies. */
  readonly engine: EngineFactory;
  /** Performs host functions; its policy says which. */
  readonly call: EngineHost["call"];
}

/** Performs each operation. */
export type OperationHandlers = {
  readonly [K in OperationName]: (
    params: OperationParams<K>,
    context: RequestContext,
  ) => OperationResult<K> | Promise<OperationResult<K>>;
};

/** Performs the operations that reach beyond the sessions. */
export type ServiceHandlers = Pick<OperationHandlers, ServiceOperation>;

/** How the kernel was asked to end. */
export interface StopRequest {
  /** True when whoever asked is going to start it again. */
  readonly restart: boolean;
  /** The client that asked. */
  readonly client: string;
}
