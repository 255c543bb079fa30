// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { findPrograms } from "./programs.ts";

function find(files: readonly string[], env: Readonly<Record<string, string>> = {}): unknown {
  return findPrograms({
    root: "/work",
    env: (name) => env[name],
    exists: (path) => files.includes(path),
  });
}

Deno.test("findPrograms() takes dist/llmspell and the first nginx there is", () => {
  const files = ["/work/dist/llmspell", "/opt/bin/nginx", "/usr/sbin/nginx"];
  const binary = "/work/dist/llmspell";
  assert.deepEqual(find(files, { PATH: "/bin:/opt/bin" }), { binary, nginx: "/opt/bin/nginx" });
  assert.deepEqual(find(files), { binary, nginx: "/usr/sbin/nginx" });
  assert.deepEqual(find([binary]), { binary, nginx: undefined });
});

Deno.test("findPrograms() prefers what the environment names, and refuses what is not there", () => {
  const env = { LLMSPELL_BIN: "/a/llmspell", NGINX: "/b/nginx" };
  assert.deepEqual(find(["/a/llmspell", "/b/nginx"], env), {
    binary: "/a/llmspell",
    nginx: "/b/nginx",
  });
  assert.throws(() => find(["/a/llmspell"], env), /Cannot measure "\/b\/nginx"/);
  assert.throws(() => find([]), /Cannot measure "\/work\/dist\/llmspell"/);
});
