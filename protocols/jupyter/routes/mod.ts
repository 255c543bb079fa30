// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The requests that the Jupyter protocol answers.
 *
 * @module
 */

import { commClose, commMsg, commOpen } from "./comm.ts";
import { commInfo } from "./comm_info.ts";
import { complete } from "./complete.ts";
import { connect } from "./connect.ts";
import { debug } from "./debug.ts";
import { execute } from "./execute.ts";
import { history } from "./history.ts";
import { inspect } from "./inspect.ts";
import { interrupt } from "./interrupt.ts";
import { isComplete } from "./is_complete.ts";
import { kernelInfo } from "./kernel_info.ts";
import { operate } from "./operate.ts";
import type { Route } from "./route.ts";
import { shutdown } from "./shutdown.ts";
import { createSubshell, deleteSubshell, listSubshell } from "./subshell.ts";
import { usage } from "./usage.ts";

export type * from "./route.ts";

/** Every request, by the name of its message type. */
export const routes: ReadonlyMap<string, Route> = new Map(
  [
    commClose,
    commInfo,
    commMsg,
    commOpen,
    complete,
    connect,
    createSubshell,
    debug,
    deleteSubshell,
    execute,
    history,
    inspect,
    interrupt,
    isComplete,
    kernelInfo,
    listSubshell,
    operate,
    shutdown,
    usage,
  ].map((route) => [route.method, route as Route]),
);
