// SPDX-License-Identifier: Apache-2.0 OR MIT
// Entry of the Worker that holds one Lua session.

import { HostLink } from "../worker/link.ts";
import type { BootMessage, FromWorker, ToWorker } from "../worker/messages.ts";
import { Output } from "../worker/output.ts";
import { debugRecordBytes } from "./debug_info.ts";
import { ExecuteJob } from "./execute_job.ts";
import { openLibrary } from "./library.ts";
import { LuaRuntime } from "./runtime.ts";
import { Scheduler } from "./scheduler.ts";
import type { LuaBoot, LuaSession } from "./session.ts";
import { ChunkSources } from "./sources.ts";

/** The Worker's global scope, as far as it is used. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<BootMessage<LuaBoot>>) => void) | null;
  postMessage(message: FromWorker): void;
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
  });
  const scheduler: Scheduler = new Scheduler({
    lua,
    link,
    output,
    now,
    handle: (message) => handle(session, message),
  });
  const errors = {
    lua,
    sources,
    record: lua.x.malloc(debugRecordBytes),
    maxChars: boot.maxDisplayChars,
  };
  const limits = { maxChars: boot.maxDisplayChars, maxItems: 200, maxDepth: 8 };
  const session: LuaSession = { lua, scheduler, output, sources, errors, limits, boot };
  openLibrary(session);
  return session;
}

function handle(session: LuaSession, message: ToWorker): void {
  if (message.type === "execute") {
    session.scheduler.begin(new ExecuteJob(session, message.run, message.request));
  }
}

scope.onmessage = ({ data: boot }) => {
  scope.onmessage = null;
  const post = (message: FromWorker): void => scope.postMessage(message);
  const link = new HostLink({ port: boot.port, control: boot.control, post });
  const session = createSession(boot, link);
  link.post({ type: "ready" });
  session.scheduler.runForever();
};
