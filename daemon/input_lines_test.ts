// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { KernelError } from "../lib/errors.ts";
import { InputLines } from "./input_lines.ts";

const never = new AbortController().signal;

function stream(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return ReadableStream.from(chunks) as ReadableStream<Uint8Array>;
}

async function readAll(lines: InputLines): Promise<string[]> {
  const read: string[] = [];
  try {
    for (;;) read.push(await lines.next(never));
  } catch (error) {
    assert.ok(error instanceof KernelError && error.code === "input.eof");
    return read;
  }
}

Deno.test("InputLines.next() gives the same lines however the bytes are cut", async () => {
  const line = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[\r\n]/g, "_"));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 7 }), async (texts, size) => {
      const bytes = new TextEncoder().encode(texts.map((text) => `${text}\n`).join(""));
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
      await using lines = new InputLines(() => stream(chunks));
      assert.deepEqual(await readAll(lines), texts);
    }),
  );
});

Deno.test("InputLines.next() gives the last line when it has no end, and drops carriage returns", async () => {
  await using lines = new InputLines(() => stream([new TextEncoder().encode("a\r\nb")]));
  assert.deepEqual(await readAll(lines), ["a", "b"]);
});

Deno.test("InputLines.next() keeps the input for the next call when its signal aborts", async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  await using lines = new InputLines(() => readable);
  const stop = new AbortController();
  const waiting = lines.next(stop.signal);
  stop.abort(new Error("stop"));
  await assert.rejects(waiting, /stop/);
  const writer = writable.getWriter();
  const written = writer.write(new TextEncoder().encode("late\n"));
  assert.equal(await lines.next(never), "late");
  await written;
});

Deno.test("InputLines leaves the stream unopened when nothing is read", async () => {
  let opened = false;
  {
    await using _lines = new InputLines(() => {
      opened = true;
      return stream([]);
    });
  }
  assert.equal(opened, false);
});

Deno.test("InputLines.nextTyped() ends a line at Enter and takes back what Backspace erased", async () => {
  const typed = ["se", "x\x7fcr", "\x7f\x7f\x7f\x7f\x7fab\rnext\n"];
  const chunks = typed.map((text) => new TextEncoder().encode(text));
  await using lines = new InputLines(() => stream(chunks));
  assert.equal(await lines.nextTyped(never), "ab");
  assert.equal(await lines.next(never), "next");
});
