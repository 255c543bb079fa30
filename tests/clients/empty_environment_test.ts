// SPDX-License-Identifier: Apache-2.0 OR MIT
// The program with next to no environment, in an empty folder: it works, and writes only where it may.

import assert from "node:assert/strict";
import { join } from "node:path";
import { eachProgram, kernelCommand, type Program } from "./program.ts";
import { Workspace } from "./workspace.ts";

/** The binary copied alone into the folder; the checkout as it is, with the cache that Deno itself needs. */
async function moved(program: Program, folder: string): Promise<readonly string[]> {
  if (program.form === "checkout") {
    const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] })
      .output();
    const { denoDir } = JSON.parse(new TextDecoder().decode(stdout)) as {
      readonly denoDir: string;
    };
    return [`DENO_DIR=${denoDir}`, ...program.argv];
  }
  const copy = join(folder, "llmspell");
  await Deno.copyFile(program.argv[0]!, copy);
  await Deno.chmod(copy, 0o755);
  return [copy];
}

function filesBelow(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = join(folder, name);
    return isDirectory ? filesBelow(path) : [path];
  });
}

eachProgram(
  "program runs a kernel in an empty folder with an empty environment",
  async (program) => {
    await using workspace = await Workspace.create();
    const folder = join(workspace.folder, "empty");
    const home = join(workspace.folder, "home");
    await Deno.mkdir(folder);
    await Deno.mkdir(home);
    const argv = await moved(program, folder);
    const command = ["env", "-i", "-C", folder, `HOME=${home}`, ...argv];
    const { stdout } = await workspace.succeed([...command, "exec", "print(6 * 7)"]);
    assert.equal(stdout, "42\n");

    const suite = ["-m", "jupyter_conformance", "--language", "lua", "--only", "transport.*"];
    const kernel = kernelCommand({ form: program.form, argv: command });
    await workspace.succeed([workspace.python, ...suite, "--only", "shutdown.*", "--", ...kernel]);

    const inFolder = filesBelow(folder).map((path) => path.slice(folder.length + 1));
    assert.deepEqual(inFolder, program.form === "binary" ? ["llmspell"] : []);
    const allowed = [join(home, ".llmspell/"), join(home, ".cache/llmspell/")];
    const strays = filesBelow(home).filter((path) => !allowed.some((one) => path.startsWith(one)));
    assert.deepEqual(strays, []);
  },
);
