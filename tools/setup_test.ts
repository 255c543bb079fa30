// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { ensureChromium, ensureLua, ensurePython, ensureServiceTools } from "./setup.ts";

Deno.test("ensurePython() gives an interpreter that has the pinned clients", async () => {
  const { python } = await ensurePython();
  const code =
    "import jupyter_client, jupyterlab, pexpect, pyte, jsonschema; print(jupyter_client.__version__)";
  const { stdout } = await new Deno.Command(python, { args: ["-c", code] }).output();
  assert.equal(new TextDecoder().decode(stdout).trim(), "8.9.1");
});

Deno.test("ensurePython() makes nothing anew when called again", async () => {
  const { folder } = await ensurePython();
  const before = (await Deno.stat(folder)).mtime?.getTime();
  await ensurePython();
  assert.equal((await Deno.stat(folder)).mtime?.getTime(), before);
});

Deno.test("ensureChromium() names a browser that can be run", async () => {
  const { stdout } = await new Deno.Command(await ensureChromium(), { args: ["--version"] })
    .output();
  assert.match(new TextDecoder().decode(stdout), /Chrom/);
});

Deno.test("ensureServiceTools() brings systemd's checks and groff", async () => {
  await ensureServiceTools();
  if (Deno.build.os !== "linux") return;
  for (const [program, ...args] of [["systemd-analyze", "--version"], ["groff", "--version"]]) {
    assert.ok((await new Deno.Command(program!, { args }).output()).success, program);
  }
});

Deno.test("ensureLua() names a Lua 5.4, where there is one or one can be installed", async () => {
  const path = await ensureLua();
  if (path === undefined) return;
  const { stdout } = await new Deno.Command(path, { args: ["-v"] }).output();
  assert.match(new TextDecoder().decode(stdout), /^Lua 5\.4/);
});
