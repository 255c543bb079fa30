// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { errorContent, isUnexpected, keyMissing } from "./errors.ts";

Deno.test("errorContent() gives code and hint of a KernelError", () => {
  const content = errorContent(keyMissing("tcp"));
  assert.equal(content.ename, "KernelError");
  assert.match(
    content.traceback.join("\n"),
    /^jupyter\.key_missing: Cannot listen on "tcp".*\nGive/,
  );
});

Deno.test("errorContent() gives name and message of another error, and no stack", () => {
  assert.deepEqual(errorContent(new RangeError("Cannot count")), {
    status: "error",
    ename: "RangeError",
    evalue: "Cannot count",
    traceback: ["RangeError: Cannot count"],
  });
});

Deno.test("errorContent() takes what is thrown and is no Error", () => {
  assert.equal(errorContent("text").evalue, "text");
});

Deno.test("isUnexpected() is true of errors that nobody planned", () => {
  assert.equal(isUnexpected(keyMissing("tcp")), false);
  assert.equal(isUnexpected(new TypeError("Cannot read")), false);
  assert.equal(isUnexpected(new Error("bug")), true);
});
