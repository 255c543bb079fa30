// SPDX-License-Identifier: Apache-2.0 OR MIT
// Starts a Worker without permissions and waits until it can execute.

import type { EngineOptions, LanguageInfo } from "../../contracts/mod.ts";
import { createControl } from "./control.ts";
import { WorkerEngine } from "./engine.ts";
import { engineExited, engineStart } from "./errors.ts";
import type { BootMessage, FromWorker } from "./messages.ts";

const unwanted = "it was not wanted any more before it was ready";

/** What is common to all engines of one language. */
export interface WorkerStartOptions<T> {
  /** What the engine says of its language. */
  readonly language: LanguageInfo;
  /** Name of the worker module for `Assets.worker`. */
  readonly workerName: string;
  /** Passed to the Worker in its boot message; structured-cloneable. */
  readonly boot: T;
  /** Time an interrupted script has to end before its Worker is terminated. */
  readonly interruptGraceMs: number;
}

/**
 * Waits for what an engine needs; it goes on for others when this one is no longer wanted.
 *
 * @throws {KernelError} `engine.exited` when the signal aborts before it is there
 */
export async function whileWanted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(engineExited(unwanted));
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
}

/**
 * Starts an engine in a Worker of its own.
 *
 * @throws {KernelError} `engine.start` when the Worker fails before it is ready, `engine.exited` when the signal aborts
 * before that
 */
export async function startWorkerEngine<T>(
  { language, workerName, boot, interruptGraceMs }: WorkerStartOptions<T>,
  { host, assets, log, limits, script, signal }: EngineOptions,
): Promise<WorkerEngine> {
  if (signal?.aborted) throw engineExited(unwanted);
  const worker = new Worker(assets.worker(workerName), {
    type: "module",
    name: workerName,
    deno: { permissions: "none" },
  });
  const { port1, port2 } = new MessageChannel();
  const control = createControl();
  const message: BootMessage<T> = { port: port2, control, ...limits, script, language: boot };
  let alarm: Int32Array<SharedArrayBuffer> | undefined;
  try {
    const ready = new Promise<void>((resolve, reject) => {
      worker.onmessage = (event: MessageEvent<FromWorker>) => {
        if (event.data.type !== "ready") return;
        alarm = event.data.alarm;
        resolve();
      };
      worker.onerror = (event) => {
        event.preventDefault();
        reject(engineStart(language.name, event.message, event.error));
      };
      worker.postMessage(message, [port2]);
    });
    await whileWanted(ready, signal);
  } catch (error) {
    worker.terminate();
    port1.close();
    throw error;
  }
  return new WorkerEngine({
    language,
    worker,
    port: port1,
    control,
    alarm,
    host,
    log,
    interruptGraceMs,
  });
}
