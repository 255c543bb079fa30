// SPDX-License-Identifier: Apache-2.0 OR MIT
// Talks to a running kernel as its operator, on its control channel.

import type { OperationParams, OperationResult } from "../../lib/contracts/mod.ts";
import { waitForExit } from "../../lib/daemon/mod.ts";
import { type Context, openContext } from "../../lib/zmq/mod.ts";
import {
  type ConnectionInfo,
  connectJupyter,
  type JupyterClient,
  operate,
  type OperatorOperation,
  PORT_NAMES,
  readConnectionFile,
  TimeLimit,
} from "../../protocols/jupyter/mod.ts";
import { openAssets } from "../assets.ts";
import type { KernelRecord } from "../kernel_record.ts";
import type { Env } from "../paths.ts";
import { connectionLost, kernelEnded, kernelSilent } from "./errors.ts";

/** How long a kernel may take to answer, unless the caller says otherwise. */
export const defaultAnswerMs = 5_000;

/** What `openControl` is given. */
export interface ControlOptions {
  /** The kernel to talk to; its connection file has the key. */
  readonly record: KernelRecord;
  readonly env: Env;
  /** How long each answer may take. */
  readonly answerMs?: number;
  /** Listens to the kernel's output too, from before `openControl` resolves. */
  readonly iopub?: boolean;
  /** ZeroMQ context to use; it stays the caller's. One is opened when absent. */
  readonly context?: Context;
}

/** A connection to one kernel. */
export interface KernelControl extends AsyncDisposable {
  /** The client whose control channel is used. */
  readonly client: JupyterClient;
  /**
   * Has the kernel perform an operation.
   *
   * @throws {KernelError} the kernel's own; `kernel.silent` when it does not answer, `kernel.ended` when it ends first
   */
  operate<K extends OperatorOperation>(
    operation: K,
    params: OperationParams<K>,
    signal?: AbortSignal,
  ): Promise<OperationResult<K>>;
}

/**
 * Connects to a kernel with the key from its connection file.
 *
 * @throws {KernelError} `kernel.connection_lost`; `kernel.silent` when output is wanted and none is heard
 */
export async function openControl(options: ControlOptions): Promise<KernelControl> {
  const { record, env, answerMs = defaultAnswerMs, iopub = false } = options;
  const connection = await readConnection(record);
  await using stack = new AsyncDisposableStack();
  const context = options.context ?? stack.use(await openControlContext(env));
  const guarded = { record, answerMs };
  const client = stack.use(
    await guard(guarded, "connect", undefined, (signal) =>
      connectJupyter({
        context,
        connection,
        channels: iopub ? ["control", "iopub"] : ["control"],
        welcomeMs: iopub ? answerMs * 2 : 0,
        signal,
      })),
  );
  const parts = stack.move();
  return {
    client,
    operate: (operation, params, signal) =>
      guard(guarded, operation, signal, (limit) => operate(client, operation, params, limit)),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** A ZeroMQ context for connections to several kernels. */
export async function openControlContext(env: Env): Promise<Context> {
  return openContext({ library: await openAssets(env).file("libzmq") });
}

/** Performs one operation on a connection of its own. */
export async function operateOnce<K extends OperatorOperation>(
  options: ControlOptions,
  operation: K,
  params: OperationParams<K>,
  signal?: AbortSignal,
): Promise<OperationResult<K>> {
  await using control = await openControl(options);
  return await control.operate(operation, params, signal);
}

/** Where the kernel listens, as this machine reaches it. */
async function readConnection(record: KernelRecord): Promise<ConnectionInfo> {
  let file;
  try {
    file = await readConnectionFile(record.connectionFile);
  } catch (error) {
    throw connectionLost(record, record.connectionFile, error);
  }
  if (file.kind !== "connection" || PORT_NAMES.some((name) => file.connection[name] === 0)) {
    throw connectionLost(record, record.connectionFile);
  }
  const everywhere: Readonly<Record<string, string>> = {
    "0.0.0.0": "127.0.0.1",
    "*": "127.0.0.1",
    "::": "::1",
  };
  const { ip, transport } = file.connection;
  return { ...file.connection, ip: transport === "tcp" ? everywhere[ip] ?? ip : ip };
}

/** Does the work until it is done, time is up, or the kernel's process ends. */
async function guard<T>(
  { record, answerMs }: { readonly record: KernelRecord; readonly answerMs: number },
  operation: string,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  using limit = new TimeLimit(answerMs, signal);
  const done = new AbortController();
  const stop = AbortSignal.any([limit.signal, done.signal]);
  const exit = waitForExit(record.pid, done.signal).then(
    () => done.signal.aborted ? undefined : done.abort(kernelEnded(record, operation)),
    () => undefined, // Aborted, or not ours to watch: the time limit remains.
  );
  try {
    return await work(stop);
  } catch (error) {
    if (limit.exceeded) throw kernelSilent(record, answerMs);
    throw error;
  } finally {
    done.abort();
    await exit;
  }
}
