// SPDX-License-Identifier: Apache-2.0 OR MIT
// What every benchmark does with its command line.

import { BenchError } from "./errors.ts";

/** A benchmark. */
export interface Benchmark<T extends { readonly help: boolean }> {
  /** Throws a TypeError or a RangeError for what cannot be used. */
  readonly parseOptions: (args: readonly string[]) => T;
  /** Text for `--help`. */
  readonly usage: string;
  /** Measures; the report, and whether all that had to be held was. */
  readonly bench: (options: T) => Promise<{ readonly text: string; readonly success: boolean }>;
}

/** Runs a command line; the exit code is 1 for a failure or a bound that was missed, 2 for wrong usage. */
export async function runCommandLine<T extends { readonly help: boolean }>(
  args: readonly string[],
  { parseOptions, usage, bench }: Benchmark<T>,
): Promise<number> {
  let options: T;
  try {
    options = parseOptions(args);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    await write(Deno.stderr.writable, `${error.message}\n`);
    return 2;
  }
  try {
    const { text, success } = options.help ? { text: usage, success: true } : await bench(options);
    await write(Deno.stdout.writable, text);
    return success ? 0 : 1;
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    await write(Deno.stderr.writable, `${error.message}\n`);
    return 1;
  }
}

async function write(to: WritableStream<Uint8Array>, text: string): Promise<void> {
  await new Blob([text]).stream().pipeTo(to, { preventClose: true });
}
