// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads dotted names backwards from a place in the tokens, without a look at what is before or after them.

import { stringValue } from "./string_value.ts";
import type { Lexed, Token } from "./tokens.ts";

/** How a value is reached from a local or global name: `a.b[1]["x y"]` is `["a", "b", 1, "x y"]`. */
export type ValuePath = readonly (string | number)[];

/** A value's path and where it starts in the source. */
export interface Receiver {
  readonly path: ValuePath;
  readonly start: number;
}

const callees: ReadonlySet<string> = new Set(["<name>", "<string>", ")", "]", "}"]);
const integer = /^(?:\d+|0[xX][\da-fA-F]+)$/;

/**
 * The value that ends with the token at `last`: names joined by dots, indexed by literals. A string in parentheses
 * has the path `["string"]`, which is where its methods are.
 *
 * @returns undefined for any other value: that of a call, say
 */
export function receiverAt({ code, tokens }: Lexed, last: number): Receiver | undefined {
  const reversed: (string | number)[] = [];
  let index = last;
  for (;;) {
    const token = tokens[index];
    const before = tokens[index - 1];
    if (token === undefined) return undefined;
    if (token.type === "<name>") {
      reversed.push(code.slice(token.start, token.end));
      if (before?.type === ":") return undefined;
      if (before?.type !== ".") return { path: reversed.reverse(), start: token.start };
      index -= 2;
    } else if (token.type === "]") {
      const key = before && tokens[index - 2]?.type === "[" ? literal(code, before) : undefined;
      if (key === undefined) return undefined;
      reversed.push(key);
      index -= 3;
    } else {
      const open = tokens[index - 2];
      if (token.type !== ")" || before?.type !== "<string>" || open?.type !== "(") return undefined;
      if (callees.has(tokens[index - 3]?.type ?? "")) return undefined;
      return { path: ["string", ...reversed.reverse()], start: open.start };
    }
  }
}

function literal(code: string, token: Token): string | number | undefined {
  const text = code.slice(token.start, token.end);
  if (token.type === "<string>") return stringValue(text);
  if (token.type === "<number>" && integer.test(text)) return Number(text);
  return undefined;
}

/** Index of the last token that starts before `offset`; -1 when there is none. Never the end of input. */
export function lastTokenBefore({ tokens }: Lexed, offset: number): number {
  let low = 0;
  let high = tokens.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
