// SPDX-License-Identifier: Apache-2.0 OR MIT
// Knows whether any code runs, so that SIGINT can tell a busy kernel from an idle one.

import type {
  OperationName,
  OperationParams,
  OperationResult,
  RequestContext,
  Router,
  SessionEvent,
} from "../lib/contracts/mod.ts";

/** A Router that counts the executions which pass through it. */
export class ActivityRouter implements Router {
  readonly #router: Router;
  #executions = 0;

  /** @param router performs the operations */
  constructor(router: Router) {
    this.#router = router;
  }

  /** True while an execution runs or waits. */
  get busy(): boolean {
    return this.#executions > 0;
  }

  subscribe(session: string, listener: (event: SessionEvent) => void): Disposable {
    return this.#router.subscribe(session, listener);
  }

  call<K extends OperationName>(
    operation: K,
    params: OperationParams<K>,
    context: RequestContext,
  ): Promise<OperationResult<K>> {
    const result = this.#router.call(operation, params, context);
    if (operation !== "execute") return result;
    this.#executions++;
    return result.finally(() => this.#executions--);
  }
}
