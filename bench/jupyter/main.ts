// SPDX-License-Identifier: Apache-2.0 OR MIT
// Benchmark of Jupyter kernels side by side: `deno task bench --help`.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runClient } from "./client.ts";
import { runCommandLine } from "./command_line.ts";
import type { Findings } from "./findings.ts";
import { availableKernels, chooseKernels } from "./kernels.ts";
import { type Options, parseOptions, usage } from "./options.ts";
import { sizesFor } from "./plan.ts";
import { benchPython } from "./python.ts";
import { report } from "./report.ts";

/**
 * Prepares the environment, measures, and makes the report.
 *
 * @throws {BenchError} when the environment, a kernel asked for, or the client fails
 */
async function bench(options: Options): Promise<{ text: string; success: boolean }> {
  const folder = fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "");
  const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
  const python = await benchPython(root);
  const available = availableKernels({ root, deno: Deno.execPath(), python, exists: existsSync });
  const { rounds, quick, format } = options;
  const plan = {
    kernels: chooseKernels(available, options.kernels),
    rounds,
    sizes: sizesFor(quick ? "quick" : "full"),
  };
  const findings = await runClient<Findings>(plan, { python, folder });
  const text = report(findings, { format, deno: Deno.version.deno, rounds, quick });
  return { text, success: true };
}

Deno.exitCode = await runCommandLine(Deno.args, { parseOptions, usage, bench });
