// SPDX-License-Identifier: Apache-2.0 OR MIT
// The host side of a session's debugger.

import type {
  BreakpointState,
  DebugEvent,
  DebugFrame,
  DebugScope,
  DebugVariable,
  EngineDebugger,
  ResumeAction,
} from "../../contracts/mod.ts";
import type { DebugRequest } from "./messages.ts";

/** An `EngineDebugger` that asks a Worker. */
export class WorkerDebugger implements EngineDebugger {
  readonly #ask: (request: DebugRequest) => Promise<unknown>;
  readonly #listeners = new Set<(event: DebugEvent) => void>();

  /** Nobody listens yet. @param ask sends a request to the Worker and gives its answer */
  constructor(ask: (request: DebugRequest) => Promise<unknown>) {
    this.#ask = ask;
  }

  /** Hands an event of the Worker to the listeners. */
  tell(event: DebugEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** Hears of stops. */
  listen(listener: (event: DebugEvent) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Code loaded from now on can be stopped. */
  async attach(): Promise<void> {
    await this.#ask({ command: "attach" });
  }

  /** Forgets all breakpoints and lets stopped code go on. */
  async detach(): Promise<void> {
    await this.#ask({ command: "detach" });
  }

  /** Replaces the breakpoints of a source. */
  async setBreakpoints(
    source: string,
    lines: readonly number[],
  ): Promise<readonly BreakpointState[]> {
    return await this.#ask({ command: "setBreakpoints", source, lines }) as BreakpointState[];
  }

  /** Stops at the next line that runs. */
  async pause(): Promise<void> {
    await this.#ask({ command: "pause" });
  }

  /** Lets stopped code go on. */
  async resume(action: ResumeAction): Promise<void> {
    await this.#ask({ command: "resume", action });
  }

  /** Frames of the user's code, innermost first. */
  async stackTrace(): Promise<readonly DebugFrame[]> {
    return await this.#ask({ command: "stackTrace" }) as DebugFrame[];
  }

  /** Groups of variables of a frame. */
  async scopes(frame: number): Promise<readonly DebugScope[]> {
    return await this.#ask({ command: "scopes", frame }) as DebugScope[];
  }

  /** Variables of a scope, or what is inside a variable. */
  async variables(reference: number): Promise<readonly DebugVariable[]> {
    return await this.#ask({ command: "variables", reference }) as DebugVariable[];
  }

  /** Evaluates code in a frame of stopped code. */
  async evaluate(expression: string, frame: number): Promise<DebugVariable> {
    return await this.#ask({ command: "evaluate", expression, frame }) as DebugVariable;
  }

  /** Assigns to a variable of stopped code. */
  async setVariable(reference: number, name: string, expression: string): Promise<DebugVariable> {
    const request = { command: "setVariable", reference, name, expression } as const;
    return await this.#ask(request) as DebugVariable;
  }
}
