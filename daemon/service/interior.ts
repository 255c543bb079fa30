// SPDX-License-Identifier: Apache-2.0 OR MIT
// The kernel behind its protocols: sessions, phases, use, and the causes that act on it from outside.

import type { Assets, Logger } from "../../lib/contracts/mod.ts";
import { type Context, openContext } from "../../lib/zmq/mod.ts";
import { ActivityRouter } from "../activity.ts";
import { type Core, mainSession, openCore } from "../core.ts";
import { historyPlace } from "../paths.ts";
import { endWithParent, kernelContext, operateBySignals } from "./causes.ts";
import { startEnginesLater } from "./engine_start.ts";
import type { Ground } from "./ground.ts";
import { IdleWatch } from "./idle.ts";
import { Lifecycle } from "./lifecycle.ts";
import type { SignalSwitch } from "./signal_switch.ts";
import type { StartPlan } from "./start_plan.ts";

/** A kernel that nobody can reach yet. */
export interface Interior extends AsyncDisposable {
  readonly core: Core;
  /** For what happens to the kernel as a whole. */
  readonly log: Logger;
  /** Where protocols bring their requests. */
  readonly router: ActivityRouter;
  readonly lifecycle: Lifecycle;
  readonly idle: IdleWatch;
  /** Sockets of all protocols that speak ZeroMQ. */
  readonly context: Context;
}

/** What the interior is made of. */
export interface InteriorParts {
  readonly plan: StartPlan;
  readonly signals: SignalSwitch;
  readonly ground: Ground;
  readonly assets: Assets;
  readonly env: (name: string) => string | undefined;
}

/** Builds the kernel. From here on signals are operations. */
export async function openInterior(parts: InteriorParts): Promise<Interior> {
  const { plan, signals, ground, assets } = parts;
  await using stack = new AsyncDisposableStack();
  const context = stack.use(openContext({ library: await assets.file("libzmq") }));
  const core = stack.use(await openKernelCore(parts, () => lifecycle.drained()));
  const { kernel, metrics } = core;
  const log = core.log.getChild("daemon");
  const lifecycle = openLifecycle(core, log, ground);
  const engines = stack.use(startEnginesLater(() => core.startEngines()));
  const router = new ActivityRouter(kernel, {
    used: () => idle.touch(),
    answered: () => engines.answered(),
  });
  const idle = stack.use(
    new IdleWatch({
      timeoutMs: plan.config.kernel.idleTimeoutSeconds * 1000,
      onIdle: () => {
        const end = kernelContext("idle timeout", mainSession);
        void router.call("kernel.shutdown", { restart: false }, end);
      },
      busy: () => router.busy,
      now: () => performance.now(),
    }),
  );
  operateBySignals(signals, {
    router,
    sessions: () => kernel.sessions,
    busy: () => router.busy,
    owned: plan.parent !== undefined,
    reopenLogs: () => ground.log.reopen(),
    log,
    counter: metrics.counter({
      name: "llmspell_daemon_signals_total",
      help: "Signals received, by signal",
      labels: ["signal"],
    }),
  });
  if (plan.parent !== undefined) {
    const { parent } = plan;
    stack.use(endWithParent({ router, session: mainSession, parent, context }));
  }
  const held = stack.move();
  return {
    ...{ core, log, router, lifecycle, idle, context },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

async function openKernelCore(
  { plan, ground, assets, env }: InteriorParts,
  drained: () => void,
): Promise<Core> {
  const { config, places, language, moduleFolders } = plan;
  const log = ground.log.logger;
  const history = historyPlace(places.home);
  if (history.problem !== undefined) {
    log.warn("Cannot keep history in {home}: {problem}; it will not outlive this kernel", {
      home: places.home,
      problem: history.problem,
    });
  }
  return await openCore({
    ...{ config, assets, env, language, moduleFolders, log, drained, metrics: ground.metrics },
    historyPath: history.path,
  });
}

/** Phases go to the log and to the supervisor. */
function openLifecycle({ kernel }: Core, log: Logger, { notify }: Ground): Lifecycle {
  const lifecycle = new Lifecycle({ draining: () => kernel.draining });
  lifecycle.onPhase((phase) => {
    log.info("Phase {phase}", { phase });
    if (phase === "Initiated") notify.stopping(phase);
    else notify.status(phase);
  });
  return lifecycle;
}
