// SPDX-License-Identifier: Apache-2.0 OR MIT
// A kernel in a process of its own, in a temporary folder, with a client.

import assert from "node:assert/strict";
import { join } from "node:path";
import { openAssets } from "../../daemon/assets.ts";
import { openContext } from "../../lib/zmq/mod.ts";
import {
  type ConnectionInfo,
  connectJupyter,
  type JupyterClient,
  readConnectionFile,
} from "../../protocols/jupyter/mod.ts";
import type { Program } from "../clients/program.ts";

/** A kernel that runs. Disposing ends it and removes its folder. */
export interface KernelProcess extends AsyncDisposable {
  readonly connection: ConnectionInfo;
  readonly client: JupyterClient;
  /** Memory that the process holds, in bytes. */
  residentBytes(): Promise<number>;
}

/** Starts a kernel of the program, and waits until a client of it is connected. */
export async function startKernelProcess(program: Program): Promise<KernelProcess> {
  await using stack = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir({ prefix: "llmspell-" });
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const path = join(folder, "kernel.json");
  const child = startProgram(program, folder, path);
  stack.defer(async () => {
    child.kill("SIGKILL");
    await child.status;
  });
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  await reader.cancel();
  assert.match(value, /^Kernel is ready/);
  const file = await readConnectionFile(path);
  assert.equal(file.kind, "connection");
  const library = await openAssets((name) => Deno.env.get(name)).file("libzmq");
  const context = stack.use(openContext({ library }));
  const { connection } = file;
  const client = stack.use(await connectJupyter({ context, connection }));
  const kept = stack.move();
  return {
    connection,
    client,
    residentBytes: () => residentBytes(child.pid),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function startProgram(program: Program, folder: string, connectionFile: string): Deno.ChildProcess {
  const [executable, ...args] = program.argv;
  return new Deno.Command(executable!, {
    args: [...args, "kernel", "start", "--connection-file", connectionFile, "--log-level", "error"],
    env: { LLMSPELL_HOME: join(folder, "home"), JPY_PARENT_PID: String(Deno.pid) },
    stdin: "null",
    stdout: "piped",
  }).spawn();
}

/** What `ps` says of a process, in bytes. */
async function residentBytes(pid: number): Promise<number> {
  const { stdout } = await new Deno.Command("ps", { args: ["-o", "rss=", "-p", `${pid}`] })
    .output();
  return Number(new TextDecoder().decode(stdout)) * 1024;
}

/** Content of an execute_request. */
export function executeContent(code: string): object {
  return {
    code,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: false,
  };
}
