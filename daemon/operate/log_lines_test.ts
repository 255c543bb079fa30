// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { openLogFiles } from "./log_files.ts";
import { entriesOf, readEntries, readEntriesBackward, readNewLines } from "./log_lines.ts";

const head = (text: string): string => `2026-01-02T03:04:05.678Z INFO    llmspell: ${text}`;

async function withLog(
  text: string,
  body: (path: string) => Promise<void>,
): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".log" });
  try {
    await Deno.writeTextFile(path, text);
    await body(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("entriesOf() gives lines before the first entry as one without time", () => {
  const [first, second, ...more] = entriesOf(["thread panicked", "at x", head("one")]);
  assert.equal(first?.message, "thread panicked\nat x");
  assert.ok(Number.isNaN(first?.timeMs));
  assert.equal(second?.message, "one");
  assert.deepEqual(more, []);
});

Deno.test("readEntriesBackward() gives what readEntries() gives, in the other order, whatever is there", async () => {
  const line = fc.oneof(
    fc.string().map((text) => head(text.replaceAll("\n", " "))),
    fc.string({ unit: "grapheme" }).map((text) => `    ${text.replaceAll("\n", " ")}`),
    fc.constantFrom("", " ", "é".repeat(40_000), head("x".repeat(70_000))),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(line),
      fc.boolean(),
      (lines, ended) =>
        withLog(lines.join("\n") + (ended ? "\n" : ""), async (path) => {
          const [file] = openLogFiles(path);
          using _file = file;
          const forward = await Array.fromAsync(readEntries(file!, file!.info.size));
          const backward = [...readEntriesBackward(file!, file!.info.size)];
          assert.deepEqual(backward.reverse(), forward);
        }),
    ),
    { numRuns: 60 },
  );
});

Deno.test("readNewLines() leaves a line alone that is still being written", async () => {
  await withLog("one\ntwo\nthr", async (path) => {
    const [file] = openLogFiles(path);
    using _file = file;
    assert.deepEqual(readNewLines(file!.file, 4), [["two"], 8]);
    assert.deepEqual(readNewLines(file!.file, 8), [[], 8]);
    await Deno.writeTextFile(path, "ee\n", { append: true });
    assert.deepEqual(readNewLines(file!.file, 8), [["three"], 14]);
  });
});
