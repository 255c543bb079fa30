// SPDX-License-Identifier: Apache-2.0 OR MIT

import { z } from "zod";
import type { CommEvent, OperationParams } from "../../../lib/contracts/mod.ts";
import type { Route, RouteCall } from "./route.ts";

const data = z.record(z.string(), z.unknown()).default({});
const opening = z.object({ comm_id: z.string(), target_name: z.string(), data });
const further = z.object({ comm_id: z.string(), data });

/** Opens a comm from the front end's side. @see Jupyter messaging 5.6, "Custom Messages" */
export const commOpen: Route<z.infer<typeof opening>> = {
  method: "comm_open",
  channels: ["shell"],
  content: opening,
  handle: async ({ comm_id: commId, target_name: targetName, data }, call) => {
    await forward({ action: "open", commId, targetName, data }, call);
    return undefined;
  },
};

/** Brings a message on an open comm. */
export const commMsg: Route<z.infer<typeof further>> = furtherComm("msg");

/** Closes a comm. */
export const commClose: Route<z.infer<typeof further>> = furtherComm("close");

function furtherComm(action: Exclude<CommEvent["action"], "open">): Route<z.infer<typeof further>> {
  return {
    method: `comm_${action}`,
    channels: ["shell"],
    content: further,
    handle: async ({ comm_id: commId, data }, call) => {
      await forward({ action, commId, data }, call);
      return undefined;
    },
  };
}

/** Hands the message to the session; how the script took it is shown by its output alone. */
async function forward(
  event: Pick<OperationParams<"comm">, "action" | "commId" | "targetName" | "data">,
  { router, context, message }: RouteCall,
): Promise<void> {
  const metadata = { ...message.metadata };
  const buffers = message.buffers.map((buffer) => new Uint8Array(buffer));
  await router.call("comm", { type: "comm", ...event, metadata, buffers }, context);
}
