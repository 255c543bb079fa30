// SPDX-License-Identifier: Apache-2.0 OR MIT
// Whether the machine gives a kernel what it needs.

import { statfsSync } from "node:fs";
import { dirname, join } from "node:path";
import { KernelError } from "../../../lib/errors.ts";
import { humanBytes, humanSeconds } from "../../cli/human.ts";
import { llmspellHome } from "../../paths.ts";
import { openControlContext } from "../control_client.ts";
import { findRunFolders } from "../run_folders.ts";
import { type DoctorContext, type Finding, reasonOf } from "./finding.ts";

const mebibyte = 1024 ** 2;

/** Oldest Deno that runs the program. */
const oldestDeno = "2.6.10";

/** Looks at the program's runtime, libzmq, disk, limits, user and clock. */
export async function checkMachine(context: DoctorContext): Promise<Finding[]> {
  return [
    runtime(),
    await libzmq(context),
    disk(context),
    await descriptors(context),
    umask(Deno.umask()),
    user(Deno.uid()),
    clock(context),
  ];
}

function runtime(): Finding {
  const { deno } = Deno.version;
  const check = "runtime";
  if (Deno.build.standalone) {
    return { check, status: "ok", text: `a compiled program with Deno ${deno}` };
  }
  return compareVersions(deno, oldestDeno) >= 0 ? { check, status: "ok", text: `Deno ${deno}` } : {
    check,
    status: "problem",
    text: `Deno ${deno} is too old`,
    remedy: `install Deno ${oldestDeno} or later`,
  };
}

/** Negative when the first version is older, by its three numbers. */
export function compareVersions(a: string, b: string): number {
  const numbers = (text: string) => text.split(/[.+-]/).slice(0, 3).map(Number);
  const [first, second] = [numbers(a), numbers(b)];
  const different = first.findIndex((number, i) => number !== second[i]);
  return different < 0 ? 0 : first[different]! - (second[different] ?? 0);
}

async function libzmq({ env }: DoctorContext): Promise<Finding> {
  const check = "libzmq";
  try {
    await using context = await openControlContext(env);
    return { check, status: "ok", text: `libzmq ${context.version} loads` };
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    return { check, status: "problem", text: error.message, remedy: error.hint };
  }
}

function disk({ env }: DoctorContext): Finding {
  const check = "disk";
  let path = llmspellHome(env);
  while (!isThere(path) && dirname(path) !== path) path = dirname(path);
  try {
    return diskFinding(path, statfsSync(path));
  } catch (error) {
    return {
      check,
      status: "warning",
      text: `free space of "${path}" is unknown: ${reasonOf(error)}`,
    };
  }
}

/** Judges the free space of a file system. */
export function diskFinding(
  path: string,
  { bavail, bsize, files, ffree }: {
    readonly bavail: number;
    readonly bsize: number;
    readonly files: number;
    readonly ffree: number;
  },
): Finding {
  const free = bavail * bsize;
  const remedy = "remove old logs and caches, or set LLMSPELL_HOME to a larger disk";
  if (files > 0 && ffree === 0) {
    return { check: "disk", status: "problem", text: `"${path}" takes no more files`, remedy };
  }
  const text = `${humanBytes(free)} are free at "${path}"`;
  if (free < 64 * mebibyte) return { check: "disk", status: "problem", text, remedy };
  if (free < 512 * mebibyte) return { check: "disk", status: "warning", text, remedy };
  return { check: "disk", status: "ok", text };
}

async function descriptors({ run }: DoctorContext): Promise<Finding> {
  const output = await run("sh", ["-c", "ulimit -n"]);
  return descriptorFinding(output?.stdout ?? "");
}

/** Judges what `ulimit -n` says. */
export function descriptorFinding(text: string): Finding {
  const check = "descriptors";
  if (text === "unlimited") return { check, status: "ok", text: "any number of files may be open" };
  const count = Number(text === "" ? Number.NaN : text);
  if (Number.isNaN(count)) {
    return { check, status: "warning", text: "the limit of open files is unknown" };
  }
  const finding = { check, text: `${count} files may be open`, remedy: "ulimit -n 4096" };
  if (count < 256) return { ...finding, status: "problem" };
  if (count < 1024) return { ...finding, status: "warning" };
  return { check, status: "ok", text: finding.text };
}

/** Judges the mask of new files' modes. Kernels that are detached set their own. */
export function umask(mask: number): Finding {
  const text = `the umask is ${mask.toString(8).padStart(4, "0")}`;
  if ((mask & 0o022) === 0o022) return { check: "umask", status: "ok", text };
  const open = `${text}: other users can write to new files`;
  return { check: "umask", status: "warning", text: open, remedy: "umask 027" };
}

/** Warns root: what scripts are allowed to do, they then do as root. */
export function user(uid: number | null): Finding {
  if (uid !== 0) return { check: "user", status: "ok", text: `user ${uid ?? "unknown"}` };
  return {
    check: "user",
    status: "warning",
    text: "you are root; what a kernel lets scripts do is then done as root",
    remedy: "run kernels as a user of their own",
  };
}

/** A clock that was set back makes kernels look younger than their files. */
function clock({ env, now, places }: DoctorContext): Finding {
  const check = "clock";
  const home = llmspellHome(env);
  const folders = [Deno.execPath(), home, join(home, "logs"), ...findRunFolders(env, places)];
  const newest = Math.max(0, ...folders.map(modifiedMs));
  const behindMs = newest - now();
  if (behindMs < 60_000) {
    return { check, status: "ok", text: `${new Date(now()).toISOString().slice(0, 19)}Z` };
  }
  const text = `the clock is ${
    humanSeconds(behindMs / 1000)
  } behind the newest of llmspell's files`;
  return { check, status: "problem", text, remedy: "set the clock, or have it set by NTP" };
}

function modifiedMs(path: string): number {
  try {
    return Deno.statSync(path).mtime?.getTime() ?? 0;
  } catch {
    return 0;
  }
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
