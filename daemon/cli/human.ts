// SPDX-License-Identifier: Apache-2.0 OR MIT
// Figures and foreign texts as people read them on a terminal.

const byteUnits = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/**
 * Bytes with a unit of 1024, three digits at most.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(humanBytes(999), "999 B");
 * assert.equal(humanBytes(44_354_765), "42.3 MiB");
 * ```
 */
export function humanBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${
    byteUnits[unit]
  }`;
}

/**
 * A span of time by its two largest units.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(humanSeconds(0.25), "250 ms");
 * assert.equal(humanSeconds(59.94), "59.9 s");
 * assert.equal(humanSeconds(93_784), "1 d 2 h");
 * ```
 */
export function humanSeconds(seconds: number): string {
  if (seconds < 0.9995) return `${Math.max(0, Math.round(seconds * 1000))} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 86_400), "d"],
    [Math.floor(whole / 3_600) % 24, "h"],
    [Math.floor(whole / 60) % 60, "min"],
    [whole % 60, "s"],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return parts.slice(first, first + 2).filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`).join(" ");
}

/** A moment: `2026-11-25 13:17:05Z`. */
export function humanTime(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime())
    ? "unknown"
    : `${date.toISOString().slice(0, 19)}Z`.replace("T", " ");
}

/**
 * A text that came from elsewhere, without what would move the cursor or colour the rest.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(printable("a\x1b[31mb\n"), "a\\x1b[31mb\\x0a");
 * ```
 */
export function printable(text: string): string {
  return text.replace(
    // deno-lint-ignore no-control-regex
    /[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (char) => {
      const code = char.charCodeAt(0);
      return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
    },
  );
}
