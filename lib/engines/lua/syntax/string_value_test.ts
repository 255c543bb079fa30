// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { stringValue } from "./string_value.ts";

Deno.test("stringValue() reads escapes of short strings", () => {
  assert.equal(stringValue(`"a\\n\\t\\"\\\\\\'b"`), `a\n\t"\\'b`);
  assert.equal(stringValue("'\\65\\0661\\x43\\u{44}'"), "AB1CD");
  assert.equal(stringValue("'a\\z \n  b\\\r\nc'"), "ab\nc");
});

Deno.test("stringValue() joins escaped bytes to UTF-8", () => {
  assert.equal(stringValue("'\\xc3\\xa9\\195\\169é😀'"), "éé" + "é😀");
  assert.equal(stringValue("'\\xff'"), "\ufffd");
  assert.equal(stringValue("'\\u{7FFFFFFF}'"), "\ufffd");
});

Deno.test("stringValue() reads long strings without their first line end", () => {
  assert.equal(stringValue("[[a\\n]]"), "a\\n");
  assert.equal(stringValue("[==[\r\na]]\r\nb]==]"), "a]]\nb");
});
