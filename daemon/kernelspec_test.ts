// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { KernelError } from "../lib/errors.ts";
import { v8Flags } from "./v8_flags.ts";
import { CheckoutAssets } from "./assets.ts";
import {
  jupyterDataDirectory,
  kernelspecDirectory,
  makeKernelspec,
  programCommand,
  removeKernelspec,
  writeKernelspec,
} from "./kernelspec.ts";

const assets = new CheckoutAssets(new URL("../", import.meta.url));
const spec = makeKernelspec({
  language: "lua",
  command: ["/opt/llmspell"],
  displayName: "Lua",
  env: { A: "1" },
});

function env(variables: Record<string, string>): (name: string) => string | undefined {
  return (name) => variables[name];
}

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof KernelError && error.code === code;
}

Deno.test("jupyterDataDirectory() follows Jupyter's rules for each system", () => {
  const home = { HOME: "/h" };
  assert.equal(jupyterDataDirectory(env({ ...home, JUPYTER_DATA_DIR: "/j" }), "darwin"), "/j");
  assert.equal(jupyterDataDirectory(env(home), "darwin"), "/h/Library/Jupyter");
  assert.equal(jupyterDataDirectory(env(home), "linux"), "/h/.local/share/jupyter");
  assert.equal(
    jupyterDataDirectory(env({ ...home, XDG_DATA_HOME: "/x" }), "linux"),
    "/x/jupyter",
  );
});

Deno.test("kernelspecDirectory() puts the lower-case name below the place", async () => {
  const at = (place: Parameters<typeof kernelspecDirectory>[0], variables = {}) =>
    kernelspecDirectory(place, "Work", env(variables));
  assert.equal(await at({ kind: "prefix", prefix: "/p" }), "/p/share/jupyter/kernels/work");
  assert.equal(
    await at({ kind: "sys-prefix" }, { VIRTUAL_ENV: "/v", CONDA_PREFIX: "/c" }),
    "/v/share/jupyter/kernels/work",
  );
  assert.equal(
    await at({ kind: "sys-prefix" }, { CONDA_PREFIX: "/c" }),
    "/c/share/jupyter/kernels/work",
  );
  assert.equal(await at({ kind: "user" }, { JUPYTER_DATA_DIR: "/j" }), "/j/kernels/work");
});

Deno.test("kernelspecDirectory() refuses names that Jupyter refuses, and those that leave the folder", async () => {
  for (const name of ["", "a b", "..", "a/b", "ü"]) {
    const place = { kind: "prefix", prefix: "/p" } as const;
    await assert.rejects(kernelspecDirectory(place, name, env({})), hasCode("kernelspec.name"));
  }
});

Deno.test("programCommand() names the binary, or Deno with the checkout's main module", () => {
  const mainModule = "file:///src/main.ts";
  assert.deepEqual(programCommand({ standalone: true, execPath: "/b", mainModule }), ["/b"]);
  assert.deepEqual(programCommand({ standalone: false, execPath: "/deno", mainModule }), [
    "/deno",
    "run",
    "--quiet",
    "-A",
    `--v8-flags=${v8Flags}`,
    "/src/main.ts",
  ]);
});

Deno.test("writeKernelspec() writes kernel.json with logos, replaces its own, and removeKernelspec() removes all", async () => {
  const root = await Deno.makeTempDir();
  try {
    const directory = join(root, "kernels", "llmspell");
    await writeKernelspec(directory, spec, assets);
    await writeKernelspec(directory, { ...spec, display_name: "Again" }, assets);
    const names = await Array.fromAsync(Deno.readDir(directory), ({ name }) => name);
    assert.deepEqual(names.sort(), [
      "kernel.json",
      "logo-32x32.png",
      "logo-64x64.png",
      "logo-svg.svg",
    ]);
    const written = JSON.parse(await Deno.readTextFile(join(directory, "kernel.json")));
    assert.deepEqual(written, { ...spec, display_name: "Again" });
    assert.deepEqual(written.argv.slice(1), [
      "kernel",
      "start",
      "--connection-file",
      "{connection_file}",
    ]);
    await removeKernelspec(directory);
    await assert.rejects(Deno.stat(directory), Deno.errors.NotFound);
    await assert.rejects(removeKernelspec(directory), hasCode("kernelspec.missing"));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("writeKernelspec() and removeKernelspec() leave another program's kernel alone", async () => {
  const directory = await Deno.makeTempDir();
  try {
    for (const text of ['{"argv":["python3","-m","ipykernel"]}', "not json", "null"]) {
      await Deno.writeTextFile(join(directory, "kernel.json"), text);
      await assert.rejects(writeKernelspec(directory, spec, assets), hasCode("kernelspec.foreign"));
      await assert.rejects(removeKernelspec(directory), hasCode("kernelspec.foreign"));
      assert.equal(await Deno.readTextFile(join(directory, "kernel.json")), text);
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("makeKernelspec() starts a kernel of another language than Lua by its name", () => {
  const { argv, language } = makeKernelspec({
    command: ["/b"],
    language: "python",
    displayName: "Python",
    env: {},
  });
  assert.equal(language, "python");
  assert.deepEqual(argv.slice(-2), ["--language", "python"]);
});
