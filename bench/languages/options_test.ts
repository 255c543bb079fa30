// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { parseOptions, usage } from "./options.ts";
import { parts } from "./plan.ts";
import { languages } from "./programs.ts";

Deno.test("parseOptions() fills in every default", () => {
  assert.deepEqual(parseOptions([]), {
    ...{ help: false, quick: false, languages, parts, program: undefined, rounds: 2 },
    format: "text",
  });
});

Deno.test("parseOptions() keeps the fixed order of languages and parts, whatever order is asked for", () => {
  const options = parseOptions(
    ["--language=python", "--language=lua", "--part", "run", "--part", "cpu", "--quick"],
  );
  assert.deepEqual(options.languages, ["lua", "python"]);
  assert.deepEqual(options.parts, ["cpu", "run"]);
  assert.equal(options.rounds, 1);
});

Deno.test("parseOptions() refuses a value that is not allowed and names it", () => {
  assert.throws(
    () => parseOptions(["--language=ruby"]),
    /"ruby" is none of lua, javascript, python/,
  );
  assert.throws(() => parseOptions(["--part=all"]), /--part: "all" is none of kernel, cpu/);
  assert.throws(() => parseOptions(["--rounds=0"]), RangeError);
});

Deno.test("usage names every option, language and part", () => {
  const words = ["--quick", "--language", "--part", "--program", "--rounds", "--format", "--help"];
  for (const word of [...words, ...languages, ...parts]) assert.ok(usage.includes(word), word);
});
