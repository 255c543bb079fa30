// SPDX-License-Identifier: Apache-2.0 OR MIT
// On which line of a TOML text each key stands: the parser tells values, not places.

/** A key of a TOML text, and where it stands. */
export interface KeyPlace {
  /** The whole path from the root; elements of arrays of tables bear their number, from 0. */
  readonly path: readonly (string | number)[];
  /** Line, from 1. */
  readonly line: number;
}

/**
 * Lists the keys of a TOML text in the order they stand there: tables, and values in tables and inline tables.
 *
 * @param text valid TOML; of other texts it lists what it makes of them
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(scanKeys("[log]\nlevel = 'info'\n"), [
 *   { path: ["log"], line: 1 },
 *   { path: ["log", "level"], line: 2 },
 * ]);
 * ```
 */
export function scanKeys(text: string): KeyPlace[] {
  return new Scanner(text).scan();
}

/**
 * Line of a key, or of the nearest table around it.
 *
 * @returns `undefined` when not even that stands there
 */
export function lineOf(
  places: readonly KeyPlace[],
  path: readonly (string | number)[],
): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const found = places.find((place) =>
      place.path.length >= length &&
      path.slice(0, length).every((part, i) => place.path[i] === part)
    );
    if (found !== undefined) return found.line;
  }
  return undefined;
}

class Scanner {
  readonly #text: string;
  readonly #places: KeyPlace[] = [];
  readonly #counts = new Map<string, number>();
  #at = 0;
  #line = 1;
  #table: readonly (string | number)[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  scan(): KeyPlace[] {
    for (this.#skipBlank(); this.#at < this.#text.length; this.#skipBlank()) {
      const before = this.#at;
      if (this.#peek() === "[") this.#readHeader();
      else this.#readPair(this.#table, /[\n#]/);
      if (this.#at === before) this.#step();
    }
    return this.#places;
  }

  /** `[a.b]` or `[[a.b]]` */
  #readHeader(): void {
    const line = this.#line;
    const double = this.#text.startsWith("[[", this.#at);
    this.#at += double ? 2 : 1;
    const names = this.#readKey();
    this.#at += double ? 2 : 1;
    const path = this.#inElements(double ? names.slice(0, -1) : names);
    this.#table = double ? this.#nextElement([...path, names.at(-1)!]) : path;
    this.#places.push({ path: this.#table, line });
  }

  /** Puts behind each array of tables the number of its latest element. */
  #inElements(names: readonly string[]): (string | number)[] {
    const path: (string | number)[] = [];
    for (const name of names) {
      path.push(name);
      const count = this.#counts.get(JSON.stringify(path));
      if (count !== undefined) path.push(count);
    }
    return path;
  }

  #nextElement(path: readonly (string | number)[]): (string | number)[] {
    const key = JSON.stringify(path);
    const number = (this.#counts.get(key) ?? -1) + 1;
    this.#counts.set(key, number);
    return [...path, number];
  }

  /** `a.b = value` */
  #readPair(table: readonly (string | number)[], end: RegExp): void {
    const line = this.#line;
    const path = [...table, ...this.#readKey()];
    this.#places.push({ path, line });
    if (this.#peek() === "=") this.#step();
    this.#readValue(path, end);
  }

  /** Names with their dots and the blanks between them. */
  #readKey(): string[] {
    const names: string[] = [];
    do {
      if (names.length > 0) this.#step();
      this.#skipSpaces();
      names.push(this.#readName());
      this.#skipSpaces();
    } while (this.#peek() === ".");
    return names;
  }

  #readName(): string {
    const quote = this.#peek();
    if (quote !== '"' && quote !== "'") return this.#take(/[A-Za-z0-9_-]*/y);
    const start = this.#at;
    this.#skipString();
    const inner = this.#text.slice(start + 1, this.#at - 1);
    return quote === "'" ? inner : unescape(inner);
  }

  #readValue(path: readonly (string | number)[], end: RegExp): void {
    this.#skipSpaces();
    const first = this.#peek();
    if (first === "{") this.#readInlineTable(path);
    else if (first === "[") this.#readArray(path);
    else if (first === '"' || first === "'") this.#skipString();
    else while (this.#at < this.#text.length && !end.test(this.#peek())) this.#step();
  }

  #readInlineTable(path: readonly (string | number)[]): void {
    this.#readList("}", () => this.#readPair(path, /[\n#,}]/));
  }

  #readArray(path: readonly (string | number)[]): void {
    let number = 0;
    this.#readList("]", () => this.#readValue([...path, number++], /[\n#,\]]/));
  }

  /** What stands between brackets, separated by commas, blanks, comments and line ends. */
  #readList(close: string, readItem: () => void): void {
    this.#step();
    for (this.#skipBlank(); this.#at < this.#text.length; this.#skipBlank()) {
      const before = this.#at;
      if (this.#peek() === close) return this.#step();
      if (this.#peek() === ",") this.#step();
      else readItem();
      if (this.#at === before) this.#step();
    }
  }

  /** One string of the four kinds, with its quotes. */
  #skipString(): void {
    const quote = this.#peek();
    const triple = quote.repeat(3);
    const long = this.#text.startsWith(triple, this.#at);
    this.#at += long ? 3 : 1;
    while (this.#at < this.#text.length) {
      if (quote === '"' && this.#peek() === "\\") this.#step();
      else if (long && this.#text.startsWith(triple, this.#at)) {
        // Up to two quotes may stand before the closing three.
        this.#take(quote === '"' ? /"{3,5}/y : /'{3,5}/y);
        return;
      } else if (!long && this.#peek() === quote) return this.#step();
      this.#step();
    }
  }

  #skipSpaces(): void {
    this.#take(/[ \t]*/y);
  }

  #skipBlank(): void {
    this.#take(/(?:[ \t\r\n]|#[^\n]*)*/y);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const taken = pattern.exec(this.#text)?.[0] ?? "";
    for (const character of taken) if (character === "\n") this.#line++;
    this.#at += taken.length;
    return taken;
  }

  #step(): void {
    if (this.#peek() === "\n") this.#line++;
    this.#at++;
  }

  #peek(): string {
    return this.#text[this.#at] ?? "";
  }
}

/** The text that a basic string stands for. @see TOML 1.1, "String" */
function unescape(text: string): string {
  const short: Readonly<Record<string, string>> = {
    b: "\b",
    t: "\t",
    n: "\n",
    f: "\f",
    r: "\r",
    e: "\x1b",
  };
  return text.replaceAll(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|(.))/g,
    (whole, four, eight, two, letter) => {
      if (letter !== undefined) return short[letter] ?? letter;
      const code = Number.parseInt(four ?? eight ?? two, 16);
      return code > 0x10ffff ? whole : String.fromCodePoint(code);
    },
  );
}
