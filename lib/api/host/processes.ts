// SPDX-License-Identifier: Apache-2.0 OR MIT
// Host functions that start programs.

import type { Grant } from "./policy.ts";
import { bytesAt, textAt } from "./arguments.ts";
import { hostDenied, hostFailed } from "./errors.ts";
import type { HostFunctions, HostOptions } from "./mod.ts";

/** How a program ended, with what it wrote. */
export interface ProgramResult {
  readonly code: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

/**
 * The functions `process.run(command, input)` and `process.available(command)`. With a grant for everything the
 * shell runs the command; with a grant that names programs only plain words are run, the first being one of them.
 */
export function processFunctions(
  { policy: { run }, folder }: Pick<HostOptions, "policy" | "folder">,
): HostFunctions {
  return {
    "process.available": (args) =>
      args.length === 0
        ? run !== false
        : grantedWords(run, textAt(args, 0, "process.available")) !== undefined,
    "process.run": async (args): Promise<ProgramResult> => {
      const command = textAt(args, 0, "process.run");
      const words = grantedWords(run, command);
      if (words === undefined) throw hostDenied("run", command, "allow-run");
      const input = args[1] === undefined ? new Uint8Array() : bytesAt(args, 1, "process.run");
      try {
        return await runProgram(words, input, folder);
      } catch (error) {
        throw hostFailed("run", command, error);
      }
    },
  };
}

async function runProgram(
  words: readonly string[],
  input: Uint8Array,
  cwd: string,
): Promise<ProgramResult> {
  const [program = "", ...args] = words;
  const child = new Deno.Command(program, {
    args,
    cwd,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [{ code, stdout, stderr }] = await Promise.all([
    child.output(),
    ReadableStream.from([input]).pipeTo(child.stdin).catch(ignoreClosed),
  ]);
  return { code, stdout, stderr };
}

/** A program may end before it has read its input. */
function ignoreClosed(error: unknown): void {
  if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
}

/** The words to start, or `undefined` when the grant does not cover them. */
export function grantedWords(grant: Grant, command: string): string[] | undefined {
  if (grant === false) return undefined;
  if (grant === true) return ["/bin/sh", "-c", command];
  const words = plainWords(command);
  return words?.[0] !== undefined && grant.includes(words[0]) ? words : undefined;
}

/** Words apart by spaces, quoted where need be; `undefined` for what only a shell understands. */
export function plainWords(command: string): string[] | undefined {
  const words = [...command.matchAll(/\s*(?:"([^"$`\\]*)"|'([^']*)'|([\w@%+=:,./-]+))(?=\s|$)/gy)];
  const length = words.reduce((sum, [whole]) => sum + whole.length, 0);
  if (command.slice(length).trim() !== "") return undefined;
  return words.map(([, double, single, bare]) => double ?? single ?? bare ?? "");
}
