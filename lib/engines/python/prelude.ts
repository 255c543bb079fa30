// SPDX-License-Identifier: Apache-2.0 OR MIT
// The session's Python code, in one piece.

import { preludeDebug } from "./prelude_debug.ts";
import { preludeDebugValues } from "./prelude_debug_values.ts";
import { preludeDisplay } from "./prelude_display.ts";
import { preludeFiles } from "./prelude_files.ts";
import { preludeFolders } from "./prelude_folders.ts";
import { preludeGuard } from "./prelude_guard.ts";
import { preludeHost } from "./prelude_host.ts";
import { preludeInput } from "./prelude_input.ts";
import { preludeJson } from "./prelude_json.ts";
import { preludeModules } from "./prelude_modules.ts";
import { preludeQueries } from "./prelude_queries.ts";
import { preludeRun } from "./prelude_run.ts";
import { preludeState } from "./prelude_state.ts";

/** Name of the prelude in tracebacks, which leave its frames out. */
export const preludeFile = "<llmspell>";

/** Evaluates to the function that opens the session. */
export const prelude: string = [
  preludeJson,
  preludeHost,
  preludeInput,
  preludeDisplay,
  preludeRun,
  preludeQueries,
  preludeModules,
  preludeState,
  preludeFiles,
  preludeFolders,
  preludeDebug,
  preludeDebugValues,
  preludeGuard,
].join("\n");
