// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Types where the rooms of llmspell meet: engines, sessions, the Router and protocols. Values here are schemas
 * only.
 *
 * @module
 */

export type * from "./assets.ts";
export type * from "./debug.ts";
export type * from "./engine.ts";
export type * from "./events.ts";
export type * from "./history.ts";
export type * from "./language.ts";
export type * from "./log.ts";
export type * from "./metrics.ts";
export type * from "./protocol.ts";
export type * from "./router.ts";
export type * from "./state.ts";
export * from "./operations.ts";
