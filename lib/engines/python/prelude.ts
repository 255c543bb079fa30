// SPDX-License-Identifier: Apache-2.0 OR MIT
// The session's Python code, in one piece.

import { preludeDisplay } from "./prelude_display.ts";
import { preludeGuard } from "./prelude_guard.ts";
import { preludeHost } from "./prelude_host.ts";
import { preludeQueries } from "./prelude_queries.ts";
import { preludeRun } from "./prelude_run.ts";

/** Name of the prelude in tracebacks, which leave its frames out. */
export const preludeFile = "<llmspell>";

/** Evaluates to the function that opens the session. */
export const prelude: string = [
  preludeHost,
  preludeDisplay,
  preludeRun,
  preludeQueries,
  preludeGuard,
].join("\n");
