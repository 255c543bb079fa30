// SPDX-License-Identifier: Apache-2.0 OR MIT

import { cpus } from "node:os";
import type { Machine } from "./findings.ts";

/** The machine that this runs on, and its load at this moment. */
export function machineState(): Omit<Machine, "loadAfter" | "files"> {
  const { os, arch } = Deno.build;
  return {
    system: `${os} ${Deno.osRelease()} ${arch}`,
    cpu: cpus()[0]?.model ?? "unknown CPU",
    cores: navigator.hardwareConcurrency,
    load: load(),
  };
}

/** Load averages of 1, 5 and 15 minutes. */
export function load(): number[] {
  return Deno.loadavg().map((value) => Math.round(100 * value) / 100);
}
