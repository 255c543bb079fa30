// SPDX-License-Identifier: Apache-2.0 OR MIT
// The text of a script, from a file or from standard input.

import { scriptNotText, scriptUnreadable } from "./errors.ts";

/**
 * Reads a script. A byte order mark is dropped; a first line that begins with `#!` is blanked, so that line
 * numbers stay.
 *
 * @param path a file, or `-` for standard input
 * @throws {KernelError} `script.unreadable` or `script.not_text`
 */
export async function readScript(
  path: string,
  input: ReadableStream<Uint8Array>,
): Promise<string> {
  return decodeScript(path, path === "-" ? await readInput(input) : await readFile(path));
}

/** The text in a script's bytes. */
export function decodeScript(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replace(/^#![^\n]*/, "");
  } catch {
    throw scriptNotText(path, firstBadLine(bytes));
  }
}

async function readFile(path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw scriptUnreadable(path, error);
  }
}

async function readInput(input: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(
    await new Response(input as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer(),
  );
}

/** Number of the first line, from 1, that is not UTF-8. */
function firstBadLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(10, start);
    const stop = end < 0 ? bytes.length : end;
    try {
      decoder.decode(bytes.subarray(start, stop));
    } catch {
      return line;
    }
    start = stop + 1;
  }
  return line;
}
