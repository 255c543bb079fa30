// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a debugger leaves behind in the threads of a session, without a Worker: requests are served where the code
// would wait for them.

import assert from "node:assert/strict";
import type { BootMessage, DebugRequest, FromWorker, HostLink } from "../worker/mod.ts";
import { Output } from "../worker/mod.ts";
import { LuaDebugger } from "./debugger.ts";
import { ExecuteJob } from "./execute_job.ts";
import { maskCall, maskCount } from "./exports.ts";
import { openLibrary } from "./library.ts";
import { LuaRuntime } from "./runtime.ts";
import { Scheduler } from "./scheduler.ts";
import type { LuaBoot, LuaSession } from "./session.ts";
import { ChunkSources } from "./sources.ts";
import { readLuaModule } from "./testing.ts";
import { patchLuaModule } from "./wasm_patch.ts";

/** A session whose host is a list of requests, one for each time that code stands and waits. */
class Stand {
  readonly stops: number[] = [];
  readonly masks: number[] = [];
  readonly #requests: (() => void)[] = [];
  readonly #session: LuaSession;
  #execution = 0;

  private constructor(module: WebAssembly.Module) {
    const lua = new LuaRuntime(module, 64 * 1024 * 1024);
    const link = {
      wanted: false,
      outputTaken: 0,
      outputWaiting: false,
      drain: () => {},
      wait: () => this.#requests.shift()?.(),
      post: (message: FromWorker) => this.#take(message),
    } as unknown as HostLink;
    const now = (): number => 0;
    const held = (): void => {};
    const waitForHost = (): void => {};
    const output = new Output({ link, maxBytes: 1e6, now, waitForHost, held });
    const sources = new ChunkSources();
    const scheduler = new Scheduler({ lua, link, output, now, handle: () => {} });
    const limits = { maxChars: 1_000, maxItems: 20, maxDepth: 3 };
    const errors = { lua, sources, maxChars: 1_000 };
    const boot = { script: undefined } as unknown as BootMessage<LuaBoot>;
    const parts = { lua, scheduler, output, sources, errors, limits, boot, comms: new Map() };
    const open = { ...parts, ...openLibrary(parts) };
    this.#session = { ...open, debugger: new LuaDebugger(open, link) };
  }

  static async open(): Promise<Stand> {
    return new Stand(await WebAssembly.compile(await patchLuaModule(await readLuaModule())));
  }

  ask(request: DebugRequest): unknown {
    return this.#session.debugger.answer(request);
  }

  /** Asks when code stands, instead of waiting. */
  standing(...requests: DebugRequest[]): void {
    this.#requests.push(() => requests.forEach((request) => this.ask(request)));
  }

  /** Runs code to its end and notes which events its thread is still hooked for, the scheduler's own apart. */
  run(code: string): void {
    const { scheduler, lua } = this.#session;
    const id = ++this.#execution;
    const silent = false;
    const request = { id, code, chunkName: `In[${id}]`, silent, userExpressions: {} };
    scheduler.begin(new ExecuteJob(this.#session, id, request));
    const [[root] = [0]] = scheduler.roots;
    scheduler.serve(lua.main);
    this.masks.push(lua.x.lua_gethookmask(root) & ~maskCount);
  }

  #take(message: FromWorker): void {
    if (message.type === "debug" && message.event.type === "stopped") {
      this.stops.push(message.event.line);
    }
    if (message.type === "done") assert.equal(message.outcome.status, "ok");
  }
}

const code =
  "function f(n)\n  return n\nend\nco = coroutine.wrap(function() f(coroutine.yield()) end)\nco()";

Deno.test("LuaDebugger hooks no thread while it is attached and nothing is wanted", async () => {
  const stand = await Stand.open();
  stand.ask({ command: "attach" });
  stand.run(code);
  stand.run("f(1)");
  assert.deepEqual(stand.masks, [0, 0]);
});

Deno.test("LuaDebugger looks at calls alone where no function has a breakpoint", async () => {
  const stand = await Stand.open();
  stand.run(code);
  stand.ask({ command: "attach" });
  stand.ask({ command: "setBreakpoints", source: "In[1]", lines: [1] });
  stand.run("for i = 1, 3 do tostring(i) end");
  assert.deepEqual(stand.masks, [0, maskCall]);
  assert.deepEqual(stand.stops, []);
});

Deno.test("LuaDebugger leaves no hook behind when breakpoints, steps and pauses are over", async () => {
  const stand = await Stand.open();
  stand.run(code);
  stand.ask({ command: "attach" });
  stand.ask({ command: "setBreakpoints", source: "In[1]", lines: [1] });
  stand.standing({ command: "detach" });
  stand.run("f(1) f(2)");
  stand.ask({ command: "attach" });
  stand.ask({ command: "pause" });
  stand.standing({ command: "resume", action: "next" });
  stand.standing({ command: "resume", action: "continue" });
  stand.run("local a = 1\nlocal b = 2\nf(b)");
  stand.ask({ command: "pause" });
  stand.standing({ command: "resume", action: "next" });
  stand.run("x = 1");
  stand.run("f(1) co(2)");
  assert.deepEqual(stand.stops, [1, 0, 1, 0]);
  assert.deepEqual(stand.masks, [0, 0, 0, 0, 0]);
});
