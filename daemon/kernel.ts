// SPDX-License-Identifier: Apache-2.0 OR MIT
// A kernel in this process: composes its parts, serves until something ends it, takes the parts down again.

import type { SavedSession } from "../lib/contracts/mod.ts";
import { readinessOf, startWatchdog } from "../lib/daemon/mod.ts";
import { openAssets } from "./assets.ts";
import type { CommandContext } from "./cli/command.ts";
import type { KernelStartOptions } from "./commands/kernel_start_options.ts";
import { exitCodes } from "./exit_codes.ts";
import type { KernelRecord } from "./kernel_record.ts";
import { type Doors, openDoors } from "./service/doors.ts";
import { type Ground, openGround } from "./service/ground.ts";
import { type Interior, openInterior } from "./service/interior.ts";
import { createOperations } from "./service/operations.ts";
import { keepKey } from "./service/kept_key.ts";
import { publishRecord } from "./service/record.ts";
import { shutDown } from "./service/shutdown.ts";
import { openSignalSwitch } from "./service/signal_switch.ts";
import { planStart, type StartPlan } from "./service/start_plan.ts";
import { restoreState, saveState } from "./service/state.ts";

/**
 * Runs a kernel until it is told to end; the result is the exit code. A process that `startDaemon` has detached tells
 * its starter when it is ready, or why it is not.
 *
 * @throws {KernelError} when the configuration or the connection file is wrong, or the id or a port is taken
 */
export async function startKernel(
  options: KernelStartOptions,
  context: CommandContext,
): Promise<number> {
  using readiness = readinessOf(Deno.env);
  try {
    const plan = await planStart(options, context.env, readiness !== undefined);
    await runKernel(plan, context, (record) => {
      readiness?.ready(record);
    });
    return exitCodes.success;
  } catch (error) {
    readiness?.failed(error);
    throw error;
  }
}

/**
 * The kernel's life. What is opened first is closed last: protocols go before sessions, and signals are heard from
 * before the PID file is there until all is gone, so that a second SIGTERM can hurry the first.
 */
async function runKernel(
  plan: StartPlan,
  context: CommandContext,
  ready: (record: KernelRecord) => void,
): Promise<void> {
  const { places } = plan;
  const { terminal, env } = context;
  const startedAtMs = Date.now();
  using signals = openSignalSwitch();
  await using ground = await openGround(plan, context);
  await using interior = await openInterior({
    ...{ plan, signals, ground, env },
    assets: openAssets(env),
  });
  await using stack = new AsyncDisposableStack();
  const doors = stack.use(await openDoors({ plan, interior, env, startedAtMs }));
  ground.log.redact.add(doors.jupyter.connection.key);
  const { core: { kernel }, log } = interior;
  const { handlers, live } = createOperations({ plan, ground, interior, doors, startedAtMs });
  kernel.provide(handlers);
  const state = { kernel, id: places.id, path: places.stateFile, log };
  if (plan.restore) {
    const reopen = ({ id: session, language }: SavedSession) =>
      doors.sessions.create({ session, language });
    await restoreState({ ...state, reopen });
  }
  const { record } = stack.use(publishRecord({
    ...{ places, language: plan.language, daemon: plan.manner.daemon, startedAtMs },
    connection: doors.jupyter.connection,
    http: doors.endpoints["http"],
    arguments: plan.arguments,
  }));
  stack.use(watch(interior, ground, env));
  tellReady({ record, interior, ground, doors });
  ready(record);
  if (doors.ownsConnectionFile && !plan.manner.daemon) {
    terminal.write(
      `Kernel is ready. To connect: jupyter console --existing ${places.connectionFile}\n`,
    );
  }
  const { client } = await kernel.stopRequested;
  log.info("The kernel stops, asked by {client}", { client });
  interior.idle[Symbol.dispose]();
  await shutDown({
    kernel,
    lifecycle: interior.lifecycle,
    graceMs: live.current.kernel.graceMs,
    save: async (sessions) => {
      if (plan.restore && doors.ownsConnectionFile) {
        keepKey(places.keyFile, doors.jupyter.connection.key);
      }
      await saveState(state, sessions);
    },
    log,
  });
  await stack.disposeAsync();
  interior.lifecycle.enter("Complete");
}

/** Signs of life for the supervisor, as long as every session's engine answers. */
function watch(
  { core: { kernel }, log }: Interior,
  { notify }: Ground,
  env: CommandContext["env"],
): Disposable {
  return startWatchdog({
    env,
    notify,
    ask: () => kernel.sessions.map((id) => [`session ${id}`, kernel.alive(id)] as const),
    onStuck: (stuck) => log.error("No answer from {parts}", { parts: stuck.join(", ") }),
  });
}

function tellReady(
  { record, interior, ground, doors }: {
    readonly record: KernelRecord;
    readonly interior: Interior;
    readonly ground: Ground;
    readonly doors: Doors;
  },
): void {
  const { lifecycle, log } = interior;
  lifecycle.started();
  const { id, pid } = record;
  log.info("Kernel {id} is ready: process {pid}, {endpoint}", {
    ...{ id, pid, endpoint: doors.endpoints["jupyter"] },
  });
  ground.keepLog();
  ground.notify.ready(lifecycle.phase);
}
