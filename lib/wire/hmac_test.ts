// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { Signer } from "./hmac.ts";

Deno.test("Signer.sign() agrees with createHmac() for any key and frames", () => {
  fc.assert(fc.property(
    fc.uint8Array({ minLength: 1, maxLength: 200 }),
    fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }),
    (key, frames) => {
      const hmac = createHmac("sha256", key);
      for (const frame of frames) hmac.update(frame);
      const signature = new Signer(key).sign(frames);
      assert.equal(new TextDecoder().decode(signature), hmac.digest("hex"));
    },
  ));
});

Deno.test("Signer.sign() agrees with createHmac() around the size of one call", () => {
  const key = new Uint8Array(32).fill(7);
  const signer = new Signer(key);
  for (const length of [16_383, 16_384, 16_385, 1_000_000]) {
    const frame = new Uint8Array(length).fill(length & 255);
    const expected = createHmac("sha256", key).update(frame).digest("hex");
    assert.equal(new TextDecoder().decode(signer.sign([frame])), expected);
  }
});

Deno.test("Signer.verify() refuses a signature when any bit of frames or signature differs", () => {
  const signer = new Signer(new Uint8Array([1, 2, 3]));
  fc.assert(fc.property(
    fc.uint8Array({ minLength: 1, maxLength: 100 }),
    fc.nat(),
    fc.nat(7),
    (frame, where, bit) => {
      const signature = signer.sign([frame]);
      assert.ok(signer.verify([frame], signature));
      const changed = frame.slice();
      changed[where % frame.length]! ^= 1 << bit;
      assert.ok(!signer.verify([changed], signature));
      signature[where % signature.length]! ^= 1 << bit;
      assert.ok(!signer.verify([frame], signature));
    },
  ));
});

Deno.test("Signer.verify() refuses a missing signature when there is a key", () => {
  assert.ok(!new Signer(new Uint8Array([1])).verify([], new Uint8Array()));
});

Deno.test("Signer.verify() accepts only an empty signature when the key is empty", () => {
  const signer = new Signer(new Uint8Array());
  assert.equal(signer.sign([new Uint8Array([1])]).length, 0);
  assert.ok(signer.verify([], new Uint8Array()));
  assert.ok(!signer.verify([], new Uint8Array([1])));
});
