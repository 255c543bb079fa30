// SPDX-License-Identifier: Apache-2.0 OR MIT

import { programFailed } from "./errors.ts";

/** A program, and the whole environment it gets. */
export interface Program {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A program that has ended well. */
export interface Finished {
  /** From before it was started until its end was known. */
  readonly ms: number;
  /** What `performance.now` said before it was started. */
  readonly beginMs: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end, from folder `/` and without standard input.
 *
 * @param signal kills it
 * @throws {BenchError} when its exit code is not 0
 */
export async function runProgram(
  { path, env }: Program,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Finished> {
  const command = new Deno.Command(path, {
    args: [...args],
    env,
    clearEnv: true,
    cwd: "/",
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal,
  });
  const beginMs = performance.now();
  const child = command.spawn();
  const [{ code, endMs }, stdout, stderr] = await Promise.all([
    child.status.then(({ code }) => ({ code, endMs: performance.now() })),
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  signal.throwIfAborted();
  if (code !== 0) throw programFailed([path, ...args].join(" "), { code, stderr });
  return { ms: endMs - beginMs, beginMs, stdout, stderr };
}
