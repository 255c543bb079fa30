// SPDX-License-Identifier: Apache-2.0 OR MIT
// Character classes of Lua's lexer, by UTF-16 code; NaN (past the end) is in none.

/** `\n` or `\r`. */
export function isNewline(code: number): boolean {
  return code === 10 || code === 13;
}

/** White space, line ends included. */
export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** `0` to `9`. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** `0` to `9`, `a` to `f`, either case. */
export function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}

/** A character that may start a name. */
export function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

/** A character that may continue a name. */
export function isNamePart(code: number): boolean {
  return isNameStart(code) || isDigit(code);
}

/** Offset after the line end at `at`; `\r\n` and `\n\r` are one line end, as in Lua. */
export function afterNewline(code: string, at: number): number {
  const first = code.charCodeAt(at);
  const second = code.charCodeAt(at + 1);
  return isNewline(second) && second !== first ? at + 2 : at + 1;
}
