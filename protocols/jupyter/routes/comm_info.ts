// SPDX-License-Identifier: Apache-2.0 OR MIT

import { z } from "zod";
import type { Route } from "./route.ts";

const content = z.object({ target_name: z.string().nullish() });

/** Lists the open comms. @see Jupyter messaging 5.6, "Comm info" */
export const commInfo: Route<z.infer<typeof content>> = {
  method: "comm_info_request",
  reply: "comm_info_reply",
  channels: ["shell"],
  content,
  handle: async ({ target_name }, { router, context }) => {
    const params = target_name == null ? {} : { targetName: target_name };
    const { comms } = await router.call("comm.info", params, context);
    const named = Object.entries(comms).map(([id, { targetName }]) => [
      id,
      { target_name: targetName },
    ]);
    return { content: { status: "ok", comms: Object.fromEntries(named) } };
  },
};
