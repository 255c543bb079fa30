// SPDX-License-Identifier: Apache-2.0 OR MIT

import { z } from "zod";
import type { Route } from "./route.ts";

const content = z.object({ restart: z.boolean().default(false) });

/**
 * Ends the kernel. The reply is sent when the Router has agreed, and again on iopub for every client; on shell
 * the request is deprecated, yet served.
 *
 * @see Jupyter messaging 5.6, "Kernel shutdown"
 */
export const shutdown: Route<z.infer<typeof content>> = {
  method: "shutdown_request",
  reply: "shutdown_reply",
  channels: ["shell", "control"],
  content,
  handle: async ({ restart }, { router, context }) => {
    const result = await router.call("kernel.shutdown", { restart, announce: true }, context);
    return { content: { status: "ok", restart: result.restart } };
  },
  errorFields: () => ({ restart: false }),
};
