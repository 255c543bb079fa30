// SPDX-License-Identifier: Apache-2.0 OR MIT
// Source text with marks, for tests: `print(‹greet›)` marks a stretch, `str‸ing` a cursor.

/** Source without its marks, and where they were. */
export interface MarkedSource {
  readonly code: string;
  /** Stretches in `«»` and `‹›`, in order. */
  readonly stretches: readonly { readonly start: number; readonly end: number }[];
  /** Place of `‸`; the end where there is none. */
  readonly cursor: number;
}

/** Takes the marks out of source. @throws {SyntaxError} when a stretch is closed that was not opened */
export function marked(source: string): MarkedSource {
  const stretches: { start: number; end: number }[] = [];
  const open: { start: number; end: number }[] = [];
  let code = "";
  let cursor: number | undefined;
  for (const character of source) {
    if (character === "‸") cursor = code.length;
    else if (character === "«" || character === "‹") {
      const stretch = { start: code.length, end: code.length };
      stretches.push(stretch);
      open.push(stretch);
    } else if (character === "»" || character === "›") {
      const stretch = open.pop();
      if (stretch === undefined) {
        throw new SyntaxError(`Cannot read marks: "${character}" at ${code.length} closes nothing`);
      }
      stretch.end = code.length;
    } else code += character;
  }
  return { code, stretches, cursor: cursor ?? code.length };
}
