// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * The candidate nearest to a mistyped name, by the number of letters added, dropped, replaced or swapped with
 * their neighbour.
 *
 * @returns `undefined` when nothing is within a third of the name's length, or 2 letters if that is more
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(nearestName("isntall", ["start", "install"]), "install");
 * assert.equal(nearestName("xyz", ["start", "install"]), undefined);
 * ```
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name, candidate);
    if (distance < bestDistance && distance < candidate.length) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Optimal string alignment distance. @see Damerau, "A technique for computer detection of spelling errors" */
export function editDistance(a: string, b: string): number {
  let previous: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, previous[j - 2]! + 1);
      }
      next.push(least);
    }
    previous = row;
    row = next;
  }
  return row[b.length]!;
}
