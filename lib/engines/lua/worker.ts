// SPDX-License-Identifier: Apache-2.0 OR MIT
// Entry of the Worker that holds one Lua session.

import { failureOf, HostLink, Output } from "../worker/mod.ts";
import type { BootMessage, FromWorker, Query, ToWorker } from "../worker/mod.ts";
import { CommJob } from "./comm_job.ts";
import { LuaDebugger } from "./debugger.ts";
import { ExecuteJob } from "./execute_job.ts";
import { openLibrary } from "./library.ts";
import { LuaRuntime } from "./runtime.ts";
import { answerQuery } from "./queries.ts";
import { Scheduler } from "./scheduler.ts";
import type { LuaBoot, LuaSession } from "./session.ts";
import { ChunkSources } from "./sources.ts";
import { LuaClosed } from "./wasm_imports.ts";

/** The Worker's global scope, as far as it is used. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<BootMessage<LuaBoot>>) => void) | null;
  postMessage(message: FromWorker): void;
  close(): void;
}

const scope = globalThis as unknown as WorkerScope;

function createSession(boot: BootMessage<LuaBoot>, link: HostLink): LuaSession {
  const lua = new LuaRuntime(boot.language.module, boot.memoryBytes);
  const now = () => performance.now();
  const sources = new ChunkSources();
  const output = new Output({
    link,
    maxBytes: boot.maxOutputBytes,
    now,
    waitForHost: () => scheduler.serve(lua.main),
    held: () => scheduler.alarm(),
  });
  const scheduler: Scheduler = new Scheduler({
    lua,
    link,
    output,
    now,
    handle: (message) => handle(session, link, message),
  });
  const errors = {
    lua,
    sources,
    maxChars: boot.maxDisplayChars,
  };
  const limits = { maxChars: boot.maxDisplayChars, maxItems: 200, maxDepth: 8 };
  const parts = { lua, scheduler, output, sources, errors, limits, boot, comms: new Map() };
  const open = { ...parts, ...openLibrary(parts) };
  const session: LuaSession = { ...open, debugger: new LuaDebugger(open, link) };
  return session;
}

function answer(session: LuaSession, id: number, query: Query): FromWorker {
  try {
    return { type: "answer", id, value: answerQuery(session, query) };
  } catch (error) {
    return { type: "failure", id, ...failureOf(error) };
  }
}

function handle(session: LuaSession, link: HostLink, message: ToWorker): void {
  if (message.type === "execute") {
    session.scheduler.begin(new ExecuteJob(session, message.run, message.request));
  } else if (message.type === "comm") {
    const { run, execution, message: event } = message;
    session.scheduler.begin(new CommJob(session, run, execution, event));
  } else if (message.type === "query") {
    link.post(answer(session, message.id, message.query));
  }
}

scope.onmessage = ({ data: boot }) => {
  scope.onmessage = null;
  const post = (message: FromWorker): void => scope.postMessage(message);
  const link = new HostLink({ port: boot.port, control: boot.control, post });
  const session = createSession(boot, link);
  link.post({ type: "ready", alarm: session.lua.alarm });
  try {
    session.scheduler.runForever();
  } catch (error) {
    if (!(error instanceof LuaClosed)) throw error;
    scope.close();
  }
};
