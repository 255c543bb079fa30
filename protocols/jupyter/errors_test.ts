// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import {
  clientLimit,
  errorAdvice,
  errorContent,
  isFailure,
  isMistake,
  keyMissing,
} from "./errors.ts";

Deno.test("errorContent() gives code and hint of a KernelError", () => {
  const content = errorContent(keyMissing("tcp"));
  assert.equal(content.ename, "KernelError");
  assert.match(
    content.traceback.join("\n"),
    /^jupyter\.key_missing: Cannot listen on "tcp".*\nGive/,
  );
});

Deno.test("errorContent() names a bug InternalError", () => {
  assert.equal(errorContent(new Error("bug")).ename, "InternalError");
});

Deno.test("errorContent() gives name and message of a caller's mistake, and no stack", () => {
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

Deno.test("errorContent() gives clients a name for the limit of clients", () => {
  assert.equal(errorContent(clientLimit(10)).ename, "ClientLimitError");
});

Deno.test("errorAdvice() gives a code and a hint for whatever was thrown", () => {
  assert.equal(errorAdvice(keyMissing("tcp")).code, "jupyter.key_missing");
  assert.equal(errorAdvice(new TypeError("Cannot read")).code, "request.invalid");
  assert.equal(errorAdvice("text").code, "internal");
});

Deno.test("isFailure() is false of mistakes and refusals", () => {
  assert.equal(isFailure(new TypeError("Cannot read")), false);
  assert.equal(isFailure(clientLimit(10)), false);
  assert.equal(isFailure(keyMissing("tcp")), true);
  assert.equal(isFailure(new Error("bug")), true);
});

Deno.test("isMistake() is true of the errors that callers cause", () => {
  assert.equal(isMistake(keyMissing("tcp")), false);
  assert.equal(isMistake(new TypeError("Cannot read")), true);
  assert.equal(isMistake(new Error("bug")), false);
});
