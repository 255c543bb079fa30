// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { availableKernels, chooseKernels } from "./kernels.ts";

const places = { root: "/repo", deno: "/bin/deno", python: "/venv/bin/python", exists: () => true };

function names(exists: (path: string) => boolean): string[] {
  return availableKernels({ ...places, exists }).map((plan) => plan.name);
}

Deno.test("availableKernels() leaves out what of llmspell is not built", () => {
  const peers = ["ipykernel", "xeus-python", "deno"];
  assert.deepEqual(names(() => true), ["llmspell", "llmspell-checkout", ...peers]);
  assert.deepEqual(names((path) => path.endsWith("main.ts")), ["llmspell-checkout", ...peers]);
  assert.deepEqual(names(() => false), peers);
});

Deno.test("availableKernels() gives every kernel its connection file and every cell", () => {
  for (const plan of availableKernels(places)) {
    assert.ok(plan.argv.includes("{connection_file}"), plan.name);
    assert.ok(plan.cells.flood.includes("{lines}"), plan.name);
    assert.ok(plan.cells.spin.includes("spinning"), plan.name);
  }
});

Deno.test("availableKernels() starts the binary and the checkout by the same command", () => {
  const [binary, checkout] = availableKernels(places);
  const start = ["kernel", "start", "--connection-file", "{connection_file}"];
  assert.deepEqual(binary?.argv, ["/repo/dist/llmspell", ...start]);
  assert.deepEqual(checkout?.argv, [
    "/bin/deno",
    "run",
    "--quiet",
    "-A",
    "/repo/main.ts",
    ...start,
  ]);
});

Deno.test("chooseKernels() keeps the fixed order, whatever order is asked for", () => {
  const chosen = chooseKernels(availableKernels(places), ["deno", "llmspell", "deno"]);
  assert.deepEqual(chosen.map((plan) => plan.name), ["llmspell", "deno"]);
});

Deno.test("chooseKernels() takes all when none is named", () => {
  assert.equal(chooseKernels(availableKernels(places), []).length, 5);
});

Deno.test("chooseKernels() names those available when one is not", () => {
  const available = availableKernels({ ...places, exists: () => false });
  assert.throws(
    () => chooseKernels(available, ["llmspell"]),
    /"llmspell": available are ipykernel, xeus-python, deno/,
  );
});
