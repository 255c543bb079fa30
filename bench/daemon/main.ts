// SPDX-License-Identifier: Apache-2.0 OR MIT
// Benchmark of the program as a service: `deno task bench:daemon --help`.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BenchError } from "../jupyter/errors.ts";
import { measure } from "./measure.ts";
import { type Options, parseOptions, usage } from "./options.ts";
import { findPrograms } from "./programs.ts";
import { report } from "./report.ts";
import { sizesFor } from "./sizes.ts";

const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Measures, and makes the report.
 *
 * @throws {BenchError} when there is no program, or it does not start
 */
async function bench({ quick, rounds, format }: Options, signal: AbortSignal): Promise<string> {
  const programs = findPrograms({
    root: fileURLToPath(new URL("../../", import.meta.url)),
    env: (name) => Deno.env.get(name),
    exists: existsSync,
  });
  const sizes = sizesFor(quick ? "quick" : "full");
  const findings = await measure({
    ...{ programs, rounds, sizes, signal },
    progress: (text) => {
      if (Deno.stderr.isTerminal()) Deno.stderr.writeSync(new TextEncoder().encode(`${text}\n`));
    },
  });
  return report(findings, { format, rounds, quick, sizes });
}

/** Runs the command line; the exit code is 1 for a failure, 2 for wrong usage, 130 for an interrupt. */
async function main(args: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(args);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    await write(Deno.stderr.writable, `${error.message}\n`);
    return 2;
  }
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  for (const signal of endings) Deno.addSignalListener(signal, interrupt);
  try {
    await write(Deno.stdout.writable, options.help ? usage : await bench(options, stop.signal));
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return 130;
    if (!(error instanceof BenchError)) throw error;
    await write(Deno.stderr.writable, `${error.message}\n`);
    return 1;
  } finally {
    for (const signal of endings) Deno.removeSignalListener(signal, interrupt);
  }
}

async function write(to: WritableStream<Uint8Array>, text: string): Promise<void> {
  await new Blob([text]).stream().pipeTo(to, { preventClose: true });
}

Deno.exitCode = await main(Deno.args);
