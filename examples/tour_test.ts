// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";

interface Notebook {
  readonly cells: readonly { readonly cell_type: string; readonly source: readonly string[] }[];
}

Deno.test("tour.ipynb has the titles and the code of tour.lua, cell by cell", async () => {
  const read = (name: string) => Deno.readTextFile(new URL(name, import.meta.url));
  const script = (await read("tour.lua")).split(/^-- %% /m).slice(1).map((cell) => {
    const [title = "", ...code] = cell.split("\n");
    return [`## ${title}`, code.join("\n").trim()];
  });
  const { cells } = JSON.parse(await read("tour.ipynb")) as Notebook;
  const sources = cells.slice(1).map(({ source }) => source.join(""));
  assert.deepEqual(sources, script.flat());
});
