// SPDX-License-Identifier: Apache-2.0 OR MIT
// Other programs, as the installation calls them.

/** What a program left behind. */
export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; `undefined` when there is none of that name. */
export type RunProgram = (
  command: readonly string[],
  env?: Readonly<Record<string, string>>,
) => Promise<ProgramResult | undefined>;

/** Runs a program of the system. */
export const runProgram: RunProgram = async ([program, ...args], env = {}) => {
  try {
    const { code, stdout, stderr } = await new Deno.Command(program!, {
      args,
      env: { ...env, LC_ALL: "C" },
      stdin: "null",
    }).output();
    const text = new TextDecoder();
    return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
};
