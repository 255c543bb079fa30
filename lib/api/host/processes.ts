// SPDX-License-Identifier: Apache-2.0 OR MIT
// Host functions `process.*` and `env.*`.

import { hostArguments, hostDenied, hostFileFailed } from "./errors.ts";
import type { HostFunction, HostSettings } from "./functions.ts";

/**
 * Splits a command into words as a shell does with plain words and quotes; nothing else has a meaning.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(splitCommand(`git log "a b" 'c'`), ["git", "log", "a b", "c"]);
 * ```
 */
export function splitCommand(command: string): string[] {
  const words = command.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, (_, a, b) => a ?? b));
}

/** Processes and environment variables under the policy. */
export function processFunctions({ policy, folder }: HostSettings): Record<string, HostFunction> {
  const { programs = [], envNames = [] } = policy;
  const wordsOf = (command: string): [string, ...string[]] => {
    if (programs === "any") return ["/bin/sh", "-c", command];
    const [program, ...args] = splitCommand(command);
    if (program === undefined || !programs.includes(program)) throw hostDenied("run", command);
    return [program, ...args];
  };
  return {
    "process.available": ([command]) => {
      if (typeof command === "string") wordsOf(command);
      return Promise.resolve(programs === "any" || programs.length > 0);
    },
    "process.run": async ([command, input]) => {
      if (typeof command !== "string") throw hostArguments("process.run", "a command");
      const [program, ...args] = wordsOf(command);
      const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input;
      try {
        const child = new Deno.Command(program, {
          args,
          cwd: folder,
          stdin: "piped",
          stdout: "piped",
          stderr: "piped",
        }).spawn();
        const output = child.output();
        await writeAll(child.stdin, bytes instanceof Uint8Array ? bytes : new Uint8Array());
        const { code, stdout, stderr } = await output;
        return { code, stdout, stderr };
      } catch (error) {
        throw hostFileFailed("run", command, error);
      }
    },
    "env.get": ([name]) => {
      if (typeof name !== "string") throw hostArguments("env.get", "a name");
      if (!envNames.includes(name)) throw hostDenied("read environment variable", name);
      return Promise.resolve(Deno.env.get(name) ?? null);
    },
  };
}

/** Writes what a process is to read; one that does not care to read it is no failure. */
async function writeAll(stream: WritableStream<Uint8Array>, bytes: Uint8Array): Promise<void> {
  const writer = stream.getWriter();
  try {
    if (bytes.length > 0) await writer.write(bytes);
    await writer.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
