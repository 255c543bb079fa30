// SPDX-License-Identifier: Apache-2.0 OR MIT

import { preludeConsole } from "./prelude_console.ts";
import { preludeCore } from "./prelude_core.ts";
import { preludeDebug } from "./prelude_debug.ts";
import { preludeDisplay } from "./prelude_display.ts";
import { preludeInspect } from "./prelude_inspect.ts";
import { preludeLayout } from "./prelude_layout.ts";
import { preludeQueries } from "./prelude_queries.ts";
import { preludeState } from "./prelude_state.ts";

/** Name of the prelude in stacks; its frames are not shown. */
export const preludeName = "llmspell:prelude";

/** A function that takes the Worker's functions and settings, defines the globals, and gives what the Worker calls. */
export const prelude = `(function (host, settingsText) {
"use strict";
const api = { __proto__: null };
${preludeCore}
${preludeInspect}
${preludeLayout}
${preludeConsole}
${preludeDisplay}
${preludeState}
${preludeQueries}
${preludeDebug}
return api;
})`;
