// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a session is made of.

import type { Logger, SessionHistory } from "../contracts/mod.ts";
import type { EngineStart } from "./engine_holder.ts";
import type { EventHub } from "./event_hub.ts";
import type { KernelMetrics } from "./metrics.ts";

/** Bounds of a session. */
export interface SessionLimits {
  /** Requests that may wait in one lane. */
  readonly maxQueued: number;
  /** Subshells beside the main shell. */
  readonly maxSubshells: number;
}

/** What a session is made of. */
export interface SessionParts {
  readonly id: string;
  /** Name of the engine's language. */
  readonly language: string;
  readonly start: EngineStart;
  readonly history: SessionHistory;
  /** Those who hear of the session; they stay when another one takes its place. */
  readonly events: EventHub;
  readonly limits: SessionLimits;
  readonly log: Logger;
  /** Counts executions; nobody does when absent. */
  readonly metrics?: KernelMetrics;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  readonly randomUUID: () => string;
}
