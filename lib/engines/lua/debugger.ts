// SPDX-License-Identifier: Apache-2.0 OR MIT
// The debugger of a session: takes its requests, and lets code stand where it is to stop.

import type {
  BreakpointState,
  DebugEvent,
  DebugFrame,
  DebugScope,
  DebugVariable,
  StopReason,
} from "../../contracts/mod.ts";
import type { DebugRequest, HostLink } from "../worker/mod.ts";
import { evaluationFailed, notAttached, notStopped } from "../worker/mod.ts";
import { Breakpoints } from "./debug_breakpoints.ts";
import { preludeName } from "./debug_info.ts";
import { Evaluator } from "./debug_evaluate.ts";
import { DebugHooks } from "./debug_hooks.ts";
import type { Frame } from "./debug_stack.ts";
import { StackReader } from "./debug_stack.ts";
import { Standing } from "./debug_standing.ts";
import { Step } from "./debug_step.ts";
import { Variables } from "./debug_variables.ts";
import type { State } from "./exports.ts";
import { Status } from "./exports.ts";
import type { Call } from "./interpreter.ts";
import { Interpreter } from "./interpreter.ts";
import { ResumedThreads } from "./resumed_threads.ts";
import { ScriptFailure } from "./runtime.ts";
import type { LuaOpenSession } from "./session.ts";
import { isPassing } from "./wasm_imports.ts";

/** Stops code at lines and answers while it stands. */
export class LuaDebugger {
  readonly #session: LuaOpenSession;
  readonly #link: HostLink;
  readonly #interpreter: Interpreter;
  readonly #stack: StackReader;
  readonly #breakpoints: Breakpoints;
  readonly #threads: ResumedThreads;
  readonly #hooks: DebugHooks;
  readonly #evaluator: Evaluator;
  #attached = false;
  #standing: Standing | undefined;
  #nextId = 1;

