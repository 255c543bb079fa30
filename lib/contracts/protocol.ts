// SPDX-License-Identifier: Apache-2.0 OR MIT
// A wire protocol as the kernel sees it.

import type { Router } from "./router.ts";

/** A protocol, made by a function in `protocols/<id>/mod.ts` and handed to the Router at start. */
export interface ProtocolModule {
  /** Name of its folder, log category and metrics: `jupyter`. */
  readonly id: string;
  /** The specification's names of the requests it answers: `execute_request`. */
  readonly methods: readonly string[];
  /** Disposing what it returns closes the sockets and waits for calls in flight. */
  listen(router: Router, signal: AbortSignal): Promise<AsyncDisposable>;
}
