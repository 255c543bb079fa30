// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the benchmark itself costs: the same clocks on things that take no time of their own.

import { join } from "node:path";
import type { Samples } from "../jupyter/findings.ts";
import { waitForExit } from "../../lib/daemon/mod.ts";
import { inodeOf } from "./files.ts";
import { FolderWatch } from "./folder_watch.ts";
import { type Ground, makeFolder } from "./ground.ts";
import { runProgram } from "./run_program.ts";

const times = 20;

/** Measures a program that does nothing, a file that appears, and a process that ends. */
export async function measureFloor(ground: Ground): Promise<Samples> {
  const [spawn, file, exit]: [number[], number[], number[]] = [[], [], []];
  for (let at = 0; at < times; at++) {
    spawn.push((await runProgram({ path: "/bin/true", env: {} }, [], ground.signal)).ms);
    file.push(await fileMs(makeFolder(ground, "floor", String(at)), ground.signal));
    exit.push(await exitMs(ground.signal));
  }
  return { spawn, file, exit };
}

async function fileMs(folder: string, signal: AbortSignal): Promise<number> {
  await using watch = new FolderWatch(folder);
  const path = join(folder, "file");
  const seen = watch.until(() => inodeOf(path), signal);
  const beginMs = performance.now();
  Deno.writeTextFileSync(path, "");
  await seen;
  return performance.now() - beginMs;
}

async function exitMs(signal: AbortSignal): Promise<number> {
  const child = new Deno.Command("/bin/sleep", { args: ["600"], stdin: "null", signal }).spawn();
  const gone = waitForExit(child.pid, signal);
  const beginMs = performance.now();
  child.kill("SIGKILL");
  await gone;
  const ms = performance.now() - beginMs;
  await child.status;
  return ms;
}
