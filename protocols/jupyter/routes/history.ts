// SPDX-License-Identifier: Apache-2.0 OR MIT

import { z } from "zod";
import type { HistoryEntry, OperationParams } from "../../../lib/contracts/mod.ts";
import type { Route } from "./route.ts";

/** Entries that `tail` gives when the client does not say. */
const DEFAULT_TAIL = 10;

const flags = { output: z.boolean().default(false), raw: z.boolean().default(true) };
const count = z.int().nonnegative().nullish();
const content = z.discriminatedUnion("hist_access_type", [
  z.object({ ...flags, hist_access_type: z.literal("tail"), n: count }),
  z.object({
    ...flags,
    hist_access_type: z.literal("range"),
    session: z.int().default(0),
    start: z.int().default(1),
    stop: z.int().nullish(),
  }),
  z.object({
    ...flags,
    hist_access_type: z.literal("search"),
    pattern: z.string().default("*"),
    n: count,
    unique: z.boolean().default(false),
  }),
]);

type Content = z.infer<typeof content>;

/**
 * Gives what was run before. `raw` makes no difference: code is kept as it was written.
 *
 * @see Jupyter messaging 5.6, "History"
 */
export const history: Route<Content> = {
  method: "history_request",
  reply: "history_reply",
  channels: ["shell"],
  content,
  handle: async (request, { router, context }) => {
    const entries = await router.call("history", queryOf(request), context);
    const history = entries.map((entry) => tuple(entry, request.output));
    return { content: { status: "ok", history } };
  },
};

function queryOf(request: Content): OperationParams<"history"> {
  switch (request.hist_access_type) {
    case "tail":
      return { access: "tail", n: request.n ?? DEFAULT_TAIL };
    case "range": {
      const { session, start, stop } = request;
      return { access: "range", session, start, stop: stop ?? undefined };
    }
    case "search": {
      const { pattern, n, unique } = request;
      return { access: "search", pattern, n: n ?? undefined, unique };
    }
  }
}

function tuple(entry: HistoryEntry, withOutput: boolean): readonly unknown[] {
  const { session, line, input, output } = entry;
  return [session, line, withOutput ? [input, output ?? null] : input];
}
