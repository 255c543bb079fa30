// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { TextSlab } from "./text_slab.ts";

Deno.test("TextSlab.encode() agrees with TextEncoder and leaves earlier texts as they were", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.nat(3_000).map((length) => "é𨭎\ud800".repeat(length)),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 40 }), (texts) => {
      const slab = new TextSlab();
      const encoded = texts.map((text) => slab.encode(text));
      const expected = texts.map((text) => new TextEncoder().encode(text));
      for (const [at, bytes] of encoded.entries()) {
        assert.ok(bytes.length === expected[at]?.length);
        assert.ok(bytes.every((byte, index) => byte === expected[at]?.[index]));
      }
    }),
    { numRuns: 30 },
  );
});
