// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { prepareVenv, runCommand, type RunResult } from "./venv.ts";

/** A folder with pins, and a runner that remembers commands and makes a folder as `venv` would. */
async function workbench() {
  const root = await Deno.makeTempDir();
  const folder = `${root}/venv`;
  const requirements = `${root}/requirements.txt`;
  await Deno.writeTextFile(requirements, "pyzmq==1\n");
  const commands: string[] = [];
  const run = async (argv: readonly string[]): Promise<RunResult> => {
    commands.push(argv.slice(1, 3).join(" "));
    if (argv.includes("venv")) await Deno.mkdir(folder);
    return { success: true, output: "Python 3.11" };
  };
  return {
    options: { folder, requirements, python: "python3", run, progress: () => {} },
    commands,
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}

Deno.test("prepareVenv() makes the environment once", async () => {
  await using bench = await workbench();
  const python = await prepareVenv(bench.options);
  assert.equal(python, `${bench.options.folder}/bin/python`);
  assert.deepEqual(bench.commands, ["--version", "-m venv", "-m pip"]);
  await prepareVenv(bench.options);
  assert.deepEqual(bench.commands.slice(3), ["--version"]);
});

Deno.test("prepareVenv() makes it anew when a pin changes", async () => {
  await using bench = await workbench();
  await prepareVenv(bench.options);
  await Deno.writeTextFile(`${bench.options.folder}/old`, "");
  await Deno.writeTextFile(bench.options.requirements, "pyzmq==2\n");
  await prepareVenv(bench.options);
  assert.equal(bench.commands.length, 6);
  await assert.rejects(Deno.stat(`${bench.options.folder}/old`), Deno.errors.NotFound);
});

Deno.test("prepareVenv() says which step failed, and tries again next time", async () => {
  await using bench = await workbench();
  const failing = (argv: readonly string[]) =>
    argv.includes("pip")
      ? Promise.resolve({ success: false, output: "no such version\n" })
      : bench.options.run(argv);
  await assert.rejects(
    prepareVenv({ ...bench.options, run: failing }),
    /Cannot prepare the Python environment: .*pip install.*: no such version$/,
  );
  await prepareVenv(bench.options);
  assert.equal(bench.commands.at(-1), "-m pip");
});

Deno.test("runCommand() tells how a command ended", async () => {
  const version = await runCommand([Deno.execPath(), "--version"]);
  assert.ok(version.success && version.output.startsWith("deno"));
  assert.equal((await runCommand([Deno.execPath(), "--no-such-option"])).success, false);
});

Deno.test("runCommand() answers for a program that is not there", async () => {
  const ended = await runCommand(["/nowhere/python3"]);
  assert.equal(ended.success, false);
  assert.notEqual(ended.output, "");
});
