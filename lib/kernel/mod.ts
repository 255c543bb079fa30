// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Sessions and the Router: the meeting point of protocols and engines. Requests of the `shell` channel queue in
 * their session's lane, in the order of arrival; `control` never waits behind them. Events are told to all
 * subscribers synchronously and in order. Limits: a full lane refuses the newest request, no event is dropped.
 *
 * @module
 */

export { Kernel } from "./kernel.ts";
export type {
  KernelParts,
  OperationHandlers,
  ServiceHandlers,
  SessionOptions,
  StopRequest,
} from "./kernel_parts.ts";
export type { SessionLimits } from "./session_parts.ts";
export { Lane, type LaneEntry } from "./lane.ts";
export { type StartLater, type WarmEngineOptions, WarmEngines } from "./warm_engines.ts";
export { UsageMeter } from "./usage.ts";
export { within } from "./within.ts";
export { withinGrace } from "./within_grace.ts";
