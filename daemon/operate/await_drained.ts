// SPDX-License-Identifier: Apache-2.0 OR MIT
// Waits until a draining kernel has nothing left to do.

import type { KernelState } from "../../lib/contracts/mod.ts";
import { TimeLimit } from "../../protocols/jupyter/mod.ts";
import type { Env } from "../paths.ts";
import { openControl } from "./control_client.ts";
import type { FoundKernel } from "./discovery.ts";
import { drainUnfinished } from "./errors.ts";

/** How a kernel is drained. */
export interface DrainOptions {
  readonly env: Env;
  /** How long what runs may take; absent when it is not waited for. */
  readonly waitMs?: number;
  readonly answerMs?: number;
}

/**
 * Has a kernel refuse new work, and waits for what runs if asked to. It looks again whenever the kernel publishes
 * something.
 *
 * @returns requests that still run or wait
 * @throws {KernelError} `kernel.drain_unfinished` when the time is up; the kernel goes on draining
 */
export async function drainKernel(
  { record }: FoundKernel,
  { env, waitMs, answerMs }: DrainOptions,
): Promise<number> {
  await using control = await openControl({
    record,
    env,
    iopub: waitMs !== undefined,
    ...(answerMs === undefined ? {} : { answerMs }),
  });
  const news = new News();
  using _ear = control.client.onIopub(() => news.arrived());
  await control.operate("kernel.drain", {});
  let left = pendingRequests(await control.operate("kernel.state", {}));
  if (waitMs === undefined) return left;
  using limit = new TimeLimit(waitMs);
  while (left > 0) {
    if (!(await news.next(limit.signal))) throw drainUnfinished(record.id, left, waitMs);
    left = pendingRequests(await control.operate("kernel.state", {}));
  }
  return 0;
}

/** Requests that run or wait in all sessions. */
export function pendingRequests({ sessions }: Pick<KernelState, "sessions">): number {
  return sessions.reduce((sum, { running, queued }) => sum + running + queued, 0);
}

/** Remembers that something has happened since the latest look. */
class News {
  #fresh = false;
  #wake: (() => void) | undefined;

  arrived(): void {
    this.#fresh = true;
    this.#wake?.();
  }

  /** Resolves with true at the next news, at once if there are some, and with false when the signal aborts. */
  async next(signal: AbortSignal): Promise<boolean> {
    if (!this.#fresh && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      signal.addEventListener("abort", () => resolve(), { once: true });
      await promise;
    }
    const fresh = this.#fresh;
    this.#fresh = false;
    return fresh;
  }
}
