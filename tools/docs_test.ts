// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the documents and examples say: Lua that compiles, and links that lead somewhere.

import assert from "node:assert/strict";
import { LuaFactory } from "wasmoon";

const ROOT = new URL("../", import.meta.url);
const FOLDERS = ["docs", "examples"] as const;

function* filesBelow(folder: URL): Generator<URL> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* filesBelow(new URL(`${name}/`, folder));
    else yield new URL(name, folder);
  }
}

/** Files of the given ending at the root and below `docs` and `examples`. */
function documents(ending: string): URL[] {
  const atRoot = [...Deno.readDirSync(ROOT)].filter(({ isFile }) => isFile)
    .map(({ name }) => new URL(name, ROOT));
  const below = FOLDERS.flatMap((folder) => [...filesBelow(new URL(`${folder}/`, ROOT))]);
  return [...atRoot, ...below].filter(({ pathname }) => pathname.endsWith(ending));
}

/** The Lua blocks of a Markdown text, and on which line each begins. */
function luaBlocks(markdown: string): { readonly code: string; readonly line: number }[] {
  return [...markdown.matchAll(/^```lua\n(.*?)^```$/gms)].map((match) => ({
    code: match[1] ?? "",
    line: markdown.slice(0, match.index).split("\n").length + 1,
  }));
}

/** Compiles each text without running it; returns the complaints. */
async function compileAll(sources: readonly { code: string; name: string }[]): Promise<string[]> {
  const wasm = new URL("node_modules/wasmoon/dist/glue.wasm", ROOT).pathname;
  const lua = await new LuaFactory(wasm).createEngine();
  try {
    const compile = lua.doStringSync(
      "return function(code, name) local _, problem = load(code, '=' .. name, 't') return problem end",
    );
    return sources.flatMap(({ code, name }) => compile(code, name) ?? []);
  } finally {
    lua.global.close();
  }
}

Deno.test("every Lua block of the documents compiles", async () => {
  const blocks = documents(".md").flatMap((file) =>
    luaBlocks(Deno.readTextFileSync(file)).map(({ code, line }) => ({
      code,
      name: `${file.pathname.slice(ROOT.pathname.length)}:${line}`,
    }))
  );
  assert.ok(blocks.length > 0);
  assert.deepEqual(await compileAll(blocks), []);
});

Deno.test("every Lua example compiles", async () => {
  const scripts = documents(".lua").map((file) => ({
    code: Deno.readTextFileSync(file).replace(/^#![^\n]*/, ""),
    name: file.pathname.slice(ROOT.pathname.length),
  }));
  assert.ok(scripts.length > 0);
  assert.deepEqual(await compileAll(scripts), []);
});

Deno.test("every relative link of the documents leads to a file", () => {
  const broken = documents(".md").flatMap((file) => {
    const text = Deno.readTextFileSync(file).replaceAll(/^```.*?^```$/gms, "");
    const targets = [...text.matchAll(/\]\(([^)#\s]+)|\ssrc="([^"]+)"/g)]
      .map((match) => match[1] ?? match[2] ?? "");
    return targets.filter((to) => !/^[a-z]+:/.test(to) && !exists(new URL(to, file)))
      .map((to) => `${file.pathname.slice(ROOT.pathname.length)}: ${to}`);
  });
  assert.deepEqual(broken, []);
});

function exists(file: URL): boolean {
  try {
    Deno.statSync(file);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
