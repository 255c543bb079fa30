// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the clients of one session may ask for: that session, and nothing of the kernel.

import type {
  OperationName,
  OperationParams,
  OperationResult,
  RequestContext,
  Router,
  SessionListener,
} from "../../lib/contracts/mod.ts";
import { OPERATOR_OPERATIONS } from "../../protocols/jupyter/mod.ts";
import { operationDenied } from "./session_errors.ts";

/** What operators may ask for concerns the whole kernel, but for this; who holds a session's key alone may not. */
const ofKernel: ReadonlySet<OperationName> = new Set<OperationName>(
  OPERATOR_OPERATIONS.filter((operation) => operation !== "interrupt"),
);

/** A Router for the ports of one session: what elsewhere ends the kernel ends, or restarts, this session. */
export class SessionRouter implements Router {
  readonly #router: Router;
  readonly #end: (restart: boolean) => void;

  /**
   * @param router performs what is allowed
   * @param end begins the end of the session; the answer to whoever asked is still sent
   */
  constructor(router: Router, end: (restart: boolean) => void) {
    this.#router = router;
    this.#end = end;
  }

  subscribe(session: string, listener: SessionListener): Disposable {
    return this.#router.subscribe(session, listener);
  }

  call<K extends OperationName>(
    operation: K,
    params: OperationParams<K>,
    context: RequestContext,
  ): Promise<OperationResult<K>> {
    if (operation === "kernel.shutdown") {
      context.started?.();
      const { restart } = params as OperationParams<"kernel.shutdown">;
      this.#end(restart);
      return Promise.resolve({ restart } as OperationResult<K>);
    }
    if (!ofKernel.has(operation)) return this.#router.call(operation, params, context);
    context.started?.();
    return Promise.reject(operationDenied(operation, context.session));
  }
}
