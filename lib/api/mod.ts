// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What scripts can call, on the host's side: for each engine the same functions, under the session's policy.
 *
 * @module
 */

export * from "./host/mod.ts";
