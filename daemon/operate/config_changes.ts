// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { ConfigChange } from "../../lib/contracts/mod.ts";
import { printable } from "../cli/human.ts";

/**
 * What a reload changed, or would change, one line for each setting.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const change = { path: "log.level", before: "info", after: "debug", takesEffect: "live" } as const;
 * assert.equal(changesText([change], true), 'Would change:\n  log.level: "info" -> "debug"\n');
 * assert.equal(changesText([], false), "Nothing changed\n");
 * ```
 */
export function changesText(changes: readonly ConfigChange[], dryRun: boolean): string {
  if (changes.length === 0) return dryRun ? "Nothing would change\n" : "Nothing changed\n";
  const live = changes.filter(({ takesEffect }) => takesEffect === "live");
  const later = changes.filter(({ takesEffect }) => takesEffect === "restart");
  return section(dryRun ? "Would change:" : "Changed:", live) +
    section("After the next start (llmspell kernel restart):", later);
}

function section(title: string, changes: readonly ConfigChange[]): string {
  if (changes.length === 0) return "";
  const lines = changes.map(({ path, before, after }) =>
    `  ${path}: ${text(before)} -> ${text(after)}`
  );
  return [title, ...lines].map((line) => `${line}\n`).join("");
}

function text(value: unknown): string {
  return value === undefined ? "(not set)" : printable(JSON.stringify(value));
}
