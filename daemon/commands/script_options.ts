// SPDX-License-Identifier: Apache-2.0 OR MIT
// Options of the commands that run scripts: in what, what a script may touch, and how much memory it gets.

import { engineNames } from "../engines.ts";

/** The language of a script, for `run` and `exec`. */
export const engineOption = {
  "engine": {
    type: "value",
    placeholder: "LANGUAGE",
    completes: engineNames,
    description: "Language of the code; goes before all else that names one",
  },
} as const;

/** Described once for `run`, `exec` and `kernel start`. */
export const scriptOptions = {
  "allow-read": {
    type: "grant",
    placeholder: "PATH,…",
    env: "LLMSPELL_POLICY_READ",
    description: "Let scripts read all files, or those below the paths",
  },
  "allow-write": {
    type: "grant",
    placeholder: "PATH,…",
    env: "LLMSPELL_POLICY_WRITE",
    description: "Let scripts write all files, or those below the paths",
  },
  "allow-env": {
    type: "grant",
    placeholder: "NAME,…",
    env: "LLMSPELL_POLICY_ENV",
    description: "Let scripts read all environment variables, or those named",
  },
  "allow-run": {
    type: "grant",
    placeholder: "PROGRAM,…",
    env: "LLMSPELL_POLICY_RUN",
    description: "Let scripts start all programs, or those named",
  },
  "memory-limit": {
    type: "value",
    placeholder: "SIZE",
    env: "LLMSPELL_LIMITS_MEMORY_BYTES",
    description: "Memory of a session, such as 64MiB; 512MiB when not given",
  },
} as const;
