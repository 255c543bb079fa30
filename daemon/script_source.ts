// SPDX-License-Identifier: Apache-2.0 OR MIT
// The text of a script, from a file or from standard input.

import { scriptNotText, scriptUnreadable } from "./errors.ts";

/** A script as it was read. */
export interface ScriptSource {
  /** Without a byte order mark; a first line that begins with `#!` is blank, so that line numbers stay. */
  readonly code: string;
  /** That first line, from its `#!` on; absent when there is none. */
  readonly shebang?: string;
}

/**
 * Reads a script.
 *
 * @param path a file, or `-` for standard input
 * @throws {KernelError} `script.unreadable` or `script.not_text`
 */
export async function readScript(
  path: string,
  input: ReadableStream<Uint8Array>,
): Promise<ScriptSource> {
  return decodeScript(path, path === "-" ? await readInput(input) : await readFile(path));
}

/** The text in a script's bytes. */
export function decodeScript(path: string, bytes: Uint8Array): ScriptSource {
  const text = decode(path, bytes);
  const shebang = /^#![^\r\n]*/.exec(text)?.[0];
  return shebang === undefined ? { code: text } : { code: text.slice(shebang.length), shebang };
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
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
