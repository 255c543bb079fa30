// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { imageType, isBinaryType, toBase64 } from "./media.ts";

Deno.test("toBase64() is what every decoder reads back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60_000, size: "max" }), (bytes) => {
      assert.equal(
        toBase64(bytes),
        btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join("")),
      );
    }),
    { numRuns: 20 },
  );
});

Deno.test("imageType() knows images by their first bytes", () => {
  assert.equal(imageType(Uint8Array.from([0x89, 0x50, 0x4e, 0x47])), "image/png");
  assert.equal(imageType(new TextEncoder().encode("<svg/>")), "image/svg+xml");
  assert.equal(imageType(new TextEncoder().encode("text")), undefined);
});

Deno.test("isBinaryType() takes SVG as text", () => {
  assert.equal(isBinaryType("image/png"), true);
  assert.equal(isBinaryType("image/svg+xml"), false);
  assert.equal(isBinaryType("text/html"), false);
});
