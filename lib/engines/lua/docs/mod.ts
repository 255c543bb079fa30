// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What Lua sessions offer, in words: the standard library of Lua 5.4 as far as a sandboxed session has it, and our
 * own functions. Methods of files, displays and comms are under `file:read`, `handle:update`, `comm:send`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { standardLibrary } from "./mod.ts";
 * assert.equal(standardLibrary["string.find"]?.signature, "(s, pattern, init?, plain?)");
 * ```
 *
 * @module
 */

import { reservedWords } from "../syntax/mod.ts";
import { basicDocs } from "./basic.ts";
import { coroutineDocs } from "./coroutine.ts";
import { debugDocs } from "./debug.ts";
import { displayDocs } from "./display.ts";
import type { DocTable } from "./entry.ts";
import { ioDocs } from "./io.ts";
import { mathDocs } from "./math.ts";
import { osDocs } from "./os.ts";
import { sessionDocs } from "./session.ts";
import { stringDocs } from "./string.ts";
import { tableDocs } from "./table.ts";
import { utf8Docs } from "./utf8.ts";

export type { CompletionMatch } from "../../../contracts/mod.ts";
export type { DocEntry, DocTable } from "./entry.ts";

/** All documented names; has no prototype, so that any name may be looked up. */
export const standardLibrary: DocTable = Object.freeze(Object.assign(
  Object.create(null),
  basicDocs,
  coroutineDocs,
  debugDocs,
  displayDocs,
  ioDocs,
  mathDocs,
  osDocs,
  sessionDocs,
  stringDocs,
  tableDocs,
  utf8Docs,
));

/** Reserved words, in alphabetical order. */
export const keywords: readonly string[] = reservedWords;
