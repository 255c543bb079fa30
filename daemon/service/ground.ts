// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a kernel stands on: its PID file, its log, its supervisor. They stay until the very end.

import { basename, dirname } from "node:path";
import { acquirePidFile, type Notify, openNotify } from "../../lib/daemon/mod.ts";
import { type Log, MetricRegistry } from "../../lib/observe/mod.ts";
import { removeDrafts, removeIfThere } from "../../lib/store/mod.ts";
import type { CommandContext } from "../cli/command.ts";
import { openKernelLog } from "./kernel_log.ts";
import type { KernelPlaces } from "./places.ts";
import type { StartPlan } from "./start_plan.ts";

/** What is there before anything else. Disposing gives the id free. */
export interface Ground extends AsyncDisposable {
  readonly log: Log;
  readonly metrics: MetricRegistry;
  readonly notify: Notify;
  /** The start has succeeded. Without this word disposal removes a log file that was not there before. */
  keepLog(): void;
}

/**
 * Takes the kernel's id, and opens its log and the way to its supervisor.
 *
 * @throws {KernelError} `pid.locked` when a kernel of this id runs; `log.unwritable`
 */
export async function openGround(
  { config, places }: StartPlan,
  context: CommandContext,
): Promise<Ground> {
  await using stack = new AsyncDisposableStack();
  const { path, takenOver } = stack.use(acquirePidFile({ path: places.pidFile }));
  removeKernelDrafts(places);
  const { terminal, env } = context;
  const metrics = new MetricRegistry();
  const newLog = isAbsent(places.logFile) ? places.logFile : undefined;
  let started = false;
  stack.defer(() => {
    if (newLog !== undefined && !started) removeIfThere(newLog);
  });
  const log = stack.use(openKernelLog({ config, file: places.logFile, terminal, env, metrics }));
  if (config.http.token !== "") log.redact.add(config.http.token);
  const notify = stack.use(openNotify(env));
  if (takenOver !== undefined) {
    log.logger.getChild("daemon").warn("Took over {path} of a kernel that has ended: {reason}", {
      path,
      reason: takenOver.reason,
    });
  }
  const held = stack.move();
  return {
    ...{ log, metrics, notify },
    keepLog: () => void (started = true),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** What an earlier kernel of this id was writing when it was killed; who holds the id is alone in writing it. */
function removeKernelDrafts(places: KernelPlaces): void {
  const { dumpFolder, recordFile, connectionFile, ownsConnectionFile } = places;
  removeDrafts(dumpFolder);
  removeDrafts(dirname(recordFile), basename(recordFile));
  if (ownsConnectionFile) removeDrafts(dirname(connectionFile), basename(connectionFile));
}

function isAbsent(path: string | undefined): boolean {
  try {
    if (path !== undefined) Deno.lstatSync(path);
    return false;
  } catch (error) {
    return error instanceof Deno.errors.NotFound;
  }
}
