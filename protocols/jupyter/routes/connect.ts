// SPDX-License-Identifier: Apache-2.0 OR MIT

import { z } from "zod";
import { PORT_NAMES } from "../connection_file.ts";
import type { Route } from "./route.ts";

/** Names the five ports. @see Jupyter messaging 5.6, "Connect" */
export const connect: Route = {
  method: "connect_request",
  reply: "connect_reply",
  channels: ["shell", "control"],
  content: z.unknown(),
  handle: (_content, { connection }) => {
    const ports = Object.fromEntries(PORT_NAMES.map((name) => [name, connection[name]]));
    return Promise.resolve({ content: { status: "ok", ...ports } });
  },
};
