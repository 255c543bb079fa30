// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a path of this protocol is made of.

import type { Context } from "hono";
import type { RequestContext, Router } from "../../../lib/contracts/mod.ts";
import type { MetricSnapshot } from "../../../lib/observe/mod.ts";

/** One request in progress. */
export interface RouteCall {
  /** Request and header fields as Hono has them. */
  readonly http: Context;
  /** Where operations are called. */
  readonly router: Router;
  /** With which they are called. */
  readonly context: RequestContext;
  /** False: there is a token, and the request has none. Only open paths are called then. */
  readonly trusted: boolean;
  /** What `/metrics` shows. */
  readonly scrape: () => readonly MetricSnapshot[];
  /** What `/info` shows. */
  readonly info: () => object;
}

/** One path, to be read. */
export interface Route {
  /** As in the request, without a query. */
  readonly path: string;
  /** One sentence for the index. */
  readonly summary: string;
  /** True: answered without the token as well, in no more words than a probe needs. */
  readonly open?: boolean;
  /** Answers. */
  handle(call: RouteCall): Promise<Response> | Response;
}
