// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Where a value comes from. */
export type Origin =
  | { readonly layer: "default" }
  | { readonly layer: "file"; readonly path: string; readonly line: number }
  | { readonly layer: "environment"; readonly variable: string }
  | { readonly layer: "flag"; readonly flag: string };

/**
 * An origin in words: `default`, `/home/x/.llmspell/config.toml, line 3`, `the variable LLMSPELL_LOG_LEVEL`,
 * `--log-level`.
 */
export function describeOrigin(origin: Origin): string {
  if (origin.layer === "default") return "default";
  if (origin.layer === "file") return `${origin.path}, line ${origin.line}`;
  if (origin.layer === "environment") return `the variable ${origin.variable}`;
  return origin.flag;
}
