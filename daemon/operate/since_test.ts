// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { UsageError } from "../cli/errors.ts";
import { readSince } from "./since.ts";

const now = Date.UTC(2026, 5, 15, 12);

Deno.test("readSince() counts back from now, by one unit or several", () => {
  const ago = (text: string): number => (now - readSince("--since", text, now)) / 1000;
  assert.deepEqual(["90s", "10m", "10min", "2h", "1h30m", "1.5h", "1d", "2w", " 1H "].map(ago), [
    90,
    600,
    600,
    7200,
    5400,
    5400,
    86_400,
    1_209_600,
    3600,
  ]);
});

Deno.test("readSince() reads dates and times, those without a zone as local", () => {
  const read = (text: string): number => readSince("--since", text, now);
  assert.equal(read("2026-01-31T08:00Z"), Date.UTC(2026, 0, 31, 8));
  assert.equal(read("2026-01-31 08:00:30.5+0200"), Date.UTC(2026, 0, 31, 6, 0, 30, 500));
  assert.equal(read("2026-01-31T08:00"), new Date(2026, 0, 31, 8).getTime());
  assert.equal(read("2026-01-31"), new Date(2026, 0, 31).getTime());
});

Deno.test("readSince() throws UsageError for what is neither", () => {
  for (const text of ["", "10", "soon", "10x", "-5m", "2026-13-01", "2026-01-31T25:00", "1h,2m"]) {
    assert.throws(() => readSince("--since", text, now), UsageError, text);
  }
});
