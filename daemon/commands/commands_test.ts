// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { commandHelp, programHelp } from "../cli/help.ts";
import { shellCompletions, shells } from "../cli/shell_completions.ts";
import { commandLoaders, loadCommands } from "./mod.ts";

const folder = new URL("./goldens/", import.meta.url);

/** Compares with a kept text; `LLMSPELL_UPDATE_GOLDENS=1` keeps the new one. */
async function matchesGolden(name: string, text: string): Promise<void> {
  const url = new URL(name, folder);
  if (Deno.env.get("LLMSPELL_UPDATE_GOLDENS") === "1") {
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(url, text);
  }
  assert.equal(text, await Deno.readTextFile(url));
}

Deno.test("commandLoaders load the command of their name", async () => {
  const names = (await loadCommands()).map(({ name }) => name);
  assert.deepEqual(names, Object.keys(commandLoaders));
});

Deno.test("commandHelp() gives the kept text for every command", async () => {
  for (const command of await loadCommands()) {
    await matchesGolden(`${command.name.replaceAll(" ", "_")}.txt`, commandHelp(command));
  }
});

Deno.test("programHelp() gives the kept texts for the program and for a group", async () => {
  const commands = await loadCommands();
  await matchesGolden("program.txt", programHelp({ summary: "Summary", commands }));
  await matchesGolden("kernel.txt", programHelp({ summary: "Summary", commands, group: "kernel" }));
});

Deno.test("commandHelp() stays within 80 columns and every command has examples", async () => {
  for (const command of await loadCommands()) {
    const lines = commandHelp(command).split("\n");
    const prose = lines.filter((line) => !line.startsWith("  llmspell "));
    assert.deepEqual(prose.filter((line) => line.length > 80), [], command.name);
    assert.ok(command.examples.length > 0, command.name);
    for (const { command: line } of command.examples) {
      assert.ok(line.includes(`llmspell ${command.name}`), line);
    }
  }
});

Deno.test("shellCompletions() gives the kept script for every shell", async () => {
  const commands = await loadCommands();
  for (const shell of shells) {
    await matchesGolden(`completions.${shell}`, shellCompletions(shell, commands));
  }
});

/** What bash offers for the last of the words. */
async function completeInBash(words: readonly string[]): Promise<string[]> {
  const script = `${shellCompletions("bash", await loadCommands())}
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_llmspell
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = await new Deno.Command("bash", {
    args: ["--norc", "-c", script, "bash", ...words],
  }).output();
  assert.equal(new TextDecoder().decode(stderr), "");
  return new TextDecoder().decode(stdout).split("\n").filter((line) => line !== "");
}

Deno.test("shellCompletions() for bash completes commands, their second words, options and values", async () => {
  assert.deepEqual(await completeInBash(["llmspell", "ke"]), ["kernel"]);
  const script = fileURLToPath(import.meta.url);
  assert.deepEqual(await completeInBash(["llmspell", script.slice(0, -1)]), [script]);
  assert.deepEqual(await completeInBash(["llmspell", "kernel", "sto"]), ["stop"]);
  assert.deepEqual(await completeInBash(["llmspell", "kernel", "start", "--conn"]), [
    "--connection-file",
  ]);
  assert.deepEqual(
    await completeInBash(["llmspell", "kernel", "start", "--transport", ""]),
    ["tcp", "ipc"],
  );
  assert.deepEqual(
    await completeInBash(["llmspell", "kernel", "start", "--transport", "=", "i"]),
    ["ipc"],
  );
  assert.deepEqual(await completeInBash(["llmspell", "completions", ""]), [...shells]);
  assert.deepEqual(await completeInBash(["llmspell", "run", "--engine", "p"]), ["python", "py"]);
  assert.deepEqual(await completeInBash(["llmspell", "exec", "--eng"]), ["--engine"]);
  assert.deepEqual(await completeInBash(["llmspell", "kernel", "install", ""]), []);
});
