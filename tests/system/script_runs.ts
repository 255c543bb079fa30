// SPDX-License-Identifier: Apache-2.0 OR MIT
// Scripts in a folder of their own, run by a program that is found through PATH as `llmspell`.

import { join } from "node:path";
import type { Program } from "../clients/program.ts";

/** How a process ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a run may differ in. */
export interface RunOptions {
  /** Standard input; empty when absent. */
  readonly input?: string;
  /** Folder it runs in; that of the scripts when absent. */
  readonly cwd?: string;
  readonly env?: Record<string, string>;
}

/** A folder of scripts and the program beside it. Disposing removes both. */
export class ScriptFolder implements AsyncDisposable {
  /** Where scripts lie. */
  readonly path: string;
  readonly #root: string;
  readonly #env: Record<string, string>;

  private constructor(root: string) {
    this.#root = root;
    this.path = join(root, "scripts");
    this.#env = {
      LLMSPELL_HOME: join(root, "home"),
      NO_COLOR: "1",
      PATH: `${join(root, "bin")}:${Deno.env.get("PATH") ?? ""}`,
    };
  }

  /** Makes the folder, and `llmspell` for PATH. */
  static async open({ argv, form }: Program): Promise<ScriptFolder> {
    const root = await Deno.makeTempDir({ prefix: "llmspell-" });
    await Deno.mkdir(join(root, "scripts"));
    await Deno.mkdir(join(root, "bin"));
    const command = join(root, "bin/llmspell");
    if (form === "binary") await Deno.symlink(await Deno.realPath(argv[0]!), command);
    else {
      const words = argv.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
      await Deno.writeTextFile(command, `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
    }
    return new ScriptFolder(root);
  }

  /** Writes a file below the folder; folders are made. @returns its absolute path */
  async write(name: string, content: string | Uint8Array, mode = 0o644): Promise<string> {
    const path = join(this.path, name);
    await Deno.mkdir(join(path, ".."), { recursive: true });
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await Deno.writeFile(path, bytes);
    await Deno.chmod(path, mode);
    return path;
  }

  /** Starts a command: `llmspell`, or a script that is executable. */
  start(
    command: string,
    words: readonly string[],
    { cwd = this.path, env = {} }: RunOptions = {},
  ): Deno.ChildProcess {
    return new Deno.Command(command === "llmspell" ? join(this.#root, "bin/llmspell") : command, {
      args: [...words],
      cwd,
      env: { ...this.#env, ...env },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  /** Runs a command to its end. */
  async run(command: string, words: readonly string[], options: RunOptions = {}): Promise<Ended> {
    const child = this.start(command, words, options);
    const [ended] = await Promise.all([outputOf(child), give(child, options.input ?? "")]);
    return ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#root, { recursive: true });
  }
}

/** What a process still writes, and how it ends. */
export async function outputOf(child: Deno.ChildProcess): Promise<Ended> {
  const { code, stdout, stderr } = await child.output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** Writes all of standard input; a program that ends without reading it is no failure. */
async function give(child: Deno.ChildProcess, input: string): Promise<void> {
  try {
    await ReadableStream.from([new TextEncoder().encode(input)]).pipeTo(child.stdin);
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
