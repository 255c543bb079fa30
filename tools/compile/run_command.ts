// SPDX-License-Identifier: Apache-2.0 OR MIT

/** How a program ended, with all it wrote. */
export interface CommandOutcome {
  readonly success: boolean;
  readonly output: string;
}

/**
 * Runs a program to its end.
 *
 * @param env variables beside those of this process
 * @throws {Deno.errors.NotFound} when there is no such program
 */
export async function runCommand(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandOutcome> {
  const [program = "", ...args] = command;
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args,
    env,
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  return { success, output: text.decode(stdout) + text.decode(stderr) };
}
