// SPDX-License-Identifier: Apache-2.0 OR MIT
// An engine that does what its test tells it, for tests of the kernel without a Worker.

import type {
  EngineFactory,
  EngineHost,
  EngineOptions,
  ExecuteOutcome,
  ExecuteRequest,
  InterruptReason,
  ScriptEngine,
} from "../contracts/mod.ts";
import { KernelError } from "../errors.ts";

/** A run that waits for its test. */
export interface MockRun {
  readonly request: ExecuteRequest;
  readonly host: EngineHost;
  end(outcome?: ExecuteOutcome): void;
}

const OK: ExecuteOutcome = { status: "ok", userExpressions: {} };

/** Factory of engines whose runs wait in `runs` until the test ends them; `interrupt` ends them as failed. */
export class MockEngine implements EngineFactory {
  readonly language = {
    name: "mock",
    version: "1.0",
    mimetype: "text/x-mock",
    fileExtension: ".mock",
    pygmentsLexer: "text",
    codemirrorMode: "text",
    banner: "mock",
    helpLinks: [],
  };
  /** Runs that have begun, in order. */
  readonly runs: MockRun[] = [];
  /** Engines started so far. */
  started = 0;
  /** True: interrupts are heard and ignored. */
  deaf = false;
  /** Globals; those without a value have no JSON form. */
  readonly variables = new Map<string, unknown>();
  /** Names of the globals that cannot be set. */
  readonly readOnly = new Set<string>();
  /** Reasons of the interrupts so far. */
  readonly interrupts: InterruptReason[] = [];
  /** True: an engine starts for as long as nobody gives it up. */
  slow = false;
  #die: ((reason: string) => void) | undefined;

  /** Ends the engine as if its Worker had crashed. */
  crash(reason: string): void {
    this.#die?.(reason);
  }

  async start({ host, signal }: EngineOptions): Promise<ScriptEngine> {
    this.started++;
    await this.#mayStart(signal);
    const { promise: exited, resolve } = Promise.withResolvers<{ reason: string }>();
    const gone = exited.then(({ reason }): never => {
      throw new KernelError("engine.exited", `Cannot finish: ${reason}`, "Run it again");
    });
    gone.catch((error) => error);
    this.#die = (reason) => resolve({ reason });
    const pending = new Map<number, (outcome: ExecuteOutcome) => void>();
    const execute = (request: ExecuteRequest) => {
      const { promise, resolve } = Promise.withResolvers<ExecuteOutcome>();
      pending.set(request.id, resolve);
      this.runs.push({ request, host, end: (outcome = OK) => resolve(outcome) });
      return Promise.race([promise, gone]);
    };
    return {
      language: this.language,
      execute,
      complete: (_, cursor) => Promise.resolve({ matches: [], start: cursor, end: cursor }),
      inspect: () => Promise.resolve({ found: false }),
      isComplete: () => Promise.resolve({ status: "complete" }),
      comm: () => Promise.resolve(OK),
      comms: () => Promise.resolve({ comms: { a: "one", b: "two" } }),
      listVariables: () =>
        Promise.resolve(
          [...this.variables.keys()].map((name) => ({ name, type: "any", value: "" })),
        ),
      getVariable: (name) => Promise.resolve(this.variables.get(name)),
      setVariable: (name, value) => {
        if (this.readOnly.has(name)) return Promise.reject(new TypeError(`"${name}" is read-only`));
        this.variables.set(name, value);
        return Promise.resolve();
      },
      interrupt: (reason, execution) => {
        this.interrupts.push(reason);
        if (this.deaf) return;
        for (const [id, end] of pending) {
          if (execution === undefined || execution === id) end(failure("Interrupted"));
        }
      },
      memory: () => Promise.resolve({ usedBytes: 0, limitBytes: 0 }),
      get debugger(): never {
        throw new TypeError("Cannot debug: the engine is a mock");
      },
      exited,
      [Symbol.asyncDispose]: () => Promise.resolve(resolve({ reason: "disposed" })),
    };
  }

  #mayStart(signal: AbortSignal | undefined): Promise<void> {
    if (!this.slow) return Promise.resolve();
    return new Promise((_, reject) => {
      const gone = new KernelError("engine.exited", "Cannot start: not wanted", "");
      signal?.addEventListener("abort", () => reject(gone));
    });
  }
}

/** The outcome of a run that failed. */
export function failure(ename: string): ExecuteOutcome {
  return { status: "error", ename, evalue: ename, traceback: [ename] };
}
