// SPDX-License-Identifier: Apache-2.0 OR MIT
// A kernel in the background, started as its user would.

import { join } from "node:path";
import {
  kernelPidPath,
  type KernelRecord,
  kernelRecordPath,
  parseKernelRecord,
} from "../../daemon/kernel_record.ts";
import { inspectPidFile, waitForExit } from "../../lib/daemon/mod.ts";
import {
  type ClientChannel,
  connectJupyter,
  type JupyterClient,
  readConnectionFile,
} from "../../protocols/jupyter/mod.ts";
import { unexpected } from "./errors.ts";
import { type Ground, makeFolder } from "./ground.ts";
import { type Program, runProgram } from "./run_program.ts";
import { withinLimit } from "./within_limit.ts";

/** How a kernel is started. */
export interface KernelOptions {
  /** The compiled program. */
  readonly binary: string;
  /** Id of the kernel, and name of its folders within the run's. */
  readonly id: string;
  /** Folder of unpacked files, within the run's; default one that all kernels share. */
  readonly cache?: string;
  /** False for the Jupyter channels alone. */
  readonly http?: boolean;
}

/** A kernel that runs. Disposing kills it, if it still does. */
export interface Kernel extends AsyncDisposable {
  /** Runs commands with the kernel's own `LLMSPELL_HOME`. */
  readonly program: Program;
  readonly record: KernelRecord;
  /** What `performance.now` said before the start. */
  readonly beginMs: number;
  /** Time until the command had ended. */
  readonly startMs: number;
}

/** The command itself gives up a kernel that is not ready in 30 seconds, and ends it. */
const startLimitMs = 40_000;

/**
 * Starts a kernel. An end of the run is heard when the start is over: who kills the command leaves the kernel.
 *
 * @throws {BenchError} when it does not start
 */
export async function startKernel(options: KernelOptions, ground: Ground): Promise<Kernel> {
  const { id, http = true } = options;
  const program = kernelProgram(options, ground);
  const args = ["kernel", "start", "--daemon", "--id", id, "--port", "0"];
  ground.signal.throwIfAborted();
  const { beginMs, ms: startMs } = await withinLimit(
    { what: "the start of a kernel", limitMs: startLimitMs },
    (signal) => runProgram(program, http ? args : [...args, "--http", "off"], signal),
  );
  const run = join(program.env["LLMSPELL_HOME"]!, "run");
  await using stack = new AsyncDisposableStack();
  stack.defer(() => endHolder(kernelPidPath(run, id)));
  const record = parseKernelRecord(await Deno.readTextFile(kernelRecordPath(run, id)));
  const held = stack.move();
  return { program, record, beginMs, startMs, [Symbol.asyncDispose]: () => held.disposeAsync() };
}

/** The program with an environment of its own: kernels of others are not seen. */
export function kernelProgram(
  { binary, id, cache = "cache" }: Pick<KernelOptions, "binary" | "id" | "cache">,
  ground: Ground,
): Program {
  const home = makeFolder(ground, id);
  return {
    path: binary,
    env: {
      PATH: "/usr/bin:/bin",
      HOME: home,
      TMPDIR: makeFolder(ground, id, "tmp"),
      LLMSPELL_HOME: join(home, "home"),
      LLMSPELL_CACHE: makeFolder(ground, cache),
    },
  };
}

/** Kills the kernel that holds a PID file, if there is one. */
async function endHolder(pidFile: string): Promise<void> {
  const { state, pid } = inspectPidFile(pidFile);
  if (state !== "running" || pid === undefined) return;
  const gone = waitForExit(pid);
  Deno.kill(pid, "SIGKILL");
  await gone;
}

/** Connects as a front end does, which reads the connection file. */
export async function connectKernel(
  { record }: Kernel,
  channels: readonly ClientChannel[],
  { zmq, signal }: Ground,
): Promise<JupyterClient> {
  const file = await readConnectionFile(record.connectionFile);
  if (file.kind !== "connection") throw unexpected("connection file", file.kind);
  const { connection } = file;
  const options = { context: zmq, connection, channels, signal };
  return await connectJupyter(channels.includes("iopub") ? options : { ...options, welcomeMs: 0 });
}

/** Asks on shell and waits for the reply; @returns its content */
export async function ask(
  client: JupyterClient,
  type: "kernel_info" | "execute",
  { signal }: Ground,
  code = "do end",
): Promise<Readonly<Record<string, unknown>>> {
  const content = type === "execute" ? executeContent(code) : {};
  const { reply } = await withinLimit(
    { what: `${type}_reply`, signal },
    (signal) => client.request("shell", `${type}_request`, content, { idle: false, signal }),
  );
  if (reply?.content["status"] !== "ok") throw unexpected(`${type}_reply`, reply?.content);
  return reply.content;
}

/** Content of an execute_request. */
export function executeContent(code: string): object {
  return {
    code,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: false,
  };
}
