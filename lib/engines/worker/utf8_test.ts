// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { utf8Boundary } from "./utf8.ts";

Deno.test("utf8Boundary() never splits a character of valid text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.nat(), (text, at) => {
    const bytes = new TextEncoder().encode(text);
    const length = Math.min(at, bytes.length);
    const end = utf8Boundary(bytes, length);
    assert(length - end <= 3);
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const whole = decoder.decode(bytes);
    assert(whole.startsWith(decoder.decode(bytes.subarray(0, end))));
  }));
});

Deno.test("utf8Boundary() keeps bytes that begin no character", () => {
  for (const bytes of [[0xff], [0x61, 0x80], [0xf5], [0xc1], [0x80, 0x80, 0x80, 0x80]]) {
    assert.equal(utf8Boundary(Uint8Array.from(bytes), bytes.length), bytes.length);
  }
});

Deno.test("utf8Boundary() cuts before an unfinished character", () => {
  assert.equal(utf8Boundary(Uint8Array.from([0x61, 0xf0, 0x9f, 0x98]), 4), 1);
  assert.equal(utf8Boundary(Uint8Array.from([0x61, 0xc3]), 2), 1);
});
