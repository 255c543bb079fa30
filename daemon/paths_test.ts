// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { cacheCandidates, historyPlace, homeDirectory, llmspellHome } from "./paths.ts";

function env(variables: Record<string, string>): (name: string) => string | undefined {
  return (name) => variables[name];
}

Deno.test("homeDirectory() asks the user database when the environment is empty", () => {
  assert.equal(homeDirectory(env({})), userInfo().homedir);
  assert.equal(homeDirectory(env({ HOME: "" })), userInfo().homedir);
  assert.equal(homeDirectory(env({ HOME: "/h" })), "/h");
});

Deno.test("llmspellHome() prefers LLMSPELL_HOME and makes it absolute", () => {
  assert.equal(llmspellHome(env({ LLMSPELL_HOME: "/x", HOME: "/h" })), "/x");
  assert.equal(llmspellHome(env({ HOME: "/h" })), "/h/.llmspell");
  assert.ok(llmspellHome(env({ LLMSPELL_HOME: "x" })).startsWith("/"));
});

Deno.test("cacheCandidates() takes an order as it is and otherwise adds a temporary folder", () => {
  assert.deepEqual(cacheCandidates(env({ LLMSPELL_CACHE: "/c", XDG_CACHE_HOME: "/x" })), ["/c"]);
  assert.deepEqual(cacheCandidates(env({ XDG_CACHE_HOME: "/x", HOME: "/h" })), ["/x/llmspell"]);
  const [first, second] = cacheCandidates(env({ HOME: "/h" }));
  assert.equal(first, "/h/.cache/llmspell");
  assert.ok(second?.startsWith(tmpdir()));
});

Deno.test("historyPlace() makes the folder for its owner alone, and falls back to memory with the reason", async () => {
  const root = await Deno.makeTempDir();
  try {
    const { path, problem } = historyPlace(join(root, "home"));
    assert.deepEqual([path, problem], [join(root, "home/sessions/history.sqlite"), undefined]);
    assert.equal(((await Deno.stat(join(root, "home"))).mode ?? 0) & 0o777, 0o700);
    await Deno.writeTextFile(join(root, "file"), "");
    const place = historyPlace(join(root, "file"));
    assert.equal(place.path, ":memory:");
    assert.ok(place.problem);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
