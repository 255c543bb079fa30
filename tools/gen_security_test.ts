// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { catalogue } from "../tests/contracts/hostile/mod.ts";
import { languageTables, securityDocument, seen } from "./gen_security.ts";

const attempts = Object.entries(catalogue).flatMap(([language, groups]) =>
  groups.flatMap(({ attempts }) => attempts.map((attempt) => ({ language, ...attempt })))
);

Deno.test("seen() tells the text of an expression, or what the attempt says itself", () => {
  const attempt = { tried: "", code: "", expected: /^Error: Cannot read ".*": no$|^never/ };
  assert.equal(seen(attempt), "`Error: Cannot read … : no`");
  assert.equal(seen({ ...attempt, sees: "nothing" }), "nothing");
});

Deno.test("seen() gives a reader no syntax of expressions for any attempt", () => {
  for (const { language, tried, expected, sees } of attempts) {
    if (sees !== undefined) continue;
    const first = expected.source.split("|")[0] ?? "";
    assert.doesNotMatch(first, /(?<!\\)[([{+?]|\\[dws]/, `${language}: ${tried}`);
  }
});

Deno.test("the catalogue has forty scripts for each language, and no two of one name", () => {
  for (const language of Object.keys(catalogue)) {
    const names = attempts.filter((attempt) => attempt.language === language)
      .map(({ tried }) => tried);
    assert(names.length >= 40, language);
    assert.equal(new Set(names).size, names.length, language);
  }
});

Deno.test("languageTables() keeps a bar within its cell", () => {
  const attempt = { tried: "a|b", code: "", expected: /x/ };
  const text = languageTables("X", [{ group: "some", attempts: [attempt] }]);
  assert.match(text, /^### X: 1 scripts\n\n#### Some\n[^]*\| a\\\|b \| `x` \|/);
});

Deno.test("securityDocument() refuses a text without the mark of its tables", async () => {
  await assert.rejects(securityDocument("# Security\n"), SyntaxError);
});
