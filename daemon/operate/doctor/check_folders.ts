// SPDX-License-Identifier: Apache-2.0 OR MIT
// Whether the folders that a kernel writes to are there, writable, and nobody else's.

import { dirname, join } from "node:path";
import { KernelError } from "../../../lib/errors.ts";
import { runFolder } from "../../kernel_record.ts";
import { cacheCandidates, type Env, llmspellHome } from "../../paths.ts";
import { type DoctorContext, type Finding, reasonOf } from "./finding.ts";

/** Looks at `LLMSPELL_HOME` and the folders below it, at the run folder and at the cache. */
export function checkFolders({ env }: DoctorContext): Finding[] {
  const home = llmspellHome(env);
  return [
    folder({ check: "home", path: home, remedy: "set LLMSPELL_HOME to a folder of your own" }),
    ...["logs", "sessions"].map((name) => folder({ check: name, path: join(home, name) })),
    ...["kernels", "state"].map((name) =>
      folder({ check: name, path: join(home, name), secret: true })
    ),
    ...secretFiles(join(home, "kernels")),
    runFolderFinding(env),
    cacheFinding(env),
  ];
}

/** A folder that should be usable. */
interface Wanted {
  readonly check: string;
  readonly path: string;
  /** True when nobody else may look into it. */
  readonly secret?: boolean;
  readonly remedy?: string;
}

function folder({ check, path, secret = false, remedy }: Wanted): Finding {
  const wanted = remedy ?? `make "${path}" a folder of your own`;
  const problem = (text: string, more: Partial<Finding> = {}): Finding => ({
    check,
    status: "problem",
    text: `"${path}" ${text}`,
    remedy: wanted,
    ...more,
  });
  const info = statOf(path);
  if (info === undefined) return missing(check, path, wanted);
  if (info instanceof Error) return problem(`cannot be read: ${info.message}`);
  if (!info.isDirectory) return problem("is no folder");
  const uid = Deno.uid();
  if (uid !== null && uid !== 0 && info.uid !== uid) {
    return problem(`belongs to user ${info.uid}`, { remedy: `sudo chown -R ${uid} "${path}"` });
  }
  const mode = (info.mode ?? 0) & 0o777;
  const open = mode & (secret ? 0o077 : 0o022);
  if (open !== 0) {
    return problem(`has mode ${octal(mode)}: ${access(secret)}`, closing(path, mode & ~open));
  }
  const failure = writeFailure(path);
  if (failure !== undefined) return problem(`cannot be written to: ${failure}`);
  return { check, status: "ok", text: `"${path}" is writable, mode ${octal(mode)}` };
}

function access(secret: boolean): string {
  return secret ? "other users can look into it" : "other users can write to it";
}

/** The remedy for a mode that is too open. */
function closing(path: string, mode: number): Pick<Finding, "remedy" | "fix"> {
  return {
    remedy: `chmod ${octal(mode)} "${path}"`,
    fix: () => {
      Deno.chmodSync(path, mode);
      return `set mode ${octal(mode)}`;
    },
  };
}

/** A folder that is not there is made when it is needed; what counts is whether that will work. */
function missing(check: string, path: string, remedy: string): Finding {
  let parent = dirname(path);
  while (statOf(parent) === undefined && dirname(parent) !== parent) parent = dirname(parent);
  const failure = writeFailure(parent);
  return failure === undefined
    ? { check, status: "ok", text: `"${path}" is not there yet; it is made when it is needed` }
    : { check, status: "problem", text: `"${path}" cannot be made: ${failure}`, remedy };
}

/** Connection files hold the key to a kernel. */
function secretFiles(path: string): Finding[] {
  return names(path).map((name) => join(path, name)).flatMap((file): Finding[] => {
    const info = statOf(file);
    const mode = info === undefined || info instanceof Error || !info.isFile ? 0 : info.mode ?? 0;
    if ((mode & 0o077) === 0) return [];
    const text = `"${file}" has mode ${octal(mode & 0o777)}: other users can read the key in it`;
    return [{ check: "keys", status: "problem", text, ...closing(file, 0o600) }];
  });
}

function runFolderFinding(env: Env): Finding {
  const check = "run";
  try {
    const path = runFolder(env);
    return { check, status: "ok", text: `"${path}" takes PID files and records` };
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    return { check, status: "problem", text: error.message, remedy: error.hint };
  }
}

function cacheFinding(env: Env): Finding {
  const candidates = cacheCandidates(env);
  const failures = candidates.map((path) => folder({ check: "cache", path }));
  const usable = failures.findIndex(({ status }) => status === "ok");
  if (usable === 0) return failures[0]!;
  const remedy = "set LLMSPELL_CACHE to a folder of your own";
  const text = failures.map((finding) => finding.text).join("; ");
  return {
    ...failures[0]!,
    check: "cache",
    status: usable < 0 ? "problem" : "warning",
    text,
    remedy,
  };
}

function statOf(path: string): Deno.FileInfo | Error | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    return error instanceof Deno.errors.NotFound ? undefined : new Error(reasonOf(error));
  }
}

/** Why nothing can be written to a folder; modes do not tell of full disks and read-only file systems. */
function writeFailure(path: string): string | undefined {
  try {
    const file = Deno.makeTempFileSync({ dir: path, prefix: ".probe-" });
    try {
      Deno.writeTextFileSync(file, "probe");
    } finally {
      Deno.removeSync(file);
    }
    return undefined;
  } catch (error) {
    return reasonOf(error).replace(/: \w+ '.*$/, "");
  }
}

function names(path: string): string[] {
  try {
    return [...Deno.readDirSync(path)].map(({ name }) => name).sort();
  } catch {
    return [];
  }
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}
