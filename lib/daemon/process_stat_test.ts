// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { parseProcStat, parsePs } from "./process_stat.ts";

const units = { ticksPerSecond: 100, pageBytes: 4_096, bootMs: 1_000_000 };
const tail =
  "1 42 42 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 5 0 12345 1000000 277 18446744073709551615";

Deno.test("parseProcStat() reads state, start, time and memory", () => {
  assert.deepEqual(parseProcStat(`42 (deno) S ${tail} 1 1`, units), {
    state: "S",
    startMs: 1_123_450,
    cpuSeconds: 3,
    rssBytes: 277 * 4_096,
  });
});

Deno.test("parseProcStat() is not misled by a name with parentheses and spaces", () => {
  const stat = parseProcStat(`42 (a) Z (b) S ${tail} 1 1`, units);
  assert.deepEqual([stat?.state, stat?.startMs], ["S", 1_123_450]);
});

Deno.test("parseProcStat() finds nothing in a text that was cut off", () => {
  assert.equal(parseProcStat("42 (deno) S 1", units), undefined);
  assert.equal(parseProcStat("", units), undefined);
});

Deno.test("parsePs() reads state, memory, time and start", () => {
  assert.deepEqual(parsePs("Ss    1136   0:02.50 Mon Jan  5 12:34:56 2026    \n"), {
    state: "S",
    startMs: new Date(2026, 0, 5, 12, 34, 56).getTime(),
    cpuSeconds: 2.5,
    rssBytes: 1_136 * 1_024,
  });
});

Deno.test("parsePs() reads hours and days", () => {
  const seconds = (time: string) => parsePs(`S 1 ${time} Mon Jan  5 12:34:56 2026`)?.cpuSeconds;
  assert.equal(seconds("01:02:03"), 3_723);
  assert.equal(seconds("2-01:02:03"), 2 * 86_400 + 3_723);
  assert.equal(seconds("0:00"), 0);
});

Deno.test("parsePs() finds nothing where ps says nothing", () => {
  assert.equal(parsePs(""), undefined);
  assert.equal(parsePs("S 1 0:00 never 99:99"), undefined);
});
