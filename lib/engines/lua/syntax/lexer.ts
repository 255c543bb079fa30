// SPDX-License-Identifier: Apache-2.0 OR MIT
// Takes Lua source apart into tokens and comments. Never throws: what is not Lua becomes a `<bad>` token.

import {
  afterNewline,
  isDigit,
  isHexDigit,
  isNamePart,
  isNameStart,
  isNewline,
  isSpace,
} from "./characters.ts";
import { scanShortString } from "./short_string.ts";
import { type Comment, type Lexed, reservedWords, type Token } from "./tokens.ts";

const reserved: ReadonlySet<string> = new Set(reservedWords);
const threeCharacters: ReadonlySet<string> = new Set(["..."]);
const twoCharacters: ReadonlySet<string> = new Set(
  ["==", "~=", "<=", ">=", "//", "::", "<<", ">>", ".."],
);
const decimalNumeral = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const hexNumeral = /^0[xX](?:[\da-fA-F]+\.?[\da-fA-F]*|\.[\da-fA-F]+)(?:[pP][+-]?\d+)?$/;

/**
 * Takes source apart. A byte order mark before everything and a first line that starts with `#!` are skipped. (Of
 * files Lua skips any first line that starts with `#`; in a console `#t` is an expression.)
 *
 * @see Lua 5.4 reference manual, "Lexical Conventions"
 */
export function lex(code: string): Lexed {
  const lexer = new Lexer(code);
  lexer.run();
  return { code, tokens: lexer.tokens, comments: lexer.comments };
}

class Lexer {
  readonly tokens: Token[] = [];
  readonly comments: Comment[] = [];
  readonly #code: string;
  #at = 0;
  #line = 0;

  constructor(code: string) {
    this.#code = code;
  }

  run(): void {
    const code = this.#code;
    if (code.charCodeAt(0) === 0xfeff) this.#at = 1;
    if (code.startsWith("#!", this.#at)) this.#lineComment(this.#at);
    while (this.#at < code.length) {
      const current = code.charCodeAt(this.#at);
      if (isNewline(current)) {
        this.#at = afterNewline(code, this.#at);
        this.#line++;
      } else if (isSpace(current)) this.#at++;
      else if (isNameStart(current)) this.#name();
      else this.#other(current);
    }
    this.#push("<eof>", this.#at, this.#line);
  }

  #other(current: number): void {
    const code = this.#code;
    const next = code.charCodeAt(this.#at + 1);
    if (isDigit(current) || (current === 46 && isDigit(next))) this.#number();
    else if (current === 34 || current === 39) this.#shortString();
    else if (current === 45 && next === 45) this.#comment();
    else if (current === 91 && (next === 91 || next === 61)) this.#longString();
    else this.#symbol();
  }

  #name(): void {
    const start = this.#at;
    while (isNamePart(this.#code.charCodeAt(this.#at))) this.#at++;
    const text = this.#code.slice(start, this.#at);
    this.#push(reserved.has(text) ? text : "<name>", start, this.#line);
  }

  #symbol(): void {
    const start = this.#at;
    const three = this.#code.slice(start, start + 3);
    const two = three.slice(0, 2);
    const text = threeCharacters.has(three)
      ? three
      : twoCharacters.has(two)
      ? two
      : three.slice(0, 1);
    this.#at += text.length;
    this.#push(text, start, this.#line);
  }

  #number(): void {
    const code = this.#code;
    const start = this.#at;
    const hex = /^0[xX]/.test(code.slice(start, start + 2));
    const exponent = hex ? "pP" : "eE";
    this.#at += hex ? 2 : 1;
    for (;;) {
      const current = code.charAt(this.#at);
      if (current !== "" && exponent.includes(current)) {
        this.#at++;
        if (code.charAt(this.#at) === "+" || code.charAt(this.#at) === "-") this.#at++;
      } else if (isHexDigit(code.charCodeAt(this.#at)) || current === ".") this.#at++;
      else break;
    }
    if (isNameStart(code.charCodeAt(this.#at))) this.#at++;
    const text = code.slice(start, this.#at);
    if ((hex ? hexNumeral : decimalNumeral).test(text)) this.#push("<number>", start, this.#line);
    else this.#bad("number", start, this.#line, `malformed number near '${text}'`, false);
  }

  #shortString(): void {
    const start = this.#at;
    const line = this.#line;
    const { end, lines, problem, continues } = scanShortString(this.#code, start);
    this.#at = end;
    this.#line += lines;
    if (problem === undefined) this.#push("<string>", start, line);
    else {
      this.#bad("string", start, line, problem, continues && problem === "unfinished string");
    }
  }

  #longString(): void {
    const start = this.#at;
    const line = this.#line;
    const level = this.#longBracketLevel(start);
    if (level === undefined) {
      while (this.#code.charAt(++this.#at) === "=");
      this.#bad("string", start, line, "invalid long string delimiter", false);
    } else if (this.#skipLongBracket(level)) this.#push("<string>", start, line);
    else this.#bad("string", start, line, "unfinished long string near <eof>", true);
  }

  #comment(): void {
    const start = this.#at;
    const line = this.#line;
    const level = this.#longBracketLevel(start + 2);
    if (level === undefined) return this.#lineComment(start);
    this.#at = start + 2;
    if (this.#skipLongBracket(level)) {
      this.comments.push({ start, end: this.#at, line, endLine: this.#line, long: true });
    } else this.#bad("comment", start, line, "unfinished long comment near <eof>", true);
  }

  #lineComment(start: number): void {
    const { length } = this.#code;
    while (this.#at < length && !isNewline(this.#code.charCodeAt(this.#at))) this.#at++;
    const line = this.#line;
    this.comments.push({ start, end: this.#at, line, endLine: line, long: false });
  }

  /** Number of `=` between the brackets that open a long string at `at`; undefined when none opens there. */
  #longBracketLevel(at: number): number | undefined {
    if (this.#code.charAt(at) !== "[") return undefined;
    let end = at + 1;
    while (this.#code.charAt(end) === "=") end++;
    return this.#code.charAt(end) === "[" ? end - at - 1 : undefined;
  }

  /** Moves past the long bracket at the current place; false when it is never closed. */
  #skipLongBracket(level: number): boolean {
    const code = this.#code;
    const body = this.#at + level + 2;
    const close = code.indexOf(`]${"=".repeat(level)}]`, body);
    const bodyEnd = close < 0 ? code.length : close;
    for (let at = body; at < bodyEnd;) {
      if (isNewline(code.charCodeAt(at))) {
        at = afterNewline(code, at);
        this.#line++;
      } else at++;
    }
    this.#at = close < 0 ? code.length : close + level + 2;
    return close >= 0;
  }

  #push(type: string, start: number, line: number): void {
    const end = this.#at;
    this.tokens.push({ type, start, end, line, problem: undefined, intent: undefined });
  }

  #bad(
    intent: Token["intent"],
    start: number,
    line: number,
    message: string,
    atEnd: boolean,
  ): void {
    const problem = { message, offset: start, line, atEnd };
    this.tokens.push({ type: "<bad>", start, end: this.#at, line, problem, intent });
  }
}
