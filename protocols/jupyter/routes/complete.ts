// SPDX-License-Identifier: Apache-2.0 OR MIT

import { z } from "zod";
import { codePointsToUtf16, utf16ToCodePoints } from "../../../lib/wire/mod.ts";
import type { Route } from "./route.ts";

const content = z.object({ code: z.string(), cursor_pos: z.int().nonnegative().optional() });

/**
 * Offers what may replace the text before the cursor, with each candidate's kind and signature under
 * `metadata._jupyter_types_experimental`. Positions on the wire count code points.
 *
 * @see Jupyter messaging 5.6, "Completion"
 */
export const complete: Route<z.infer<typeof content>> = {
  method: "complete_request",
  reply: "complete_reply",
  channels: ["shell"],
  content,
  handle: async ({ code, cursor_pos }, { router, context }) => {
    const cursor = cursor_pos === undefined ? code.length : codePointsToUtf16(code, cursor_pos);
    const completion = await router.call("complete", { code, cursor }, context);
    const start = utf16ToCodePoints(code, completion.start);
    const end = utf16ToCodePoints(code, completion.end);
    const types = completion.matches.map(({ text, kind, signature }) => ({
      text,
      type: kind,
      start,
      end,
      ...(signature === undefined ? {} : { signature }),
    }));
    return {
      content: {
        status: "ok",
        matches: completion.matches.map(({ text }) => text),
        cursor_start: start,
        cursor_end: end,
        metadata: { _jupyter_types_experimental: types },
      },
    };
  },
};
