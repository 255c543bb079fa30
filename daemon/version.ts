// SPDX-License-Identifier: Apache-2.0 OR MIT
// Name and version of this program, as `deno.json` states them.

import config from "../deno.json" with { type: "json" };

/** Name of the program on the command line. */
export const programName = "llmspell";

/** Version of the program: `0.1.0`. */
export const programVersion: string = config.version;
