// SPDX-License-Identifier: Apache-2.0 OR MIT

import { json } from "../problem.ts";
import type { Route } from "./route.ts";

/** What the kernel is and where its protocols listen. */
export const info: Route = {
  path: "/info",
  summary: "Name, version, language, uptime and where each protocol listens",
  handle: ({ info }) => json(info()),
};
