// SPDX-License-Identifier: Apache-2.0 OR MIT
// The value of a string token.

import { afterNewline, isNewline } from "./characters.ts";

const simple: Readonly<Record<string, string>> = Object.freeze({
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
});
const escape = /\\(?:x([\da-fA-F]{2})|u\{([\da-fA-F]+)\}|(\d{1,3})|z\s*|(\r\n|\n\r|[^]))/g;

/**
 * What a string token means as text. Escaped bytes above 127 that form no UTF-8 become U+FFFD.
 *
 * @param text the token's source, quotes or long brackets included
 */
export function stringValue(text: string): string {
  if (text.startsWith("[")) return longStringValue(text);
  const body = text.slice(1, -1);
  if (!body.includes("\\")) return body;
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  let at = 0;
  for (const match of body.matchAll(escape)) {
    bytes.push(...encoder.encode(body.slice(at, match.index)), ...escapedBytes(match, encoder));
    at = match.index + match[0].length;
  }
  bytes.push(...encoder.encode(body.slice(at)));
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

function escapedBytes(match: RegExpExecArray, encoder: TextEncoder): Iterable<number> {
  const [, hex, unicode, decimal, other] = match;
  if (hex !== undefined) return [parseInt(hex, 16)];
  if (decimal !== undefined) return [Number(decimal) & 255];
  if (unicode !== undefined) {
    const value = parseInt(unicode, 16);
    return encoder.encode(value <= 0x10ffff ? String.fromCodePoint(value) : "\ufffd");
  }
  if (other === undefined) return [];
  return encoder.encode(isNewline(other.charCodeAt(0)) ? "\n" : simple[other] ?? other);
}

function longStringValue(text: string): string {
  const bracket = text.indexOf("[", 1) + 1;
  const start = isNewline(text.charCodeAt(bracket)) ? afterNewline(text, bracket) : bracket;
  return text.slice(start, -bracket).replace(/\r\n|\n\r|\r/g, "\n");
}
