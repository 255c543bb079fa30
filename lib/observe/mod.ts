// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the program tells of itself: the log and the metric registry.
 *
 * @module
 */

export { type Log, type LogOptions, type LogThreshold, openLog } from "./log.ts";
export { MetricRegistry, type MetricSnapshot, type Sample } from "./metrics.ts";