  /** To be made before any script runs. */
  constructor(session: LuaOpenSession, link: HostLink) {
    const { lua, scheduler } = session;
    this.#session = session;
    this.#link = link;
    const interpreter = new Interpreter(lua);
    this.#interpreter = interpreter;
    this.#stack = new StackReader(lua, interpreter);
    this.#breakpoints = new Breakpoints(lua, interpreter);
    this.#threads = this.#protect((L) => new ResumedThreads(lua, interpreter, L));
    this.#hooks = this.#protect((L) => {
      const stop = this.#stop.bind(this);
      const parts = { lua, scheduler, interpreter, stop };
      return new DebugHooks(
        { ...parts, threads: this.#threads, breakpoints: this.#breakpoints },
        L,
      );
    });
    this.#evaluator = this.#protect((L) => new Evaluator(session, L));
    scheduler.listener = this.#hooks;
  }

  /** Answers a request. @throws {KernelError} as `EngineDebugger` says */
  answer(request: DebugRequest): unknown {
    switch (request.command) {
      case "attach":
        this.#attached = true;
        return;
      case "detach":
        return this.#detach();
      case "setBreakpoints":
        return this.#setBreakpoints(request.source, request.lines);
      case "pause":
        return this.#pause();
      case "resume":
        this.#stood(request.command).action = request.action;
        return;
      case "stackTrace":
        return this.#stackTrace(this.#stood(request.command));
      case "scopes":
        return this.#scopes(this.#stood(request.command), request.frame);
      case "variables": {
        const { variables } = this.#stood(request.command);
        return this.#protect((L) => variables.list(L, request.reference));
      }
      case "evaluate":
        return this.#evaluate(this.#stood(request.command), request.expression, request.frame);
      case "setVariable":
        return this.#setVariable(this.#stood(request.command), request);
    }
  }

  #detach(): void {
    this.#attached = false;
    this.#breakpoints.clear();
    this.#hooks.step = undefined;
    this.#hooks.pausing = false;
    if (this.#standing !== undefined) this.#standing.action = "continue";
    else this.#hooks.refresh();
  }

  #setBreakpoints(source: string, lines: readonly number[]): BreakpointState[] {
    if (!this.#attached) throw notAttached("setBreakpoints");
    const asked = lines.map((line) => line + 1);
    const code = this.#session.sources.get(source);
    // The library's own code is none that stops.
    if (source !== preludeName) {
      this.#protect((L) => this.#breakpoints.set(L, source, asked, code));
      this.#hooks.refresh();
    }
    return this.#breakpoints.states(source, asked);
  }

  #pause(): void {
    if (!this.#attached) throw notAttached("pause");
    if (this.#standing !== undefined) return;
    this.#hooks.pausing = true;
    this.#hooks.refresh();
  }

  #stood(command: DebugRequest["command"]): Standing {
    if (this.#standing === undefined || this.#standing.action !== undefined) {
      throw notStopped(command);
    }
    return this.#standing;
  }

  #stackTrace({ frames }: Standing): DebugFrame[] {
    return Array.from(
      frames,
      ([id, { name, source, line }]) => ({ id, name, source, line: line - 1 }),
    );
  }

  #scopes(standing: Standing, id: number): DebugScope[] {
    return standing.variables.scopes(standing.frame(id));
  }

  #evaluate(standing: Standing, code: string, id: number): DebugVariable {
    const { lua } = this.#session;
    const frame = standing.frame(id);
    return this.#evaluator.run({ code, frame, from: standing.L }, (L, values) => {
      if (values === 0) return { name: code, value: "", type: "nil", variablesReference: 0 };
      return this.#protect((state) => {
        lua.x.luaL_checkstack(state, values + 8, 0);
        lua.x.lua_xmove(L, state, values);
        const of = { name: code, frame, metamethods: true };
        const all = Array.from(
          { length: values },
          (_, i) => standing.variables.describe(state, i + 1, of),
        );
        const value = all.map(({ value }) => value).join("\t");
        return { ...all[0]!, value, ...(values > 1 ? { variablesReference: 0 } : {}) };
      });
    });
  }

  #setVariable(
    { L: from, variables }: Standing,
    { reference, name, expression: code }: Extract<DebugRequest, { command: "setVariable" }>,
  ): DebugVariable {
    const frame = variables.frameOf(reference);
    return this.#evaluator.run(
      { code, frame, from, isExpression: true },
      (L, values) =>
        this.#protect((state) => {
          if (values === 0) this.#session.lua.x.lua_pushnil(state);
          else {
            this.#session.lua.x.lua_settop(L, 1);
            this.#session.lua.x.lua_xmove(L, state, 1);
          }
          variables.assign(state, reference, name);
          return variables.describe(state, -1, { name, frame });
        }),
    );
  }

  /** Lets the code of `L` stand until it is resumed. Does not return when the code is to end. */
  #stop(L: State, ci: Call, reason: StopReason): void {
    const { scheduler, output } = this.#session;
    const { current: job, root } = scheduler;
    if (job === undefined || root === undefined) return;
    output.flush();
    const threads = this.#threads.from(root);
    const standing = this.#stand(L, threads);
    const { execution } = job;
    const { source, line } = this.#stack.frame(L, ci);
    this.#tell({ type: "stopped", reason, execution, source, line: line - 1 });
    scheduler.hold(L, () => standing.action !== undefined);
    this.#leave(standing);
    this.#tell({ type: "continued", execution });
    const { action = "continue" } = standing;
    if (action !== "continue") {
      const depth = this.#interpreter.depth(L, ci);
      this.#hooks.step = new Step(action, job, threads, ci, depth);
    }
    this.#hooks.refresh();
    scheduler.heed(L);
  }

  #stand(L: State, threads: readonly State[]): Standing {
    const newId = (): number => this.#nextId++;
    const isUser = (ci: Call): boolean => this.#hooks.isUser(this.#interpreter.protoOf(ci));
    const variables = new Variables(this.#session, newId);
    const readFrames = (): Frame[] => this.#stack.frames(threads, isUser);
    this.#hooks.stand();
    return this.#standing = new Standing({ L, variables, readFrames, newId });
  }

  #leave({ variables }: Standing): void {
    this.#standing = undefined;
    this.#hooks.standing = false;
    variables.release();
    this.#evaluator.release();
  }

  #tell(event: DebugEvent): void {
    this.#link.post({ type: "debug", event });
  }

  /** Runs `work` where Lua errors are caught, on a stack where it may leave things. */
  #protect<T>(work: (L: State) => T): T {
    const { lua } = this.#session;
    let outcome: { readonly value: T } | { readonly error: unknown } | undefined;
    const status = lua.protect(lua.main, 0, 0, (L) => {
      try {
        outcome = { value: work(L) };
      } catch (error) {
        if (isPassing(error)) throw error;
        outcome = { error };
      }
      return 0;
    });
    if (status !== Status.ok || outcome === undefined) {
      const message = lua.toText(lua.main, -1);
      lua.pop(lua.main, 1);
      throw evaluationFailed(message);
    }
    if ("error" in outcome) {
      const { error } = outcome;
      throw error instanceof ScriptFailure ? evaluationFailed(error.message) : error;
    }
    return outcome.value;
  }
}
