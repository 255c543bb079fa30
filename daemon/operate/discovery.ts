// SPDX-License-Identifier: Apache-2.0 OR MIT
// Finds the kernels of this machine by the records in their run folders.

import { join } from "node:path";
import { inspectPidFile, processAlive, sameProcess } from "../../lib/daemon/mod.ts";
import { type KernelRecord, parseKernelRecord } from "../kernel_record.ts";
import type { Env } from "../paths.ts";
import { findRunFolders, type RunFolderPlaces } from "./run_folders.ts";

/** A kernel that left a record. */
export interface FoundKernel {
  readonly record: KernelRecord;
  /** Path of the record. */
  readonly path: string;
  /** Run folder that holds the record. */
  readonly folder: string;
  /** Whose it is, by the owner of the record's file. */
  readonly owner: "own" | "other user";
  /** User id of the owner; `null` where the system has none. */
  readonly uid: number | null;
  /** `stale` when its process has ended. */
  readonly state: "running" | "stale";
}

/** A record that cannot be used. */
export interface DiscoveryProblem {
  readonly path: string;
  /** What is wrong with it. */
  readonly problem: string;
  /** True when the file is this user's own. */
  readonly own: boolean;
}

/** What was found. */
export interface Discovery {
  /** Oldest first. */
  readonly kernels: readonly FoundKernel[];
  readonly problems: readonly DiscoveryProblem[];
}

/** The kernels of all users that left a record, oldest first; changes nothing. */
export async function findKernels(env: Env, places?: RunFolderPlaces): Promise<FoundKernel[]> {
  return [...(await discoverKernels(env, places)).kernels];
}

/** Like `findKernels`, with the records that cannot be used. */
export async function discoverKernels(env: Env, places?: RunFolderPlaces): Promise<Discovery> {
  const paths = findRunFolders(env, places).flatMap(recordPaths);
  const found = await Promise.all(paths.map(([folder, path]) => readRecord(folder, path)));
  const kernels = found.filter((entry) => "record" in entry)
    .sort((a, b) => a.record.startedAtMs - b.record.startedAtMs);
  return { kernels, problems: found.filter((entry) => "problem" in entry) };
}

/**
 * Whether the kernel that wrote the record runs: it holds its PID file, or, where that file is gone, a process with
 * its id began when it did.
 */
export function isRunning(record: KernelRecord): boolean {
  const { state, pid } = inspectPidFile(record.pidFile);
  if (state === "running") return pid === record.pid;
  if (state === "stale") return false;
  return processLives(record);
}

/** The kernel, with whether it runs by now. */
export function looked(kernel: FoundKernel): FoundKernel {
  return { ...kernel, state: stateOf(kernel.record, kernel.owner === "own") };
}

/** Another user's PID file may be anything; its process tells enough. */
function stateOf(record: KernelRecord, own: boolean): FoundKernel["state"] {
  return (own ? isRunning(record) : processLives(record)) ? "running" : "stale";
}

/**
 * Whether this user may operate the kernel: it is their own, or they are root and its process belongs to the owner of
 * the record. A record of somebody else may name any process.
 */
export function isOperable({ owner, uid, record }: FoundKernel, user = Deno.uid()): boolean {
  if (owner === "own") return true;
  return user === 0 && uid !== null && ownerOfProcess(record.pid) === uid;
}

/** User id that a process runs under, where the system tells. */
function ownerOfProcess(pid: number): number | null {
  try {
    return Deno.statSync(`/proc/${pid}`).uid;
  } catch {
    return null;
  }
}

/** Whether the process that wrote the record lives: a later one may have its id. */
export function processLives({ pid, processStartMs }: KernelRecord): boolean {
  return processAlive(pid) !== "gone" && sameProcess(pid, processStartMs);
}

function recordPaths(folder: string): [folder: string, path: string][] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name)
      .filter((name) => /^kernel-.+\.json$/.test(name)).sort()
      .map((name) => [folder, join(folder, name)]);
  } catch {
    return []; // A folder that is closed to us, or was removed just now.
  }
}

/** Largest record that is read; a record is about 1 KiB. */
const maxRecordBytes = 65_536;

async function readRecord(
  folder: string,
  path: string,
): Promise<FoundKernel | DiscoveryProblem> {
  let own = false;
  try {
    const info = await Deno.lstat(path);
    own = info.uid === Deno.uid();
    if (!info.isFile) return { path, own, problem: "it is no regular file" };
    if (info.size > maxRecordBytes) return { path, own, problem: `it has ${info.size} bytes` };
    const record = parseKernelRecord(await Deno.readTextFile(path));
    if (path !== join(folder, `kernel-${record.id}.json`)) {
      return { path, own, problem: `it names the kernel "${record.id}"` };
    }
    const state = stateOf(record, own);
    return { record, path, folder, owner: own ? "own" : "other user", uid: info.uid, state };
  } catch (error) {
    return { path, own, problem: error instanceof Error ? error.message : String(error) };
  }
}
