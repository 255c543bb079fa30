// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executions in flight: who asked for each, and the questions they are waiting for.

import type { InputRequest, RequestContext } from "../contracts/mod.ts";
import { inputRefused } from "./errors.ts";

interface Execution {
  readonly context: RequestContext;
  /** Made when the execution asks its first question. */
  cancel?: AbortController;
}

/** Numbers executions and finds the request behind a number. */
export class Executions {
  readonly #running = new Map<number, Execution>();
  #last = 0;

  /** Takes a request in and gives it a number, unique within the session. */
  begin(context: RequestContext): number {
    const id = ++this.#last;
    this.#running.set(id, { context });
    return id;
  }

  end(id: number): void {
    this.#running.delete(id);
  }

  /** The request behind a number; `undefined` when it has ended. */
  context(id: number): RequestContext | undefined {
    return this.#running.get(id)?.context;
  }

  /**
   * Asks the client that started the execution.
   *
   * @throws {KernelError} `input.refused` when it does not answer questions or the execution has ended
   * @throws {DOMException} `AbortError` when the question is cancelled by an interrupt
   */
  requestInput(id: number, request: InputRequest): Promise<string> {
    const execution = this.#running.get(id);
    if (!execution?.context.requestInput) return Promise.reject(inputRefused());
    execution.cancel ??= new AbortController();
    return execution.context.requestInput(request, execution.cancel.signal);
  }

  /** Ends every question that is open now. */
  cancelInputs(): void {
    for (const execution of this.#running.values()) {
      execution.cancel?.abort();
      delete execution.cancel;
    }
  }
}
