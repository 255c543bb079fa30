// SPDX-License-Identifier: Apache-2.0 OR MIT
// Entry of the Worker that holds one Python session.

import { HostLink, Output } from "../worker/mod.ts";
import type { BootMessage, FromWorker, Query, ToWorker } from "../worker/mod.ts";
import { createHost } from "./host.ts";
import { loadPython } from "./load.ts";
import { closeRealm } from "./realm.ts";
import { Scheduler } from "./scheduler.ts";
import type { PythonBoot, PythonKernel } from "./session.ts";

/** The Worker's global scope, as far as it is used. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<BootMessage<PythonBoot>>) => void) | null;
  onerror: unknown;
  postMessage(message: FromWorker): void;
  close(): void;
}

const scope = globalThis as unknown as WorkerScope;

/** Arguments of a query, in the order of the prelude's function. */
function parametersOf(query: Query): unknown[] {
  switch (query.name) {
    case "complete":
      return [query.code, query.cursor];
    case "inspect":
      return [query.code, query.cursor, query.detail];
    case "isComplete":
      return [query.code];
    case "getVariable":
      return [query.variable];
    case "setVariable":
      return [query.variable, query.value];
    default:
      return [];
  }
}

function ask(kernel: PythonKernel, query: Query): unknown {
  const answer = JSON.parse(kernel.query(query.name, JSON.stringify(parametersOf(query))));
  if (answer.error !== undefined) {
    throw new TypeError(`Cannot answer ${query.name}: ${answer.error}`);
  }
  if (query.name === "getVariable") return answer.value.value;
  return answer.value ?? undefined;
}

function answer(id: number, work: () => unknown): FromWorker {
  try {
    return { type: "answer", id, value: work() };
  } catch (error) {
    return { type: "failure", id, message: error instanceof Error ? error.message : String(error) };
  }
}

/** Opens the session and serves the host until it says close. */
async function run(boot: BootMessage<PythonBoot>, link: HostLink): Promise<void> {
  const now = performance.now.bind(performance);
  const alarm = new Int32Array(new SharedArrayBuffer(4));
  const python = await loadPython(boot.language, alarm, boot.memoryBytes);
  const memory = () => ({ usedBytes: python.usedBytes(), limitBytes: boot.memoryBytes });
  const handle = (message: ToWorker): void => {
    if (message.type === "execute") {
      const { run, request } = message;
      const start = () => kernel.execute.callPromising(JSON.stringify(request));
      scheduler.begin({ run, execution: request.id, silent: request.silent, start });
    } else if (message.type === "comm") {
      const { run, execution, message: { buffers, ...event } } = message;
      const start = () => kernel.comm.callPromising(JSON.stringify(event), buffers);
      scheduler.begin({ run, execution, silent: false, start });
    } else if (message.type === "query") {
      const { id, query } = message;
      link.post(answer(id, () => query.name === "memory" ? memory() : ask(kernel, query)));
    }
  };
  const output = new Output({
    link,
    maxBytes: boot.maxOutputBytes,
    now,
    waitForHost: () => scheduler.waitForHost(),
    held: () => scheduler.alarm(),
  });
  const { control } = boot;
  const scheduler: Scheduler = new Scheduler({ link, output, control, alarm, now, handle });
  const kernel: PythonKernel = python.open(createHost(scheduler, output, python.boundStack), {
    argv: boot.script === undefined ? [""] : [boot.script.path, ...boot.script.arguments],
    maxDisplayChars: boot.maxDisplayChars,
  });
  closeRealm(globalThis as unknown as Record<string, unknown>);
  link.post({ type: "ready", alarm });
  await scheduler.runForever();
}

scope.onmessage = ({ data: boot }) => {
  scope.onmessage = null;
  const post = scope.postMessage.bind(scope);
  const close = scope.close.bind(scope);
  const report = globalThis.reportError.bind(globalThis);
  const link = new HostLink({ port: boot.port, control: boot.control, post });
  run(boot, link).then(close, report);
};
