// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { columnsOf, findPrograms, languages, type Places } from "./programs.ts";

const places: Places = {
  program: "/repo/dist/llmspell",
  deno: "/bin/deno",
  python: "/venv/bin/python",
  basePython: "/usr/bin/python3",
  lua: "/usr/bin/lua5.4",
  modules: "/tmp/modules",
};

Deno.test("findPrograms() has llmspell and its peer for each language, in their order", () => {
  assert.deepEqual(
    findPrograms(places, languages).map(({ name }) => name),
    languages.flatMap((language) => [...columnsOf(language)]),
  );
});

Deno.test("findPrograms() leaves out a Lua that is not installed", () => {
  const found = findPrograms({ ...places, lua: undefined }, ["lua"]);
  assert.deepEqual(found.map(({ name }) => name), ["llmspell lua"]);
});

Deno.test("findPrograms() gives every program a way to run code, and the same computations", () => {
  const names = findPrograms(places, languages).map((program) => {
    const { kernel, reader, version, cells, computations, command } = program;
    assert.ok(kernel === null ? reader.length > 0 && version.length > 0 : true, program.name);
    assert.ok(kernel?.argv.includes("{connection_file}") ?? true, program.name);
    assert.ok(cells.flood.includes("{lines}") && cells.spin.includes("spinning"), program.name);
    assert.ok(command.argv.includes("{script}") && command.script.includes("hello"), program.name);
    return computations.map(({ name }) => name).join();
  });
  assert.equal(new Set(names).size, 1);
});

Deno.test("findPrograms() has sources run by Deno, from a copy of it where a script is run", () => {
  const [own] = findPrograms({ ...places, program: "/repo/main.ts" }, ["lua"]);
  assert.equal(own?.kernel?.argv[0], "/bin/deno");
  assert.ok(own?.kernel?.argv.includes("/repo/main.ts"));
  assert.equal(own?.command.executable, "/bin/deno");
  assert.deepEqual(own?.command.argv.slice(-3), ["/repo/main.ts", "run", "{script}"]);
});
