// SPDX-License-Identifier: Apache-2.0 OR MIT

/** The frame between routing identities and message: `<IDS|MSG>`. */
export const DELIMITER: Uint8Array<ArrayBuffer> = new TextEncoder().encode("<IDS|MSG>");

/** Fewest frames after the delimiter: signature, header, parent header, metadata, content. */
const MESSAGE_PARTS = 5;

/**
 * Splits a Jupyter multipart message at its delimiter. Shape:
 * `[...identities, "<IDS|MSG>", signature, header, parent_header, metadata, content, ...buffers]`.
 *
 * @param frames raw frames in the order received; the parts returned share their memory
 * @returns the routing identities (0 or more) and the frames after the delimiter (5 or more)
 * @throws {SyntaxError} when the delimiter or one of the five parts is missing
 * @see Jupyter messaging 5.6, "The wire protocol"
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { splitMessage } from "./multipart.ts";
 *
 * const frames = ["client", "<IDS|MSG>", "", "{}", "{}", "{}", "{}"].map((text) =>
 *   new TextEncoder().encode(text)
 * );
 * const [identities, parts] = splitMessage(frames);
 * assert.equal(identities.length, 1);
 * assert.equal(parts.length, 5);
 * ```
 */
export function splitMessage(frames: readonly Uint8Array[]): [Uint8Array[], Uint8Array[]] {
  const at = frames.findIndex(isDelimiter);
  if (at < 0 || frames.length - at - 1 < MESSAGE_PARTS) {
    throw new SyntaxError(`Cannot split message: delimiter at ${at} of ${frames.length} frames`);
  }
  return [frames.slice(0, at), frames.slice(at + 1)];
}

/**
 * Puts routing identities and message together, with the delimiter between them; the inverse of `splitMessage`.
 *
 * @param identities 0 or more frames, none of them the delimiter itself
 * @param parts signature, header, parent header, metadata, content, then buffers
 * @returns the frames to send; they share the memory of what was given
 * @throws {RangeError} when an identity is the delimiter, which no receiver could tell apart
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { joinMessage } from "./multipart.ts";
 *
 * const empty = new Uint8Array();
 * assert.equal(joinMessage([empty], [empty, empty, empty, empty, empty]).length, 7);
 * ```
 */
export function joinMessage(
  identities: readonly Uint8Array[],
  parts: readonly Uint8Array[],
): Uint8Array[] {
  if (identities.some(isDelimiter)) {
    throw new RangeError(`Cannot join message: an identity is the delimiter`);
  }
  return [...identities, DELIMITER, ...parts];
}

/** Compares bytes, without making text of them. */
export function isDelimiter(frame: Uint8Array): boolean {
  if (frame.length !== DELIMITER.length) return false;
  for (let at = 0; at < frame.length; at++) {
    if (frame[at] !== DELIMITER[at]) return false;
  }
  return true;
}
