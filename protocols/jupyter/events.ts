// SPDX-License-Identifier: Apache-2.0 OR MIT
// Session events as Jupyter messages on iopub.

import type { CommEvent, DisplayEvent, SessionEventBody } from "../../lib/contracts/mod.ts";
import type { Draft } from "./messages.ts";

/** An event that is published as a message of its own; streams have their own way. */
export type PublishedEvent = Exclude<
  SessionEventBody,
  { type: "stream" } | { type: "engine_exit" }
>;

/** Shapes an event. @see Jupyter messaging 5.6, "Messages on the IOPub channel" */
export function draftOf(event: PublishedEvent): Draft {
  switch (event.type) {
    case "execution_started": {
      const { code, executionCount } = event;
      return { type: "execute_input", content: { code, execution_count: executionCount } };
    }
    case "result": {
      const { executionCount, data, metadata } = event;
      return {
        type: "execute_result",
        content: { execution_count: executionCount, data, metadata, transient: {} },
      };
    }
    case "error": {
      const { ename, evalue, traceback } = event;
      return { type: "error", content: { ename, evalue, traceback } };
    }
    case "display":
      return display(event);
    case "clear_output":
      return { type: "clear_output", content: { wait: event.wait } };
    case "comm":
      return comm(event);
    case "shutdown":
      return { type: "shutdown_reply", content: { status: "ok", restart: event.restart } };
  }
}

function display({ data, metadata, displayId, update }: DisplayEvent): Draft {
  const transient = displayId === undefined ? {} : { display_id: displayId };
  const type = update === true ? "update_display_data" : "display_data";
  return { type, content: { data, metadata, transient } };
}

function comm({ action, commId, targetName, data, metadata, buffers }: CommEvent): Draft {
  const content = action === "open"
    ? { comm_id: commId, target_name: targetName ?? "", data }
    : { comm_id: commId, data };
  return { type: `comm_${action}`, content, metadata, buffers };
}
