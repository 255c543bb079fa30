// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { checkImports, findCycle, type ModuleGraph, readImports, roomOf } from "./check_imports.ts";

const ROOT = "file:///repo/";

/** Builds the graph `deno info` would print: each file with the specifiers it imports. */
function graphOf(files: Record<string, readonly string[]>): ModuleGraph {
  const modules = Object.entries(files).map(([file, targets]) => ({
    specifier: ROOT + file,
    dependencies: targets.map((to) => ({
      code: { specifier: to.includes(":") ? to : ROOT + to },
    })),
  }));
  return { modules };
}

function rulesBroken(files: Record<string, readonly string[]>): string[] {
  return checkImports(readImports(graphOf(files), ROOT)).map(({ rule }) => rule);
}

Deno.test("roomOf() gives the room at its depth and nothing for files beside rooms", () => {
  assert.equal(roomOf("main.ts"), "main.ts");
  assert.equal(roomOf("lib/errors.ts"), "lib/errors.ts");
  assert.equal(roomOf("lib/kernel/lane.ts"), "lib/kernel");
  assert.equal(roomOf("lib/api/host/mod.ts"), "lib/api");
  assert.equal(roomOf("lib/engines/worker/mod.ts"), "lib/engines/worker");
  assert.equal(roomOf("protocols/jupyter/routes/execute.ts"), "protocols/jupyter");
  assert.equal(roomOf("daemon/commands/run.ts"), "daemon");
  assert.equal(roomOf("lib/stray.ts"), undefined);
});

Deno.test("readImports() keeps files of the repository when packages are in the graph too", () => {
  const graph = graphOf({
    "lib/zmq/mod.ts": ["npm:zod@4", "node:fs", "lib/errors.ts", "node_modules/zod/index.d.ts"],
  });
  assert.deepEqual(readImports(graph, ROOT), [{ from: "lib/zmq/mod.ts", to: "lib/errors.ts" }]);
});

Deno.test("readImports() counts an import once when it is both of values and of types", () => {
  const both = { specifier: `${ROOT}lib/errors.ts` };
  const graph = {
    modules: [{ specifier: `${ROOT}daemon/a.ts`, dependencies: [{ code: both, type: both }] }],
  };
  assert.equal(readImports(graph, ROOT).length, 1);
});

Deno.test("readImports() throws when a module of the graph could not be loaded", () => {
  const graph = { modules: [{ specifier: `${ROOT}lib/gone.ts`, error: "Module not found" }] };
  assert.throws(() => readImports(graph, ROOT), /Cannot read the imports of "file:.*not found/);
});

Deno.test("checkImports() accepts what the table names", () => {
  assert.deepEqual(
    rulesBroken({
      "main.ts": ["daemon/mod.ts"],
      "daemon/mod.ts": ["daemon/build.ts", "lib/kernel/mod.ts", "protocols/jupyter/mod.ts"],
      "daemon/build.ts": ["lib/engines/lua/mod.ts", "lib/errors.ts"],
      "lib/kernel/mod.ts": ["lib/contracts/mod.ts", "lib/store/mod.ts", "lib/kernel/lane.ts"],
      "lib/engines/lua/mod.ts": ["lib/engines/worker/mod.ts"],
      "protocols/jupyter/mod.ts": ["lib/wire/mod.ts", "lib/zmq/mod.ts", "lib/guard/mod.ts"],
    }),
    [],
  );
});

Deno.test("checkImports() names the file, the import and the rule when a protocol imports another", () => {
  const imports = [{ from: "protocols/dap/mod.ts", to: "protocols/jupyter/mod.ts" }];
  const [violation] = checkImports(imports);
  assert.equal(violation?.from, "protocols/dap/mod.ts");
  assert.equal(violation?.to, "protocols/jupyter/mod.ts");
  assert.match(violation?.rule ?? "", /^protocols\/dap may import lib\/contracts, /);
});

Deno.test("checkImports() refuses a file of another room when its mod.ts would be allowed", () => {
  assert.deepEqual(rulesBroken({ "daemon/mod.ts": ["lib/kernel/lane.ts"] }), [
    'across rooms only "lib/kernel/mod.ts" may be imported',
  ]);
});

Deno.test("checkImports() refuses every room but daemon when main.ts imports it", () => {
  assert.deepEqual(rulesBroken({ "main.ts": ["lib/errors.ts"] }), ["main.ts may import daemon"]);
});

Deno.test("checkImports() refuses one engine when another imports it", () => {
  assert.equal(rulesBroken({ "lib/engines/lua/a.ts": ["lib/engines/python/mod.ts"] }).length, 1);
});

Deno.test("checkImports() refuses tests and files beside rooms when a room imports them", () => {
  assert.equal(rulesBroken({ "lib/wire/mod.ts": ["tests/contracts/battery.ts"] }).length, 1);
  assert.equal(rulesBroken({ "daemon/mod.ts": ["tools/test.ts"] }).length, 1);
  assert.equal(rulesBroken({ "lib/wire/mod.ts": ["lib/stray.ts"] }).length, 1);
  assert.deepEqual(rulesBroken({ "lib/new/mod.ts": ["lib/errors.ts"] }), [
    '"lib/new" is no room of the table',
  ]);
});

Deno.test("findCycle() names the rooms in order when they import each other", () => {
  const graph = graphOf({
    "lib/a/mod.ts": ["lib/b/mod.ts"],
    "lib/b/one.ts": ["lib/c/mod.ts"],
    "lib/c/mod.ts": ["lib/b/mod.ts"],
  });
  assert.deepEqual(findCycle(readImports(graph, ROOT)), ["lib/b", "lib/c", "lib/b"]);
});

Deno.test("findCycle() finds nothing when two ways lead to one room", () => {
  const graph = graphOf({
    "daemon/mod.ts": ["lib/a/mod.ts", "lib/b/mod.ts"],
    "lib/a/mod.ts": ["lib/b/mod.ts", "lib/a/inner.ts"],
    "lib/a/inner.ts": ["lib/a/mod.ts"],
  });
  assert.equal(findCycle(readImports(graph, ROOT)), undefined);
});
