// SPDX-License-Identifier: Apache-2.0 OR MIT
// Looks at files that may not be there.

/** Number of the file that a path leads to; `undefined` when there is none. */
export function inodeOf(path: string): number | undefined {
  try {
    return Deno.statSync(path).ino ?? undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** What was appended to a file after it had `size` bytes; nothing when it is not there. */
export function appendedText(path: string, size: number): string {
  try {
    return new TextDecoder().decode(Deno.readFileSync(path).subarray(size));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

/** Size of a file in bytes, 0 when it is not there. */
export function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

/** Writes a file that is never seen in part, for its owner alone. */
export function writeWhole(path: string, text: string): void {
  Deno.writeTextFileSync(`${path}.new`, text, { mode: 0o600 });
  Deno.renameSync(`${path}.new`, path);
}
