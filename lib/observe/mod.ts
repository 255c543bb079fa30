// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the program tells of itself: the log, the metrics and the verdict on its health.
 *
 * The log takes secrets out of every record and brings it to standard error, a rotating file that several processes
 * may share, the system's logger (RFC 5424) or systemd's journal. Metrics are counted in memory and written as
 * Prometheus text 0.0.4 or OpenMetrics 1.0.0.
 *
 * @module
 */

export { evaluateHealth, type HealthReadings, type HealthVerdict } from "./health.ts";
export { LatestWindow } from "./latest_window.ts";
export { type Log, type LogOptions, type LogSettings, openLog } from "./log.ts";
export { type LogContext, traceIdOf, withContext } from "./log_context.ts";
export { type LogEntry, logLevels, type LogThreshold } from "./log_entry.ts";
export { formatEntry, type LogFormat, logFormats } from "./log_format.ts";
export type { LogProblem } from "./log_target.ts";
export { measureLag } from "./measure_lag.ts";
export { type Collector, MetricRegistry, type MetricSnapshot, type Sample } from "./metrics.ts";
export {
  openMetricsType,
  prometheusType,
  writeOpenMetrics,
  writePrometheus,
} from "./metrics_text.ts";
export { continuationText, parseLogLine } from "./parse_log_line.ts";
export { percentile } from "./percentile.ts";
export { processMetrics } from "./process_metrics.ts";
export { createRedactor, type Redactor } from "./redact.ts";
export { lockFolder, type RotatedFile, rotatedFiles } from "./rotated_files.ts";
export { RotatingFile, type RotatingFileOptions, type RotationBounds } from "./rotating_file.ts";
