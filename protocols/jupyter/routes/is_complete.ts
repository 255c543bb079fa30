// SPDX-License-Identifier: Apache-2.0 OR MIT

import { z } from "zod";
import type { Route } from "./route.ts";

const content = z.object({ code: z.string() });

/** Tells a console whether to run the code or to ask for more. @see Jupyter messaging 5.6, "Code completeness" */
export const isComplete: Route<z.infer<typeof content>> = {
  method: "is_complete_request",
  reply: "is_complete_reply",
  channels: ["shell"],
  content,
  handle: async ({ code }, { router, context }) => {
    const result = await router.call("isComplete", { code }, context);
    const { status } = result;
    return result.status === "incomplete"
      ? { content: { status, indent: result.indent } }
      : { content: { status } };
  },
};
