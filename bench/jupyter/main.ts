// SPDX-License-Identifier: Apache-2.0 OR MIT
// Benchmark of Jupyter kernels side by side: `deno task bench --help`.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runClient } from "./client.ts";
import { BenchError } from "./errors.ts";
import { availableKernels, chooseKernels } from "./kernels.ts";
import { type Options, parseOptions, usage } from "./options.ts";
import { sizesFor } from "./plan.ts";
import { report } from "./report.ts";
import { prepareVenv, runCommand } from "./venv.ts";

/**
 * Prepares the environment, measures, and makes the report.
 *
 * @throws {BenchError} when the environment, a kernel asked for, or the client fails
 */
async function bench(options: Options): Promise<string> {
  const folder = fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "");
  const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
  const python = await prepareVenv({
    folder: `${root}/.cache/bench-venv`,
    requirements: `${root}/bench/requirements.txt`,
    python: Deno.env.get("PYTHON") ?? "python3",
    run: runCommand,
    progress: (text) => {
      if (Deno.stderr.isTerminal()) Deno.stderr.writeSync(new TextEncoder().encode(`${text}\n`));
    },
  });
  const available = availableKernels({ root, deno: Deno.execPath(), python, exists: existsSync });
  const { rounds, quick, format } = options;
  const plan = {
    kernels: chooseKernels(available, options.kernels),
    rounds,
    sizes: sizesFor(quick ? "quick" : "full"),
  };
  const findings = await runClient(plan, { python, folder });
  return report(findings, { format, deno: Deno.version.deno, rounds, quick });
}

/** Runs the command line; the exit code is 1 for a failure, 2 for wrong usage. */
async function main(args: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(args);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    await write(Deno.stderr.writable, `${error.message}\n`);
    return 2;
  }
  try {
    await write(Deno.stdout.writable, options.help ? usage : await bench(options));
    return 0;
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    await write(Deno.stderr.writable, `${error.message}\n`);
    return 1;
  }
}

async function write(to: WritableStream<Uint8Array>, text: string): Promise<void> {
  await new Blob([text]).stream().pipeTo(to, { preventClose: true });
}

Deno.exitCode = await main(Deno.args);
