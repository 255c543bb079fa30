// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the system tells of a process: /proc on Linux, ps elsewhere.

import { readFileSync } from "node:fs";
import { openLibc } from "./libc.ts";

/** One look at a process. */
export interface ProcessStat {
  /** `Z` for a process that has ended and waits for its parent to notice. */
  readonly state: string;
  /** Milliseconds since the epoch. */
  readonly startMs: number;
  /** User and system time, all threads. */
  readonly cpuSeconds: number;
  readonly rssBytes: number;
}

/** Looks at a process; `undefined` when there is none, or none that this user may see. */
export function processStat(pid: number): ProcessStat | undefined {
  if (Deno.build.os !== "linux") return parsePs(runPs(pid));
  return readProcStat(pid, linuxUnits());
}

function readProcStat(pid: number, units: LinuxUnits): ProcessStat | undefined {
  try {
    return parseProcStat(readFileSync(`/proc/${pid}/stat`, "latin1"), units);
  } catch {
    return undefined;
  }
}

/** True for a zombie: a process that has ended, but whose parent has not noticed. */
export function hasEnded(pid: number): boolean {
  const units = { ticksPerSecond: 1, pageBytes: 1, bootMs: 0 };
  const stat = Deno.build.os === "linux" ? readProcStat(pid, units) : processStat(pid);
  return stat !== undefined && /^[ZX]$/.test(stat.state);
}

/** Units and origin of the figures in `/proc/<pid>/stat`. */
export interface LinuxUnits {
  readonly ticksPerSecond: number;
  readonly pageBytes: number;
  /** Milliseconds since the epoch at which the system, or this time namespace, started. */
  readonly bootMs: number;
}

/**
 * Takes `/proc/<pid>/stat` apart. The name in parentheses may hold spaces and parentheses.
 *
 * @see proc_pid_stat(5): fields 3, 14, 15, 22 and 24
 */
export function parseProcStat(text: string, units: LinuxUnits): ProcessStat | undefined {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const field = (number: number) => Number(fields[number - 3]);
  const startMs = units.bootMs + field(22) * 1_000 / units.ticksPerSecond;
  if (Number.isNaN(startMs)) return undefined;
  return {
    state: fields[0]!,
    startMs: Math.round(startMs),
    cpuSeconds: (field(14) + field(15)) / units.ticksPerSecond,
    rssBytes: field(24) * units.pageBytes,
  };
}

const symbols = {
  sysconf: { parameters: ["i32"], result: "isize" },
  clock_gettime: { parameters: ["i32", "buffer"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

const SC_CLK_TCK = 2;
const SC_PAGESIZE = 30;
const CLOCK_BOOTTIME = 7;

function linuxUnits(): LinuxUnits {
  using libc = openLibc(symbols);
  const { sysconf, clock_gettime } = libc.symbols;
  const time = new BigInt64Array(2);
  clock_gettime(CLOCK_BOOTTIME, time);
  const sinceBootMs = Number(time[0]) * 1_000 + Number(time[1]) / 1_000_000;
  return {
    ticksPerSecond: Number(sysconf(SC_CLK_TCK)),
    pageBytes: Number(sysconf(SC_PAGESIZE)),
    bootMs: Date.now() - sinceBootMs,
  };
}

const psColumns = "state=,rss=,time=,lstart=";

function runPs(pid: number): string {
  const { stdout } = new Deno.Command("ps", {
    args: ["-o", psColumns, "-p", String(pid)],
    env: { LC_ALL: "C" },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).outputSync();
  return new TextDecoder().decode(stdout);
}

/** Takes a line of `ps -o state=,rss=,time=,lstart=` apart: `Ss 1136 0:00.02 Mon Jan  5 12:34:56 2026`. */
export function parsePs(line: string): ProcessStat | undefined {
  const match = /^\s*(\S)\S*\s+(\d+)\s+(\S+)\s+(\S.*\d)\s*$/.exec(line);
  if (match === null) return undefined;
  const [, state, rssKib, time, started] = match;
  const startMs = Date.parse(started!);
  if (Number.isNaN(startMs)) return undefined;
  return { state: state!, startMs, cpuSeconds: seconds(time!), rssBytes: Number(rssKib) * 1_024 };
}

/** Reads `[[days-]hours:]minutes:seconds`. */
function seconds(time: string): number {
  const [clock = "", days = "0"] = time.split("-").reverse();
  const parts = clock.split(":").map(Number);
  return parts.reduce((sum, part) => sum * 60 + part, 0) + Number(days) * 86_400;
}
