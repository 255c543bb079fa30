// SPDX-License-Identifier: Apache-2.0 OR MIT
// The example notebooks run from top to bottom by `jupyter execute`.

import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { eachProgram } from "./program.ts";
import { Workspace } from "./workspace.ts";

const examples = fileURLToPath(new URL("../../examples/", import.meta.url));

interface Output {
  readonly output_type: string;
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
}

interface Notebook {
  readonly cells: readonly { readonly cell_type: string; readonly outputs?: readonly Output[] }[];
}

/** Notebooks by language, and texts that their outputs must hold. */
const notebooks: readonly (readonly [name: string, language: string, shown: readonly string[]])[] =
  [
    ["tour.ipynb", "lua", ["Hello from", "image/svg+xml", "moonless"]],
    ["tour-javascript.ipynb", "javascript", ["Map(3)", "image/svg+xml", "'echo'", "caught:"]],
    ["tour-python.ipynb", "python", ["43", "image/svg+xml", "<b>echo</b>", "'echo'", "caught:"]],
  ];

for (const [name, language, shown] of notebooks) {
  eachProgram(`jupyter execute runs ${name}`, async (program) => {
    await using workspace = await Workspace.create();
    await workspace.installKernel(program, "--language", language);
    // The Lua tour is for whoever installed the kernel without a language.
    if (language === "lua") await workspace.installKernel(program);
    const path = join(workspace.folder, name);
    await Deno.copyFile(join(examples, name), path);
    await workspace.succeed(["jupyter", "execute", "--inplace", path]);
    const { cells } = JSON.parse(await Deno.readTextFile(path)) as Notebook;
    const outputs = cells.filter(({ cell_type }) => cell_type === "code")
      .flatMap(({ outputs }) => outputs ?? []);
    assert.deepEqual(outputs.filter(({ output_type }) => output_type === "error"), []);
    const text = JSON.stringify(outputs);
    for (const part of shown) assert.ok(text.includes(part), `${part} is not in ${text}`);
  });
}
