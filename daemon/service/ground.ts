// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a kernel stands on: its PID file, its log, its supervisor. They stay until the very end.

import { acquirePidFile, type Notify, openNotify } from "../../lib/daemon/mod.ts";
import { type Log, MetricRegistry } from "../../lib/observe/mod.ts";
import type { CommandContext } from "../cli/command.ts";
import { openKernelLog } from "./kernel_log.ts";
import type { StartPlan } from "./start_plan.ts";

/** What is there before anything else. Disposing gives the id free. */
export interface Ground extends AsyncDisposable {
  readonly log: Log;
  readonly metrics: MetricRegistry;
  readonly notify: Notify;
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
  const { terminal, env } = context;
  const metrics = new MetricRegistry();
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
  return { log, metrics, notify, [Symbol.asyncDispose]: () => held.disposeAsync() };
}
