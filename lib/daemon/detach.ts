// SPDX-License-Identifier: Apache-2.0 OR MIT
// Starts a program in the background, as daemon(7) wants it, and waits until it says that it is ready. There is no
// fork() here: a shell is the process in between. It leads a new session (setsid), starts the program and ends, so
// that the program is adopted by process 1 or the nearest subreaper and can never get a controlling terminal.

import { dirname } from "node:path";
import { KernelError } from "../errors.ts";
import { closeOnExecFrom } from "./descriptors.ts";
import { outputUnusable, startFailed, startImpossible, startTimedOut } from "./errors.ts";
import { readinessLines } from "./readiness_lines.ts";
import { readyFdVariable } from "./readiness.ts";
import { terminateProcess } from "./terminate.ts";

/** What to start, and how long to wait for it. */
export interface DetachOptions {
  /** Absolute path of the program, then its arguments. */
  readonly argv: readonly [string, ...string[]];
  /** The whole environment of the program; see `sanitizeEnvironment`. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path. What the program writes is appended; a new file gets mode 0640. */
  readonly outputFile: string;
  /** Milliseconds until a program that is not ready is stopped. Default 30,000. */
  readonly timeoutMs?: number;
  /** Ends the wait; a program that is not ready yet is stopped. */
  readonly signal?: AbortSignal;
  /** Hears what the program does until it is ready. */
  readonly onProgress?: (text: string) => void;
}

/** A program that runs in the background and said that it is ready. */
export interface Detached {
  /** Id of its process. */
  readonly pid: number;
  /** What it gave to `ready`. */
  readonly info: unknown;
}

/**
 * Called with the output file, the program and its arguments. Descriptor 3 becomes the readiness pipe, which was the
 * shell's output. Where the program's path is wrong, the shell's word about it goes to the output file.
 */
const script = `out=$1
shift
umask 027
cd / || exit
unset PWD OLDPWD SHLVL
exec 3>&1 >>"$out" 2>&1 || exit
"$@" </dev/null &
printf '{"type":"spawned","pid":%d}\\n' "$!" >&3
`;

/** How much of what a failed program wrote is told. */
const tailBytes = 4_096;

/** Milliseconds a program that is not ready in time gets to end by itself. */
const graceMs = 2_000;

/**
 * Starts a program in the background: its parent is process 1 or a subreaper, it has no terminal, works in `/` with
 * umask 027, reads nothing, writes to the output file and inherits no descriptor but the readiness pipe (see
 * `readinessOf`). Resolves once the program is ready.
 *
 * Marks every descriptor of this process above 2 as close-on-exec.
 *
 * @throws {KernelError} what the program gave to `failed`; `daemon.start` when it ended without a word, with the end
 * of what it wrote; `daemon.start_timeout`; `daemon.output`
 * @throws the signal's reason when it aborts
 */
export async function detach(options: DetachOptions): Promise<Detached> {
  const { argv, outputFile, timeoutMs = 30_000, signal } = options;
  signal?.throwIfAborted();
  const writtenFrom = prepareOutput(outputFile);
  const output = () => tail(outputFile, writtenFrom);
  const shell = startShell(options);
  const stop = new AbortController();
  const timer = setTimeout(
    () => stop.abort(startTimedOut(argv[0], timeoutMs, output())),
    timeoutMs,
  );
  const abort = () => stop.abort(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  try {
    return await readUntilReady(options, shell, stop.signal, output);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
    await shell.status;
  }
}

/** Makes sure that the output can be written, and tells its size so far. */
function prepareOutput(path: string): number {
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
    const isNew = !exists(path);
    using file = Deno.openSync(path, { append: true, create: true, mode: 0o640 });
    if (isNew) Deno.chmodSync(path, 0o640);
    const { size, isFile } = file.statSync();
    return isFile ? size : 0;
  } catch (error) {
    throw outputUnusable(path, error);
  }
}

function startShell({ argv, env, outputFile }: DetachOptions): Deno.ChildProcess {
  try {
    closeOnExecFrom(3);
    return new Deno.Command("/bin/sh", {
      args: ["-c", script, "sh", outputFile, ...argv],
      cwd: "/",
      detached: true,
      stdin: "null",
      stdout: "piped",
      stderr: "null",
      clearEnv: true,
      env: { ...env, [readyFdVariable]: "3" },
    }).spawn();
  } catch (error) {
    if (error instanceof KernelError) throw error;
    throw startImpossible(argv[0], error);
  }
}

async function readUntilReady(
  { argv, onProgress }: DetachOptions,
  shell: Deno.ChildProcess,
  stop: AbortSignal,
  output: () => string,
): Promise<Detached> {
  let pid: number | undefined;
  try {
    for await (const message of readinessLines(shell.stdout, stop)) {
      if (message.type === "spawned") pid = message.pid;
      else if (message.type === "progress") onProgress?.(message.text);
      else if (message.type === "ready") return { pid: message.pid, info: message.info };
      else throw new KernelError(message.code, message.message, message.hint);
    }
  } catch (error) {
    await end(shell, pid, stop.aborted);
    throw error;
  }
  await end(shell, pid, false);
  throw startFailed(argv[0], output());
}

/** Waits for a program that failed, so that all it leaves is left; one that does not end by itself is ended. */
async function end(
  shell: Deno.ChildProcess,
  pid: number | undefined,
  atOnce: boolean,
): Promise<void> {
  if (pid === undefined) return killGroup(shell.pid);
  await terminateProcess(pid, { signal: atOnce ? "SIGTERM" : "none", graceMs });
  killGroup(shell.pid);
}

/** Ends what else runs in the shell's process group: the shell, and what the program started. */
function killGroup(leader: number): void {
  try {
    Deno.kill(-leader, "SIGKILL");
  } catch {
    // Nothing is left in the group.
  }
}

/** The end of what was written to the file since it had `from` bytes. */
function tail(path: string, from: number): string {
  try {
    using file = Deno.openSync(path, { read: true });
    const { size } = file.statSync();
    const start = Math.max(from, size - tailBytes);
    file.seekSync(start, Deno.SeekMode.Start);
    const bytes = new Uint8Array(Math.max(size - start, 0));
    const count = file.readSync(bytes) ?? 0;
    return new TextDecoder().decode(bytes.subarray(0, count));
  } catch {
    return "";
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
