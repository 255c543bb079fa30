// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

/** Runs a benchmark whose report is its first argument. */
async function run(...args: string[]) {
  const module = fileURLToPath(new URL("command_line.ts", import.meta.url));
  const errors = fileURLToPath(new URL("errors.ts", import.meta.url));
  const code = `
    import { runCommandLine } from "${module}";
    import { BenchError } from "${errors}";
    Deno.exitCode = await runCommandLine(${JSON.stringify(args)}, {
      parseOptions: ([word]) => {
        if (word === "wrong") throw new RangeError("Cannot use it");
        return { help: word === "--help", word };
      },
      usage: "Usage",
      bench: ({ word }) => {
        if (word === "fails") throw new BenchError("Cannot measure");
        return Promise.resolve({ text: word, success: word === "held" });
      },
    });`;
  const command = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--ext=ts", "--no-config", code],
  });
  const { code: exit, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  return [exit, text.decode(stdout), text.decode(stderr)];
}

Deno.test("runCommandLine() prints the report and tells by its exit code what was not held", async () => {
  assert.deepEqual(await run("held"), [0, "held", ""]);
  assert.deepEqual(await run("missed"), [1, "missed", ""]);
});

Deno.test("runCommandLine() tells wrong usage from a failure, each in a line", async () => {
  assert.deepEqual(await run("wrong"), [2, "", "Cannot use it\n"]);
  assert.deepEqual(await run("fails"), [1, "", "Cannot measure\n"]);
});

Deno.test("runCommandLine() prints the usage and measures nothing for help", async () => {
  assert.deepEqual(await run("--help"), [0, "Usage", ""]);
});
