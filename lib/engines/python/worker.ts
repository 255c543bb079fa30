// SPDX-License-Identifier: Apache-2.0 OR MIT
// Entry of the Worker that holds one Python session, or makes the snapshot that sessions start from.

import { failureOf, HostLink, Output } from "../worker/mod.ts";
import type { BootMessage, FromWorker, Query, ToWorker } from "../worker/mod.ts";
import { askPrelude } from "./answers.ts";
import { PythonDebugger } from "./debugger.ts";
import { createHost } from "./host.ts";
import { loadPython, makeSnapshot } from "./load.ts";
import { closeRealm } from "./realm.ts";
import { Scheduler } from "./scheduler.ts";
import type { PythonBoot, PythonKernel, PythonProgram } from "./session.ts";

/** The Worker's global scope, as far as it is used. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<BootMessage<PythonBoot> | PythonProgram>) => void) | null;
  onerror: unknown;
  postMessage(message: FromWorker | Uint8Array): void;
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

/** How the prelude answers a query. */
interface QueryAnswer {
  readonly value?: unknown;
  readonly error?: string;
}

function ask(kernel: PythonKernel, query: Query): unknown {
  const parameters = JSON.stringify(parametersOf(query));
  const answer = askPrelude<QueryAnswer>(query.name, () => kernel.query(query.name, parameters));
  if (answer.error !== undefined) {
    throw new TypeError(`Cannot answer ${query.name}: ${answer.error}`);
  }
  if (query.name === "getVariable") return (answer.value as { value?: unknown }).value;
  return answer.value ?? undefined;
}

function answer(id: number, work: () => unknown): FromWorker {
  try {
    return { type: "answer", id, value: work() };
  } catch (error) {
    return { type: "failure", id, ...failureOf(error) };
  }
}

/** Opens the session and serves the host until it says close. */
async function run(boot: BootMessage<PythonBoot>, link: HostLink): Promise<void> {
  const now = performance.now.bind(performance);
  const alarm = new Int32Array(new SharedArrayBuffer(4));
  const python = await loadPython(boot.language, alarm, boot.memoryBytes);
  const memory = () => ({ usedBytes: python.usedBytes(), limitBytes: boot.memoryBytes });
  const reply = (query: Query): unknown => {
    if (query.name === "memory") return memory();
    return query.name === "debug" ? debugging.answer(query.request) : ask(kernel, query);
  };
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
      link.post(answer(id, () => reply(query)));
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
  const debugging = new PythonDebugger({ link, output, scheduler, kernel: () => kernel });
  const host = createHost(scheduler, output, debugging, python.boundStack);
  const kernel: PythonKernel = python.open(host, {
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
  if (!("port" in boot)) return void makeSnapshot(boot).then(post).then(close, report);
  const link = new HostLink({ port: boot.port, control: boot.control, post });
  run(boot, link).then(close, report);
};
