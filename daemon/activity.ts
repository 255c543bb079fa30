// SPDX-License-Identifier: Apache-2.0 OR MIT
// Knows whether and when the kernel is used.

import type {
  OperationName,
  OperationParams,
  OperationResult,
  RequestContext,
  Router,
  SessionListener,
} from "../lib/contracts/mod.ts";

/** Operations that look at a kernel without using it: probes and monitors must not keep it alive. */
const looks: ReadonlySet<OperationName> = new Set<OperationName>([
  "kernel.info",
  "kernel.usage",
  "kernel.state",
  "kernel.health",
  "kernel.dump",
  "config.reload",
  "log.level",
]);

/** Hears of use. */
export interface ActivityListener {
  /** An operation that uses the kernel begins or ends. */
  used(): void;
  /** The first operation of any kind has been answered. */
  answered(): void;
}

/** A Router that sees every operation which passes through it. */
export class ActivityRouter implements Router {
  readonly #router: Router;
  readonly #listener: ActivityListener;
  #executions = 0;
  #answered = false;

  /** @param router performs the operations @param listener hears of them */
  constructor(router: Router, listener: ActivityListener) {
    this.#router = router;
    this.#listener = listener;
  }

  /** True while an execution runs or waits. */
  get busy(): boolean {
    return this.#executions > 0;
  }

  subscribe(session: string, listener: SessionListener): Disposable {
    return this.#router.subscribe(session, listener);
  }

  call<K extends OperationName>(
    operation: K,
    params: OperationParams<K>,
    context: RequestContext,
  ): Promise<OperationResult<K>> {
    if (!looks.has(operation)) this.#listener.used();
    const result = this.#router.call(operation, params, context);
    if (operation !== "execute") {
      return this.#answered ? result : result.finally(() => this.#ended());
    }
    this.#executions++;
    return result.finally(() => {
      this.#executions--;
      this.#listener.used();
      this.#ended();
    });
  }

  #ended(): void {
    if (this.#answered) return;
    this.#answered = true;
    this.#listener.answered();
  }
}
