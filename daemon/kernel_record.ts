// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a running kernel leaves in its run folder, so that the commands find it.

import { join } from "node:path";
import { tmpdir } from "node:os";
import { z } from "zod";
import { KernelError } from "../lib/errors.ts";
import { type Env, llmspellHome } from "./paths.ts";

/** Ids that can be part of a file's name. */
export const kernelIdPattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

const port = z.int().min(0).max(65_535);

const recordSchema = z.object({
  format: z.literal(1),
  id: z.string().regex(kernelIdPattern),
  pid: z.int().positive(),
  uid: z.int().nullable(),
  processStartMs: z.number(),
  version: z.string(),
  language: z.string(),
  connectionFile: z.string(),
  pidFile: z.string(),
  logFile: z.string().optional(),
  home: z.string(),
  ip: z.string(),
  transport: z.enum(["tcp", "ipc"]),
  ports: z.object({ shell: port, iopub: port, stdin: port, control: port, hb: port }),
  http: z.string().optional(),
  daemon: z.boolean(),
  startedAtMs: z.number(),
  arguments: z.array(z.string()),
});

/** Where a running kernel is and how it was started. Holds no secret: every user may read it. */
export interface KernelRecord {
  /** Version of this format. */
  readonly format: 1;
  /** Id of the kernel. */
  readonly id: string;
  /** Id of its process. */
  readonly pid: number;
  /** Its user's id; `null` where the system has none. */
  readonly uid: number | null;
  /** Milliseconds since the epoch at which the process began: tells it from a later one with the same id. */
  readonly processStartMs: number;
  /** Version of the program. */
  readonly version: string;
  /** Language of the main session. */
  readonly language: string;
  /** Absolute path; the file has the ports' key and is its owner's alone. */
  readonly connectionFile: string;
  /** Absolute path of the PID file, which is locked while the kernel lives. */
  readonly pidFile: string;
  /** Absolute path of the log; absent when the log goes to standard error. */
  readonly logFile?: string | undefined;
  /** The `LLMSPELL_HOME` it uses. */
  readonly home: string;
  /** Address of the Jupyter channels; for `ipc` the path before the dash. */
  readonly ip: string;
  /** Kind of the Jupyter channels' sockets. */
  readonly transport: "tcp" | "ipc";
  /** Ports of the Jupyter channels. */
  readonly ports: Readonly<Record<"shell" | "iopub" | "stdin" | "control" | "hb", number>>;
  /** Where health and metrics are served: `http://127.0.0.1:9560`, or `unix:/path`. */
  readonly http?: string | undefined;
  /** True when it runs detached from the terminal that started it. */
  readonly daemon: boolean;
  /** Milliseconds since the epoch at which it was ready. */
  readonly startedAtMs: number;
  /** The command line, without the program, that starts it again the same way. */
  readonly arguments: readonly string[];
}

/**
 * Reads a record's text.
 *
 * @throws {SyntaxError} when it is no record; the text says where it is wrong
 */
export function parseKernelRecord(text: string): KernelRecord {
  const read = recordSchema.safeParse(JSON.parse(text));
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new SyntaxError(
    `Cannot read kernel record: ${issue?.path.join(".")}: ${issue?.message}`,
  );
}

/** Path of a kernel's record in a run folder. */
export function kernelRecordPath(folder: string, id: string): string {
  return join(folder, `kernel-${id}.json`);
}

/** Path of a kernel's PID file in a run folder. */
export function kernelPidPath(folder: string, id: string): string {
  return join(folder, `kernel-${id}.pid`);
}

/** Folder of the connection files of a kernel's sessions beside the main one. */
export function sessionFolder(home: string, id: string): string {
  return join(home, "kernels", `kernel-${id}.sessions`);
}

/**
 * The folder for records and PID files: the first of systemd's `RUNTIME_DIRECTORY`, `LLMSPELL_HOME/run` and a
 * private temporary folder that can be made.
 *
 * @throws {KernelError} `kernel.run_folder` when there is none
 */
export function runFolder(env: Env): string {
  const problems: string[] = [];
  for (const folder of runFolderCandidates(env)) {
    try {
      Deno.mkdirSync(folder, { recursive: true, mode: 0o755 });
      if (((Deno.statSync(folder).mode ?? 0) & 0o222) !== 0 && writable(folder)) return folder;
      problems.push(`"${folder}" is not writable`);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new KernelError(
    "kernel.run_folder",
    `Cannot find a folder for the kernel's PID file: ${problems.join("; ")}`,
    "set LLMSPELL_HOME to a folder you can write to",
  );
}

/** Where `runFolder` looks, the wanted one first. */
export function runFolderCandidates(env: Env): string[] {
  const systemd = env("RUNTIME_DIRECTORY")?.split(":")[0];
  return [
    ...(systemd === undefined || systemd === "" ? [] : [systemd]),
    join(llmspellHome(env), "run"),
    join(tmpdir(), `llmspell-${Deno.uid() ?? "user"}`, "run"),
  ];
}

/** Modes do not tell of read-only file systems; making a file does. */
function writable(folder: string): boolean {
  try {
    Deno.removeSync(Deno.makeTempFileSync({ dir: folder, prefix: ".probe-" }));
    return true;
  } catch {
    return false;
  }
}
