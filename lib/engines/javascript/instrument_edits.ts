// SPDX-License-Identifier: Apache-2.0 OR MIT
// Insertions into a text, and the way back from positions in the result.

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** For each line, from 0: columns of the result where insertions begin, and their lengths. */
export type ColumnShifts = ReadonlyMap<
  number,
  readonly (readonly [column: number, length: number])[]
>;

/** Collects insertions; none holds a line break. At one offset what closes comes before what opens. */
export class Insertions {
  readonly #opening: Insertion[] = [];
  readonly #closing: Insertion[] = [];

  /** Inserts before what begins at `at`. What is around is opened first. */
  open(at: number, text: string): void {
    if (text !== "") this.#opening.push({ at, text });
  }

  /** Inserts behind what ends at `at`. What is inside is closed first. */
  close(at: number, text: string): void {
    if (text !== "") this.#closing.push({ at, text });
  }

  /** The text with all insertions. */
  apply(source: string): { readonly code: string; readonly shifts: ColumnShifts } {
    const all = [...this.#closing, ...this.#opening].sort((a, b) => a.at - b.at);
    const shifts = new Map<number, (readonly [number, number])[]>();
    const parts: string[] = [];
    let from = 0, line = 0, column = 0;
    for (const { at, text } of all) {
      const part = source.slice(from, at);
      const ends = part.split("\n");
      line += ends.length - 1;
      column = (ends.length > 1 ? 0 : column) + ends.at(-1)!.length;
      const list = shifts.get(line) ?? [];
      if (list.length === 0) shifts.set(line, list);
      list.push([column, text.length]);
      parts.push(part, text);
      column += text.length;
      from = at;
    }
    parts.push(source.slice(from));
    return { code: parts.join(""), shifts };
  }
}

/** Column of the source for one of the result, both from 0. */
export function sourceColumn(shifts: ColumnShifts, line: number, column: number): number {
  let inserted = 0;
  for (const [start, length] of shifts.get(line) ?? []) {
    if (start >= column) break;
    inserted += Math.min(length, column - start);
  }
  return column - inserted;
}
