// SPDX-License-Identifier: Apache-2.0 OR MIT

import { z } from "zod";
import { codePointsToUtf16 } from "../../../lib/wire/mod.ts";
import type { Route } from "./route.ts";

const content = z.object({
  code: z.string(),
  cursor_pos: z.int().nonnegative().optional(),
  detail_level: z.union([z.literal(0), z.literal(1)]).default(0),
});

/** Tells what is known of the name at the cursor. @see Jupyter messaging 5.6, "Introspection" */
export const inspect: Route<z.infer<typeof content>> = {
  method: "inspect_request",
  reply: "inspect_reply",
  channels: ["shell"],
  content,
  handle: async ({ code, cursor_pos, detail_level: detail }, { router, context }) => {
    const cursor = cursor_pos === undefined ? code.length : codePointsToUtf16(code, cursor_pos);
    const result = await router.call("inspect", { code, cursor, detail }, context);
    const { found } = result;
    const { data, metadata } = result.found ? result : { data: {}, metadata: {} };
    return { content: { status: "ok", found, data, metadata } };
  },
};
