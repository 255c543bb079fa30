// SPDX-License-Identifier: Apache-2.0 OR MIT

import { z } from "zod";
import { debuggerMissing } from "../errors.ts";
import type { Route } from "./route.ts";

const content = z.object({ seq: z.int().default(0), command: z.string().default("") });

/** Id of the failure in `body.error`; stable. */
const DEBUGGER_MISSING = 1;

/**
 * Answers a Debug Adapter Protocol request with a failure response, as long as there is no debugger.
 *
 * @see Jupyter messaging 5.6, "Debug request"; Debug Adapter Protocol, "ErrorResponse"
 */
export const debug: Route<z.infer<typeof content>> = {
  method: "debug_request",
  reply: "debug_reply",
  channels: ["control"],
  content,
  handle: ({ seq, command }) => {
    const format = debuggerMissing(command);
    const error = { id: DEBUGGER_MISSING, format, showUser: false };
    return Promise.resolve({
      content: {
        type: "response",
        seq,
        request_seq: seq,
        success: false,
        command,
        message: format,
        body: { error },
      },
    });
  },
};
