// SPDX-License-Identifier: Apache-2.0 OR MIT
// The kernelspec: installed, found by Jupyter, used by nbclient and `jupyter execute`, and taken away again.

import assert from "node:assert/strict";
import { join } from "node:path";
import { eachProgram } from "./program.ts";
import { Workspace } from "./workspace.ts";

interface Listing {
  readonly kernelspecs: Readonly<
    Record<string, { readonly resource_dir: string; readonly spec: Record<string, unknown> }>
  >;
}

async function listed(workspace: Workspace): Promise<Listing["kernelspecs"]> {
  const { stdout } = await workspace.succeed(["jupyter", "kernelspec", "list", "--json"]);
  return (JSON.parse(stdout) as Listing).kernelspecs;
}

eachProgram("kernel install makes a kernelspec that Jupyter finds", async (program) => {
  await using workspace = await Workspace.create();
  await workspace.installKernel(program);
  const found = (await listed(workspace))["llmspell"];
  assert.ok(found);
  assert.equal(found.resource_dir, join(workspace.env["JUPYTER_DATA_DIR"]!, "kernels/llmspell"));
  assert.equal(found.spec["language"], "lua");
  assert.equal(found.spec["interrupt_mode"], "message");
  const files = [...Deno.readDirSync(found.resource_dir)].map(({ name }) => name).sort();
  assert.deepEqual(files, ["kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"]);
});

eachProgram("kernel install --name installs a second kernelspec beside it", async (program) => {
  await using workspace = await Workspace.create();
  await workspace.installKernel(program);
  const names = ["--name", "work", "--display-name", "Lua at work", "--env", "GREETING=hello"];
  await workspace.succeed([...program.argv, "kernel", "install", "--user", ...names]);
  const { llmspell, work } = await listed(workspace);
  assert.ok(llmspell && work);
  assert.equal(work.spec["display_name"], "Lua at work");
  assert.deepEqual(work.spec["env"], { GREETING: "hello" });
});

eachProgram("kernel install --prefix writes below the prefix", async (program) => {
  await using workspace = await Workspace.create();
  const prefix = join(workspace.folder, "prefix");
  await workspace.succeed([...program.argv, "kernel", "install", "--prefix", prefix]);
  assert.ok((await Deno.stat(join(prefix, "share/jupyter/kernels/llmspell/kernel.json"))).isFile);
});

eachProgram("kernel uninstall takes the kernelspec away", async (program) => {
  await using workspace = await Workspace.create();
  await workspace.installKernel(program);
  await workspace.succeed([...program.argv, "kernel", "uninstall", "--user"]);
  assert.equal((await listed(workspace))["llmspell"], undefined);
  const again = await workspace.run([...program.argv, "kernel", "uninstall", "--user"]);
  assert.equal(again.code, 1, again.stdout + again.stderr);
});

for (const language of ["lua", "javascript", "python"]) {
  eachProgram(`nbclient and jupyter execute run a notebook in ${language}`, async (program) => {
    await using workspace = await Workspace.create();
    await workspace.installKernel(program, "--language", language);
    await workspace.script("notebook.py", workspace.folder, language);
  });
}
