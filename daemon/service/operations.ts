// SPDX-License-Identifier: Apache-2.0 OR MIT
// The operations of a service: state, health, dump, reload, log levels.

import type { ServiceHandlers } from "../../lib/kernel/mod.ts";
import { programVersion } from "../version.ts";
import type { Doors } from "./doors.ts";
import { writeDump } from "./dump.ts";
import type { Ground } from "./ground.ts";
import type { Interior } from "./interior.ts";
import { logSettings } from "./kernel_log.ts";
import { KernelObserver } from "./kernel_state.ts";
import { LiveConfig } from "./live_config.ts";
import { jupyterPorts } from "./record.ts";
import type { StartPlan } from "./start_plan.ts";

/** What the operations reach. */
export interface OperationParts {
  readonly plan: StartPlan;
  readonly ground: Ground;
  readonly interior: Interior;
  readonly doors: Doors;
  readonly startedAtMs: number;
}

/** A kernel's operations, and the configuration in force that they change. */
export interface Operations {
  readonly handlers: ServiceHandlers;
  readonly live: LiveConfig;
}

/** Makes the operations of a service. */
export function createOperations(parts: OperationParts): Operations {
  const { plan: { places }, ground: { log, notify }, interior: { core, lifecycle }, doors } = parts;
  const live = openLiveConfig(parts);
  const observer = openObserver(parts, live);
  return {
    live,
    handlers: {
      "kernel.state": () => observer.state(),
      "kernel.health": () => observer.health(),
      "kernel.dump": async () => {
        const [state, health] = await Promise.all([observer.state(), observer.health()]);
        const config = live.current;
        const metrics = core.metrics.snapshot();
        return {
          path: writeDump(places.dumpFolder, { state, health, config, metrics, now: new Date() }),
        };
      },
      "config.reload": async ({ dryRun }) => {
        if (dryRun) return { changes: await live.reload(true) };
        notify.reloading();
        try {
          return { changes: await live.reload(false) };
        } finally {
          notify.ready(lifecycle.phase);
        }
      },
      "session.create": (params) => doors.sessions.create(params),
      "session.list": () => ({ sessions: doors.sessions.list() }),
      "session.close": async ({ session }) => {
        await doors.sessions.close(session);
        return {};
      },
      "session.restart": async ({ session }) => {
        await doors.sessions.restart(session);
        return {};
      },
      "log.level": ({ category, level }) => {
        log.setCategory(category, level);
        return {};
      },
    },
  };
}

function openLiveConfig({ plan, ground, interior, doors }: OperationParts): LiveConfig {
  return new LiveConfig({
    initial: plan.config,
    load: plan.reload,
    apply: (config) => {
      ground.log.reconfigure(logSettings(config, plan.places.logFile));
      const { kernel: { maxClients }, limits: { maxSessions } } = config;
      doors.jupyter.setMaxClients(maxClients);
      doors.sessions.setLimits({ maxClients, maxSessions });
      interior.idle.setTimeout(config.kernel.idleTimeoutSeconds * 1000);
    },
    log: interior.log,
  });
}

function openObserver(parts: OperationParts, live: LiveConfig): KernelObserver {
  const { plan: { places }, ground, interior, doors, startedAtMs } = parts;
  const { jupyter, endpoints, requests } = doors;
  const { connection } = jupyter;
  return new KernelObserver({
    ...{ id: places.id, version: programVersion, requests, startedAtMs },
    kernel: interior.core.kernel,
    lifecycle: interior.lifecycle,
    clients: doors.clients,
    config: () => live.current,
    logProblem: () => ground.log.problems[0]?.text,
    endpoints: () => endpoints,
    ports: () => connection.transport === "ipc" ? {} : jupyterPorts(connection),
    files: {
      connection: places.connectionFile,
      pid: places.pidFile,
      ...(places.logFile === undefined ? {} : { log: places.logFile }),
    },
    now: () => performance.now(),
  });
}
