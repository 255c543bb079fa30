// SPDX-License-Identifier: Apache-2.0 OR MIT
// Entry of the Worker that holds one JavaScript session.

import { failureOf, HostLink, Output } from "../worker/mod.ts";
import type { BootMessage, FromWorker, Query, ToWorker } from "../worker/mod.ts";
import { JavascriptDebugger } from "./debugger.ts";
import { commSteps, executeSteps } from "./execution.ts";
import { libraryFunctions } from "./library.ts";
import { openModules } from "./modules.ts";
import { answerQuery } from "./queries.ts";
import { Scheduler } from "./scheduler.ts";
import type { JavascriptBoot, JavascriptSession } from "./session.ts";
import { Vm } from "./vm.ts";

/** The Worker's global scope, as far as it is used. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<BootMessage<JavascriptBoot>>) => Promise<void>) | null;
  postMessage(message: FromWorker): void;
  close(): void;
}

const scope = globalThis as unknown as WorkerScope;

function createSession(
  boot: BootMessage<JavascriptBoot>,
  link: HostLink,
  vm: Vm,
): JavascriptSession {
  const now = () => performance.now();
  const output = new Output({
    link,
    maxBytes: boot.maxOutputBytes,
    now,
    waitForHost: () => scheduler.awaitHost(),
    // The interpreter comes to its interrupt check by itself, and flushes there.
    held: () => {},
  });
  const scheduler: Scheduler = new Scheduler({
    vm,
    link,
    output,
    control: boot.control,
    now,
    handle: (message) => handle(session, message),
    frames: {
      enter: () => session.debugger.enter(),
      job: () => session.debugger.job(),
      ended: (execution) => session.debugger.ended(execution),
    },
  });
  const session: JavascriptSession = {
    ...{ vm, scheduler, output, link, boot, comms: new Map() },
    debugger: new JavascriptDebugger({ vm, scheduler, output, link }),
  };
  vm.open({ ...libraryFunctions(session), ...session.debugger.functions }, {
    maxChars: boot.maxDisplayChars,
    path: boot.script?.path ?? "",
    arguments: boot.script?.arguments ?? [],
  });
  openModules(session);
  return session;
}

function answer(session: JavascriptSession, id: number, query: Query): FromWorker {
  try {
    return { type: "answer", id, value: answerQuery(session, query) };
  } catch (error) {
    return { type: "failure", id, ...failureOf(error) };
  }
}

function handle(session: JavascriptSession, message: ToWorker): void {
  const { scheduler, link } = session;
  if (message.type === "execute") {
    const { run, request } = message;
    const { id: execution, silent, untilIdle = false } = request;
    const steps = executeSteps(session, request);
    scheduler.begin({ run, execution, silent, steps, untilIdle, stop: undefined });
  } else if (message.type === "comm") {
    const { run, execution, message: event } = message;
    const steps = commSteps(session, event);
    const more = { silent: false, untilIdle: false, stop: undefined };
    scheduler.begin({ run, execution, steps, ...more });
  } else if (message.type === "query") {
    link.post(answer(session, message.id, message.query));
  }
}

scope.onmessage = async ({ data: boot }) => {
  scope.onmessage = null;
  const post = (message: FromWorker): void => scope.postMessage(message);
  const link = new HostLink({ port: boot.port, control: boot.control, post });
  const vm = await Vm.create(boot.language.module, boot.memoryBytes);
  const session = createSession(boot, link, vm);
  link.post({ type: "ready" });
  session.scheduler.runUntilClosed();
  scope.close();
};
