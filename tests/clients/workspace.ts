// SPDX-License-Identifier: Apache-2.0 OR MIT
// A folder in which a test lives: home, Jupyter's folders and llmspell's, with nothing of the user's own.

import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensurePython } from "../../tools/setup.ts";
import type { Program } from "./program.ts";

const clients = fileURLToPath(new URL("./", import.meta.url));
const conformance = fileURLToPath(new URL("../conformance/", import.meta.url));

/** Longest time a program of the tests may take, so that a test that hangs ends with what was printed. */
const patienceMs = 300_000;

/** What a program that ended left. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A temporary folder with the environment that keeps programs inside it. */
export class Workspace implements AsyncDisposable {
  private constructor(
    /** The folder. */
    readonly folder: string,
    /** The Python that has the Jupyter clients. */
    readonly python: string,
    /** Environment of every program that a test starts. */
    readonly env: Readonly<Record<string, string>>,
  ) {}

  /** Makes an empty workspace. */
  static async create(): Promise<Workspace> {
    const { folder: venv, python } = await ensurePython();
    const folder = await Deno.makeTempDir({ prefix: "llmspell-" });
    return new Workspace(folder, python, {
      PATH: `${join(venv, "bin")}:${Deno.env.get("PATH") ?? ""}`,
      PYTHONPATH: `${conformance}:${clients}`,
      PYTHONDONTWRITEBYTECODE: "1",
      LLMSPELL_HOME: join(folder, "llmspell"),
      JUPYTER_DATA_DIR: join(folder, "jupyter"),
      JUPYTER_CONFIG_DIR: join(folder, "config"),
      JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
      JUPYTER_NO_CONFIG: "1",
      JUPYTER_PREFER_ENV_PATH: "0",
      IPYTHONDIR: join(folder, "ipython"),
      TERM: "xterm-256color",
    });
  }

  /** Runs a program to its end, whatever its exit code. */
  async run(
    command: readonly string[],
    options: { readonly env?: Readonly<Record<string, string>> } = {},
  ): Promise<Finished> {
    const [program, ...args] = command;
    const env = { ...this.env, ...options.env };
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), patienceMs);
    try {
      const { code, stdout, stderr } = await new Deno.Command(program!, {
        args,
        env,
        cwd: this.folder,
        stdin: "null",
        signal: stop.signal,
      }).output();
      const text = new TextDecoder();
      return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Runs a program that has to succeed, and returns what it wrote. Fails with all it printed. */
  async succeed(
    command: readonly string[],
    options: { readonly env?: Readonly<Record<string, string>> } = {},
  ): Promise<Finished> {
    const finished = await this.run(command, options);
    const shown = `${
      command.join(" ")
    }\nexit ${finished.code}\n${finished.stdout}${finished.stderr}`;
    assert.equal(finished.code, 0, shown);
    return finished;
  }

  /** Runs a script of this folder with the Python that has the Jupyter clients. */
  async script(name: string, ...args: readonly string[]): Promise<Finished> {
    return await this.succeed([this.python, join(clients, name), ...args]);
  }

  /** Makes the program's kernel known to Jupyter, inside this workspace, under the name `llmspell`. */
  async installKernel(program: Program, ...options: string[]): Promise<void> {
    await this.succeed([...program.argv, "kernel", "install", "--user", ...options]);
  }

  /** Waits until no process of this workspace is left, then removes the folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.succeed([this.python, join(clients, "leftovers.py"), this.env["LLMSPELL_HOME"]!]);
    } finally {
      await Deno.remove(this.folder, { recursive: true });
    }
  }
}
