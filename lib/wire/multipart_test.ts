// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { DELIMITER, isDelimiter, joinMessage, splitMessage } from "./multipart.ts";

const frame = fc.uint8Array({ maxLength: 40 });
const identity = frame.filter((bytes) => !isDelimiter(bytes));

Deno.test("splitMessage() gives back what joinMessage() was given", () => {
  fc.assert(fc.property(
    fc.array(identity, { maxLength: 4 }),
    fc.array(fc.oneof(frame, fc.constant(DELIMITER)), { minLength: 5, maxLength: 9 }),
    (identities, parts) => {
      const [heads, rest] = splitMessage(joinMessage(identities, parts));
      assert.deepEqual(heads, identities);
      assert.deepEqual(rest, parts);
    },
  ));
});

Deno.test("splitMessage() throws SyntaxError or splits, whatever the frames", () => {
  fc.assert(fc.property(fc.array(fc.oneof(frame, fc.constant(DELIMITER))), (frames) => {
    try {
      const [heads, rest] = splitMessage(frames);
      assert.equal(heads.length + 1 + rest.length, frames.length);
      assert.ok(rest.length >= 5);
    } catch (error) {
      assert.ok(error instanceof SyntaxError);
    }
  }));
});

Deno.test("joinMessage() throws RangeError when an identity is the delimiter", () => {
  assert.throws(() => joinMessage([DELIMITER], []), RangeError);
});
