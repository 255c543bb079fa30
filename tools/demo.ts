// SPDX-License-Identifier: Apache-2.0 OR MIT
// Starts a kernel, runs examples/tour.lua in it cell by cell through its Jupyter channels, shows what comes back and
// shuts the kernel down. Everything it writes goes to a temporary folder.

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

/** A kernel in a process of its own. Disposing ends it, if it has not ended. */
async function startKernel(
  folder: string,
): Promise<AsyncDisposable & { ended(): Promise<number> }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      fileURLToPath(new URL("main.ts", root)),
      "kernel",
      "start",
      "--connection-file",
      join(folder, "kernel.json"),
    ],
    env: { LLMSPELL_HOME: join(folder, "home"), JPY_PARENT_PID: String(Deno.pid) },
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  await reader.cancel();
  if (!value.startsWith("Kernel is ready")) throw new Error(`Cannot start the kernel: "${value}"`);
  return {
    ended: async () => (await child.status).code,
    async [Symbol.asyncDispose]() {
      try {
        child.kill();
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // It has ended already.
      }
      await child.status;
    },
  };
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

async function demo(folder: string): Promise<boolean> {
  const cells = splitCells(await Deno.readTextFile(new URL("examples/tour.lua", root)));
  const library = await openAssets((name) => Deno.env.get(name)).file("libzmq");
  const started = performance.now();
  await using kernel = await startKernel(folder);
  const file = await readConnectionFile(join(folder, "kernel.json"));
  if (file.kind !== "connection") return false;
  await using context = openContext({ library });
  using client = await connectJupyter({ context, connection: file.connection });
  const { reply: info } = await client.request("shell", "kernel_info_request", {});
  say(
    `${info?.content["banner"]}: ready after ${Math.round(performance.now() - started)} ms`,
    "mark",
  );
  let succeeded = 0;
  for (const [index, cell] of cells.entries()) {
    if (await showCell(client, cell, index + 1)) succeeded++;
  }
  await client.request("control", "shutdown_request", { restart: false });
  const code = await kernel.ended();
  say(`\n${succeeded} of ${cells.length} cells ran; the kernel ended with code ${code}`, "mark");
  return succeeded === cells.length && code === 0;
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
