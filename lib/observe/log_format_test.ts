// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import type { LogEntry } from "./log_entry.ts";
import { formatEntry, type LogFormat } from "./log_format.ts";
import { continuationText, parseLogLine } from "./parse_log_line.ts";

const entry: LogEntry = {
  timeMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  level: "warning",
  category: "llmspell.jupyter",
  message: "Dropped 3 messages",
  properties: { count: 3, session_id: "main", reason: "no more room", more: { a: [1] } },
  shown: ["count"],
};

const forms: readonly [LogFormat, string][] = [
  [
    "text",
    "2026-01-02T03:04:05.678Z WARNING llmspell.jupyter: Dropped 3 messages " +
    'session_id=main reason="no more room" more={"a":[1]}\n',
  ],
  [
    "json",
    '{"ts":"2026-01-02T03:04:05.678Z","level":"warning","category":"llmspell.jupyter","message":"Dropped 3 messages",' +
    '"properties":{"count":3,"session_id":"main","reason":"no more room","more":{"a":[1]}}}\n',
  ],
  ["compact", "2026-01-02T03:04:05Z W jupyter: Dropped 3 messages\n"],
];

for (const [format, line] of forms) {
  Deno.test(`formatEntry() writes ${format}`, () => assert.equal(formatEntry(entry, format), line));
}

Deno.test("formatEntry() writes pretty in local time, with colours only when asked", () => {
  const plain = formatEntry(entry, "pretty");
  assert.match(
    plain,
    /^\d{4}-\d\d-\d\d \d\d:\d\d:05\.678 WARNING jupyter Dropped 3 messages session_id=main/,
  );
  const coloured = formatEntry(entry, "pretty", true);
  assert.ok(coloured.includes("\x1b[33mWARNING\x1b[0m"));
  // deno-lint-ignore no-control-regex
  assert.equal(coloured.replaceAll(/\x1b\[[\d;]*m/g, ""), plain);
});

Deno.test("formatEntry() continues messages and stacks of errors in indented lines", () => {
  const error = {
    name: "Error",
    message: "no",
    stack: "Error: no\n    at x",
    cause: { stack: "C" },
  };
  const text = formatEntry({ ...entry, message: "One\ntwo", properties: { error } }, "text");
  assert.deepEqual(text.split("\n").slice(1), [
    "    two error=no",
    "    Error: no",
    "        at x",
    "    caused by:",
    "    C",
    "",
  ]);
});

Deno.test("formatEntry() shows properties that the message does not, when nobody says which it has", () => {
  const { shown: _, ...unknown } = entry;
  assert.match(formatEntry(unknown, "text"), /messages session_id=main reason=/);
});

Deno.test("formatEntry() cuts a compact line at 160 characters", () => {
  const line = formatEntry({ ...entry, message: "x".repeat(1000) }, "compact");
  assert.equal(line.length, 161);
  assert.ok(line.endsWith("x…\n"));
});

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom("\n", "\r", "\x1b", "\u2028", "\u202e"),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  ),
});

Deno.test("formatEntry() makes one entry's lines of any entry, in every form", () => {
  fc.assert(fc.property(
    anyText,
    fc.dictionary(anyText, fc.oneof(anyText, fc.integer())),
    fc.constantFrom<LogFormat>("text", "json", "compact"),
    (message, properties, format) => {
      const text = formatEntry({ ...entry, message, properties, shown: [] }, format);
      const [first, ...more] = text.split("\n").slice(0, -1);
      assert.ok(text.endsWith("\n"));
      assert.ok(parseLogLine(first!) !== undefined, first);
      for (const line of more) assert.equal(parseLogLine(line), undefined, line);
      // deno-lint-ignore no-control-regex
      assert.doesNotMatch(text, /[\0-\x08\x0b-\x1f\x7f]/);
    },
  ));
});

Deno.test("parseLogLine() reads back what formatEntry() wrote as json, whatever it holds", () => {
  fc.assert(fc.property(anyText, fc.dictionary(anyText, fc.jsonValue()), (text, values) => {
    const properties = JSON.parse(JSON.stringify(values));
    const message = text.toWellFormed();
    const { shown: _, ...written } = { ...entry, message, properties };
    assert.deepEqual(parseLogLine(formatEntry(written, "json").trimEnd()), written);
  }));
});

Deno.test("parseLogLine() reads text and compact lines, and no others", () => {
  const expected = { ...entry, properties: {}, message: "Dropped 3 messages" };
  const { shown: _, ...read } = expected;
  const plain = { ...entry, properties: {}, shown: [] };
  assert.deepEqual(parseLogLine(formatEntry(plain, "text").trimEnd()), read);
  assert.deepEqual(parseLogLine(formatEntry(plain, "compact").trimEnd()), {
    ...read,
    timeMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  });
  for (
    const line of [
      "",
      "    at x",
      "{",
      "{}",
      "[1]",
      '{"level":"loud","message":"x"}',
      "2026-01-02T03:04:05Z X a: b",
    ]
  ) {
    assert.equal(parseLogLine(line), undefined, line);
  }
});

Deno.test("continuationText() takes away what marks a line as one", () => {
  assert.equal(continuationText("        at x"), "    at x");
  assert.equal(continuationText("thread panicked"), "thread panicked");
});
