// SPDX-License-Identifier: Apache-2.0 OR MIT
// Commands in both forms of the program: each loads what it needs, and writes what a machine may read.

import assert from "node:assert/strict";
import { parse as parseYaml } from "yaml";
import { loadCommands } from "../../daemon/commands/mod.ts";
import { eachProgram, type Program } from "../clients/program.ts";

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(program: Program, home: string, words: readonly string[]): Promise<Ended> {
  const [command = "", ...before] = program.argv;
  const { code, stdout, stderr } = await new Deno.Command(command, {
    args: [...before, ...words],
    env: { LLMSPELL_HOME: home, XDG_RUNTIME_DIR: home, TMPDIR: home, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

async function withHome(body: (home: string) => Promise<void>): Promise<void> {
  const home = await Deno.makeTempDir();
  try {
    await body(home);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

eachProgram("every command prints its help", (program) =>
  withHome(async (home) => {
    for (const { name } of await loadCommands()) {
      const { code, stdout, stderr } = await run(program, home, [...name.split(" "), "--help"]);
      assert.deepEqual([code, stderr], [0, ""], name);
      assert.match(stdout, new RegExp(`^Usage: llmspell ${name}`, "m"));
    }
  }));

eachProgram("a running kernel is told in every format", (program) =>
  withHome(async (home) => {
    const words = ["kernel", "start", "--daemon", "--id", "formats", "--port", "0"];
    const started = await run(program, home, words);
    assert.deepEqual([started.code, started.stderr], [0, ""]);
    try {
      const readers = {
        json: (text: string) => JSON.parse(text),
        yaml: (text: string) => parseYaml(text),
      };
      for (const [format, read] of Object.entries(readers)) {
        for (const command of ["list", "status"]) {
          const shown = await run(program, home, ["kernel", command, "--format", format]);
          assert.deepEqual([shown.code, shown.stderr], [0, ""], `${command} as ${format}`);
          assert.equal(read(shown.stdout)[0].id, "formats");
        }
      }
      const config = await run(program, home, ["config", "schema"]);
      assert.equal(JSON.parse(config.stdout).type, "object");
      const validated = await run(program, home, ["config", "validate"]);
      assert.equal(validated.code, 0, validated.stderr);
    } finally {
      const stopped = await run(program, home, ["kernel", "stop", "formats", "--force"]);
      assert.equal(stopped.code, 0, stopped.stderr);
    }
  }));
