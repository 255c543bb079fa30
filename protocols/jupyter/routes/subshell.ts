// SPDX-License-Identifier: Apache-2.0 OR MIT

import { z } from "zod";
import type { Route } from "./route.ts";

const deletion = z.object({ subshell_id: z.string() });

/** Makes a lane whose requests run beside the main one's. @see Jupyter messaging 5.6, "Kernel subshells" */
export const createSubshell: Route = {
  method: "create_subshell_request",
  reply: "create_subshell_reply",
  channels: ["control"],
  content: z.unknown(),
  handle: async (_content, { router, context }) => {
    const { subshell } = await router.call("subshell.create", {}, context);
    return { content: { status: "ok", subshell_id: subshell } };
  },
};

/** Ends a lane. */
export const deleteSubshell: Route<z.infer<typeof deletion>> = {
  method: "delete_subshell_request",
  reply: "delete_subshell_reply",
  channels: ["control"],
  content: deletion,
  handle: async ({ subshell_id: subshell }, { router, context }) => {
    await router.call("subshell.delete", { subshell }, context);
    return { content: { status: "ok" } };
  },
};

/** Names all lanes but the main one. */
export const listSubshell: Route = {
  method: "list_subshell_request",
  reply: "list_subshell_reply",
  channels: ["control"],
  content: z.unknown(),
  handle: async (_content, { router, context }) => {
    const { subshells } = await router.call("subshell.list", {}, context);
    return { content: { status: "ok", subshell_id: subshells } };
  },
};
