// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { parseOptions, usage } from "./options.ts";

Deno.test("parseOptions() fills in every default", () => {
  assert.deepEqual(parseOptions([]), { help: false, quick: false, rounds: 5, format: "text" });
});

Deno.test("parseOptions() takes one round when quick, unless more are asked for", () => {
  assert.equal(parseOptions(["--quick"]).rounds, 1);
  assert.equal(parseOptions(["--quick", "--rounds", "7"]).rounds, 7);
});

Deno.test("parseOptions() refuses a value that is not allowed and names it", () => {
  for (const rounds of ["0", "-1", "1.5", "100", "many", ""]) {
    assert.throws(() => parseOptions([`--rounds=${rounds}`]), RangeError);
  }
  assert.throws(() => parseOptions(["--format", "xml"]), /"xml" is none of text, json, markdown/);
});

Deno.test("parseOptions() refuses an unknown option and a stray word", () => {
  assert.throws(() => parseOptions(["--fast"]), TypeError);
  assert.throws(() => parseOptions(["fast"]), TypeError);
});

Deno.test("usage names every option", () => {
  for (const option of ["--quick", "--rounds", "--format", "--help"]) {
    assert.ok(usage.includes(option), option);
  }
});
