// SPDX-License-Identifier: Apache-2.0 OR MIT
// Whether a process lives, since when, and what it uses.

import { readFileSync } from "node:fs";
import { EPERM, openLibc } from "./libc.ts";
import { hasEnded, processStat } from "./process_stat.ts";

/** `foreign` lives too, but belongs to another user. A zombie is `gone`. */
export type Liveness = "alive" | "foreign" | "gone";

const symbols = {
  kill: { parameters: ["i32", "i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/**
 * Looks whether a process lives and may be signalled.
 *
 * @param pid anything but a positive process id is `gone`
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { processAlive } from "./mod.ts";
 * assert.equal(processAlive(Deno.pid), "alive");
 * ```
 */
export function processAlive(pid: number): Liveness {
  if (!isPid(pid)) return "gone";
  using libc = openLibc(symbols);
  if (libc.symbols.kill(pid, 0) !== 0) return libc.errno() === EPERM ? "foreign" : "gone";
  return hasEnded(pid) ? "gone" : "alive";
}

/** Whether a number can be the id of a process: 1 to 2^31 - 1. */
export function isPid(pid: number): boolean {
  return Number.isInteger(pid) && pid >= 1 && pid <= 0x7fff_ffff;
}

/**
 * Milliseconds since the epoch at which a process began, or `undefined` when it is gone. Reckoned from the time since
 * the system's start, so two looks differ by some milliseconds, and by more when the clock was set in between: compare
 * by `sameProcess`.
 */
export function processStartMs(pid: number): number | undefined {
  return processStat(pid)?.startMs;
}

/** How far two looks at the start of one process may lie apart. An id is not given out again as fast. */
const toleranceMs = 2_000;

/** Whether `pid` is still the process that began at `startMs`, and not a later one with its id. */
export function sameProcess(pid: number, startMs: number): boolean {
  const start = processStartMs(pid);
  return start !== undefined && Math.abs(start - startMs) <= toleranceMs;
}

/** The command line of a process, or its name where the system keeps the rest to itself. */
export function processCommand(pid: number): string | undefined {
  if (Deno.build.os !== "linux") return psCommand(pid);
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replace(/\0+$/, "");
    if (line !== "") return line.replaceAll("\0", " ");
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return undefined;
  }
}

/** User and system time of a process in seconds, all threads together. */
export function processCpuSeconds(pid: number): number | undefined {
  return processStat(pid)?.cpuSeconds;
}

/** Memory of a process that is in RAM, in bytes. */
export function processRssBytes(pid: number): number | undefined {
  return processStat(pid)?.rssBytes;
}

function psCommand(pid: number): string | undefined {
  const { stdout } = new Deno.Command("ps", {
    args: ["-o", "command=", "-p", String(pid)],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).outputSync();
  return new TextDecoder().decode(stdout).trim() || undefined;
}
