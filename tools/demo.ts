// SPDX-License-Identifier: Apache-2.0 OR MIT
// Starts a kernel in the background, runs examples/tour.lua in it cell by cell through its Jupyter channels and shows
// what comes back, then its status, health and log, and stops it. Everything it writes goes to a temporary folder.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openAssets } from "../daemon/assets.ts";
import {
  connectJupyter,
  type JupyterClient,
  readConnectionFile,
} from "../protocols/jupyter/mod.ts";
import { openContext } from "../lib/zmq/mod.ts";
import { type Cell, collectOutputs, type Output, splitCells } from "./demo_cells.ts";

const root = new URL("../", import.meta.url);
const colour = Deno.stdout.isTerminal() && !Deno.env.get("NO_COLOR");
const styles = { title: "1;36", code: "2", stdout: "0", stderr: "33", error: "31", mark: "1;32" };

function say(text: string, style: keyof typeof styles = "stdout"): void {
  const plain = colour ? text : text.replaceAll(new RegExp("\x1b\\[[0-9;]*m", "g"), "");
  const line = colour && style !== "stdout" ? `\x1b[${styles[style]}m${plain}\x1b[0m` : plain;
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** The program, as a person would call it. Everything it writes goes below the folder. */
class Program {
  readonly #env: Readonly<Record<string, string>>;

  constructor(folder: string) {
    this.#env = { LLMSPELL_HOME: folder, NO_COLOR: "1" };
  }

  /** Runs one command and shows it with its output. @returns true when it succeeded */
  async show(...words: string[]): Promise<boolean> {
    say(`\n$ llmspell ${words.join(" ")}`, "title");
    const { success, text } = await this.run(words);
    for (const line of text.trimEnd().split("\n")) say(`  ${line}`);
    return success;
  }

  /** Runs one command quietly. */
  async run(words: readonly string[]): Promise<{ success: boolean; text: string }> {
    const main = fileURLToPath(new URL("main.ts", root));
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "-A", main, ...words],
      env: this.#env,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).output();
    const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
    return { success, text };
  }
}

/** Runs a cell and shows it with its outputs; true when it succeeded. */
async function showCell(client: JupyterClient, cell: Cell, number: number): Promise<boolean> {
  say(`\n── ${number}. ${cell.title} ${"─".repeat(Math.max(3, 70 - cell.title.length))}`, "title");
  for (const line of cell.code.split("\n")) say(`  │ ${line}`, "code");
  const { reply, iopub } = await client.request("shell", "execute_request", {
    code: cell.code,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: true,
  });
  for (const output of collectOutputs(iopub)) showOutput(output, number);
  return reply?.content["status"] === "ok";
}

function showOutput({ kind, text, mime }: Output, number: number): void {
  const type = mime === undefined ? "" : ` (${mime})`;
  if (kind === "result") say(`  Out[${number}]${type}`, "mark");
  if (kind === "display") say(`  display${type}`, "mark");
  const style = kind === "stderr" || kind === "error" ? kind : "stdout";
  for (const line of text.replace(/\n$/, "").split("\n")) say(`    ${line}`, style);
}

/** Runs the tour in the kernel, through its Jupyter channels. @returns true when every cell succeeded */
async function tour(connectionFile: string): Promise<boolean> {
  const cells = splitCells(await Deno.readTextFile(new URL("examples/tour.lua", root)));
  const library = await openAssets((name) => Deno.env.get(name)).file("libzmq");
  const file = await readConnectionFile(connectionFile);
  if (file.kind !== "connection") return false;
  await using context = openContext({ library });
  using client = await connectJupyter({ context, connection: file.connection });
  let succeeded = 0;
  for (const [index, cell] of cells.entries()) {
    if (await showCell(client, cell, index + 1)) succeeded++;
  }
  say(`\n${succeeded} of ${cells.length} cells ran`, "mark");
  return succeeded === cells.length;
}

async function demo(folder: string): Promise<boolean> {
  const program = new Program(folder);
  const id = "demo";
  if (!(await program.show("kernel", "start", "--daemon", "--id", id, "--port", "0"))) return false;
  let stopped = false;
  try {
    const toured = await tour(join(folder, "kernels", `kernel-${id}.json`));
    const shown = await program.show("kernel", "status", id) &&
      await program.show("health", "--id", id) &&
      await program.show("kernel", "logs", id);
    stopped = await program.show("kernel", "stop", id);
    return toured && shown && stopped;
  } finally {
    if (!stopped) await program.run(["kernel", "stop", id, "--force"]);
  }
}

if (import.meta.main) {
  const folder = await Deno.makeTempDir({ prefix: "llmspell-demo-" });
  let succeeded = false;
  try {
    succeeded = await demo(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  Deno.exit(succeeded ? 0 : 1);
}
