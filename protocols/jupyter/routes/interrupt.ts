// SPDX-License-Identifier: Apache-2.0 OR MIT

import { z } from "zod";
import type { Route } from "./route.ts";

/** Stops what runs; the session keeps its state. @see Jupyter messaging 5.6, "Kernel interrupt" */
export const interrupt: Route = {
  method: "interrupt_request",
  reply: "interrupt_reply",
  channels: ["control"],
  content: z.unknown(),
  handle: async (_content, { router, context }) => {
    await router.call("interrupt", {}, context);
    return { content: { status: "ok" } };
  },
};
