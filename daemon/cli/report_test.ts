// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { KernelError } from "../../lib/errors.ts";
import { UsageError } from "./errors.ts";
import { describeError, reportError } from "./report.ts";
import { BrokenOutput, type Terminal } from "./terminal.ts";

function terminal(): Terminal & { text(): string } {
  let written = "";
  return {
    write: () => assert.fail("errors belong on standard error"),
    writeError: (text) => void (written += text),
    input: ReadableStream.from([] as Uint8Array[]),
    hidden: (work) => work(false),
    colour: false,
    errorColour: false,
    text: () => written,
  };
}

Deno.test("reportError() shows a KernelError in one line with its hint, and fails", () => {
  const output = terminal();
  assert.equal(reportError(new KernelError("a.b", "Cannot fly: no wings", "grow some"), output), 1);
  assert.equal(output.text(), "llmspell: Cannot fly: no wings\n  hint: grow some\n");
});

Deno.test("reportError() exits with 2 when the command line is wrong", () => {
  assert.equal(reportError(new UsageError("Cannot x: y", "z"), terminal()), 2);
});

Deno.test("reportError() says nothing when the reader of the output has gone", () => {
  const output = terminal();
  assert.equal(reportError(new BrokenOutput(), output), 141);
  assert.equal(output.text(), "");
});

Deno.test("describeError() shows an unexpected error whole", () => {
  const text = describeError(new RangeError("odd"), false);
  assert.match(text, /internal error/);
  assert.match(text, /RangeError: odd\n +at /);
});

Deno.test("describeError() colours for a terminal alone", () => {
  const error = new KernelError("a.b", "Cannot fly: no wings", "");
  assert.equal(describeError(error, true), "\x1b[31mllmspell:\x1b[0m Cannot fly: no wings\n");
});
