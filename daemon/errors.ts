// SPDX-License-Identifier: Apache-2.0 OR MIT
// What can go wrong with the program's own files and folders: one named constructor for each situation.

import { KernelError } from "../lib/errors.ts";

/** The program has no such file. */
export function assetUnknown(name: string): KernelError {
  return new KernelError(
    "asset.unknown",
    `Cannot find the program's file "${name}": this build does not hold it`,
    "install llmspell again",
  );
}

/** No folder takes the files that must be unpacked. */
export function cacheUnusable(folders: readonly string[], cause: unknown): KernelError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new KernelError(
    "cache.unusable",
    `Cannot unpack the program's files to "${folders.join('" or "')}": ${reason}`,
    "set LLMSPELL_CACHE to a folder you can write to",
    { cause },
  );
}

/** A script cannot be read. */
export function scriptUnreadable(path: string, cause: unknown): KernelError {
  const reason = cause instanceof Deno.errors.NotFound
    ? "there is no such file"
    : cause instanceof Deno.errors.PermissionDenied
    ? "permission denied"
    : cause instanceof Deno.errors.IsADirectory
    ? "it is a folder"
    : cause instanceof Error
    ? cause.message.replace(/ \(os error \d+\).*$/s, "")
    : String(cause);
  return new KernelError(
    "script.unreadable",
    `Cannot run "${path}": ${reason}`,
    "llmspell run --help",
    { cause },
  );
}

/** The first line of a script names an engine that there is not. */
export function scriptEngineUnknown(
  path: string,
  engine: string,
  names: readonly string[],
): KernelError {
  return new KernelError(
    "script.engine",
    `Cannot run "${path}": its first line asks for the engine "${engine}", and there is none`,
    `--engine takes one of: ${names.join(", ")}`,
  );
}

/** A script holds bytes that are no text. */
export function scriptNotText(path: string, line: number): KernelError {
  return new KernelError(
    "script.not_text",
    `Cannot run "${path}": line ${line} is not UTF-8 text`,
    "save the script as UTF-8",
  );
}
