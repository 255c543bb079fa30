// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { readinessLines } from "./readiness_lines.ts";

function streamOf(...chunks: string[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  return ReadableStream.from(chunks).pipeThrough(new TextEncoderStream());
}

Deno.test("readinessLines() puts lines together, however they are cut", async () => {
  const stream = streamOf(
    '{"type":"spaw',
    'ned","pid":7}\n{"type":"progress","text":"é"}\n',
    '{"type":"ready","pid":7,"info":null}\n{"type":"fai',
  );
  const messages = await Array.fromAsync(readinessLines(stream, new AbortController().signal));
  assert.deepEqual(messages, [
    { type: "spawned", pid: 7 },
    { type: "progress", text: "é" },
    { type: "ready", pid: 7, info: null },
  ]);
});

Deno.test("readinessLines() passes over what is no message", async () => {
  const stream = streamOf('hello\nnull\n[1]\n{"type":"other"}\n{"type":"spawned","pid":7}\n\n');
  const messages = await Array.fromAsync(readinessLines(stream, new AbortController().signal));
  assert.deepEqual(messages, [{ type: "spawned", pid: 7 }]);
});

Deno.test("readinessLines() cancels the stream when the reader has enough", async () => {
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"type":"ready"}\n')),
    cancel: () => void (cancelled = true),
  });
  for await (const message of readinessLines(stream, new AbortController().signal)) {
    assert.equal(message.type, "ready");
    break;
  }
  assert.equal(cancelled, true);
});

Deno.test("readinessLines() rejects with the reason when the signal aborts meanwhile", async () => {
  const stop = new AbortController();
  const reason = new Error("enough");
  const messages = Array.fromAsync(readinessLines(new ReadableStream(), stop.signal));
  stop.abort(reason);
  await assert.rejects(messages, reason);
});
