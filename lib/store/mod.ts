// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What survives a restart, and what sessions share while a kernel runs. History is one SQLite file for all kernels of a home; GLOB patterns are SQLite's:
 * `*`, `?` and `[...]`, case-sensitive.
 *
 * @module
 */

export { SharedStore } from "./shared_store.ts";
export { type HistoryOptions, openHistory } from "./history.ts";
export {
  isThere,
  removeDrafts,
  removeEmptyFolder,
  removeIfThere,
  writeFileAtomically,
} from "./atomic_file.ts";
