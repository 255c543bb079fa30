// SPDX-License-Identifier: Apache-2.0 OR MIT
// All paths of this protocol.

import { json } from "../problem.ts";
import { health } from "./health.ts";
import { info } from "./info.ts";
import { metrics } from "./metrics.ts";
import { live, ready, startup } from "./probes.ts";
import type { Route } from "./route.ts";

export type { Route, RouteCall } from "./route.ts";

const content: readonly Route[] = [health, live, ready, startup, metrics, info];

/** What there is to read. */
const index: Route = {
  path: "/",
  summary: "This index",
  handle: () => json({ paths: Object.fromEntries(routes.map((it) => [it.path, it.summary])) }),
};

/** Every path, the index first. */
export const routes: readonly Route[] = Object.freeze([index, ...content]);
