// SPDX-License-Identifier: Apache-2.0 OR MIT
// Short strings: `"..."` and `'...'` with their escapes.

import { afterNewline, isDigit, isHexDigit, isNewline, isSpace } from "./characters.ts";

/** Where a short string ends and what is wrong with it. */
export interface ShortString {
  readonly end: number;
  /** Line ends inside (escaped ones, and those skipped by `\z`). */
  readonly lines: number;
  /** The first thing wrong. */
  readonly problem: string | undefined;
  /** True when the string may go on in a further line: it ends in an escaped line end or in `\z`. */
  readonly continues: boolean;
}

const simpleEscapes = "abfnrtv\\\"'";
const maxUtf8 = 0x7fffffff;

/**
 * Scans the string whose quote is at `start`. A bad escape does not end the string, a bare line end does.
 *
 * @see Lua 5.4 reference manual, "Lexical Conventions"
 */
export function scanShortString(code: string, start: number): ShortString {
  const quote = code.charCodeAt(start);
  let at = start + 1;
  let lines = 0;
  let problem: string | undefined;
  let continues = false;
  while (at < code.length) {
    const current = code.charCodeAt(at);
    if (current === quote) return { end: at + 1, lines, problem, continues: false };
    if (isNewline(current)) {
      return { end: at, lines, problem: problem ?? "unfinished string", continues: false };
    }
    if (current !== 92) {
      at++;
      continues = false;
      continue;
    }
    const escape = scanEscape(code, at + 1);
    at = escape.end;
    lines += escape.lines;
    problem ??= escape.problem;
    continues = escape.continues;
  }
  return { end: at, lines, problem: problem ?? "unfinished string", continues };
}

/** Scans what follows a backslash. */
function scanEscape(code: string, at: number): ShortString {
  const current = code.charCodeAt(at);
  if (at >= code.length) return { end: at, lines: 0, problem: undefined, continues: true };
  if (isNewline(current)) {
    return { end: afterNewline(code, at), lines: 1, problem: undefined, continues: true };
  }
  const letter = code.charAt(at);
  if (letter === "z") return skipSpace(code, at + 1);
  if (simpleEscapes.includes(letter)) return plain(at + 1);
  if (letter === "x") return scanHexEscape(code, at + 1);
  if (letter === "u") return scanUnicodeEscape(code, at + 1);
  if (isDigit(current)) return scanDecimalEscape(code, at);
  return plain(at, "invalid escape sequence");
}

function plain(end: number, problem?: string): ShortString {
  return { end, lines: 0, problem, continues: false };
}

function skipSpace(code: string, from: number): ShortString {
  let at = from;
  let lines = 0;
  while (isSpace(code.charCodeAt(at))) {
    if (isNewline(code.charCodeAt(at))) {
      lines++;
      at = afterNewline(code, at);
    } else at++;
  }
  return { end: at, lines, problem: undefined, continues: true };
}

function scanHexEscape(code: string, at: number): ShortString {
  for (let index = at; index < at + 2; index++) {
    if (!isHexDigit(code.charCodeAt(index))) return plain(index, "hexadecimal digit expected");
  }
  return plain(at + 2);
}

function scanUnicodeEscape(code: string, open: number): ShortString {
  if (code.charAt(open) !== "{") return plain(open, "missing '{' in \\u{xxxx}");
  let at = open + 1;
  let value = 0;
  while (isHexDigit(code.charCodeAt(at))) {
    value = value * 16 + parseInt(code.charAt(at), 16);
    if (value > maxUtf8) return plain(at, "UTF-8 value too large");
    at++;
  }
  if (at === open + 1) return plain(at, "hexadecimal digit expected");
  return code.charAt(at) === "}" ? plain(at + 1) : plain(at, "missing '}' in \\u{xxxx}");
}

function scanDecimalEscape(code: string, start: number): ShortString {
  let at = start;
  while (at < start + 3 && isDigit(code.charCodeAt(at))) at++;
  return Number(code.slice(start, at)) > 255 ? plain(at, "decimal escape too large") : plain(at);
}
