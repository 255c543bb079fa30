// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { ChunkSources } from "./sources.ts";

Deno.test("ChunkSources gives lines of what it keeps and forgets the oldest", () => {
  const sources = new ChunkSources();
  for (let i = 1; i <= 300; i++) sources.add(`In[${i}]`, `a${i}\nb${i}`);
  assert.equal(sources.line("In[300]", 2), "b300");
  assert.equal(sources.line("In[300]", 9), undefined);
  assert.equal(sources.get("In[1]"), undefined);
  assert.equal(sources.get("In[101]"), "a101\nb101");
});

Deno.test("ChunkSources bounds the characters it keeps", () => {
  const sources = new ChunkSources();
  for (let i = 1; i <= 10; i++) sources.add(`In[${i}]`, "x".repeat(1024 * 1024));
  assert.equal(sources.get("In[6]"), undefined);
  assert.equal(sources.get("In[10]")?.length, 1024 * 1024);
});
