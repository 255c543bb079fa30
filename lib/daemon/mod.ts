// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What a Unix daemon needs of its system: going to the background, PID file, signals, word to systemd, and the life
 * and end of other processes. Linux and macOS; system calls by FFI.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * import { acquirePidFile, inspectPidFile } from "./mod.ts";
 *
 * const folder = await Deno.makeTempDir();
 * {
 *   using held = acquirePidFile({ path: `${folder}/run/demo.pid` });
 *   assert.equal(inspectPidFile(held.path).state, "running");
 * }
 * await Deno.remove(folder, { recursive: true });
 * ```
 *
 * @see daemon(7), flock(2), sd_notify(3), pidfd_open(2)
 * @module
 */

export { detach } from "./detach.ts";
export type { Detached, DetachOptions } from "./detach.ts";
export { inspectPidFile } from "./inspect_pid_file.ts";
export type { PidFileReport } from "./inspect_pid_file.ts";
export { keepInspectorClosed } from "./inspector.ts";
export type { Runtime } from "./inspector.ts";
export { openNotify } from "./notify.ts";
export type { Notify } from "./notify.ts";
export { acquirePidFile } from "./pid_file.ts";
export type { PidFile, PidFileOptions, TakenOver } from "./pid_file.ts";
export {
  processAlive,
  processCommand,
  processCpuSeconds,
  processRssBytes,
  processStartMs,
  sameProcess,
} from "./process_info.ts";
export type { Liveness } from "./process_info.ts";
export { openReadiness, readinessOf, readyFdVariable } from "./readiness.ts";
export type { Readiness } from "./readiness.ts";
export { sanitizeEnvironment } from "./sanitize_environment.ts";
export { listenSignals } from "./signals.ts";
export type { SignalAction, SignalActions, SignalSource } from "./signals.ts";
export { terminateProcess } from "./terminate.ts";
export type { TerminateOptions, Termination } from "./terminate.ts";
export { waitForExit } from "./wait_for_exit.ts";
export { startWatchdog } from "./watchdog.ts";
export type { Timers, Watchdog, WatchdogOptions } from "./watchdog.ts";
