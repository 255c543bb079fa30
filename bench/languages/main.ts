// SPDX-License-Identifier: Apache-2.0 OR MIT
// Benchmark of the languages beside their peers: `deno task bench:languages --help`.

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureLua } from "../../tools/setup.ts";
import { bundle } from "../../tools/compile/bundle.ts";
import { programMissing } from "../daemon/errors.ts";
import { runClient } from "../jupyter/client.ts";
import { runCommandLine } from "../jupyter/command_line.ts";
import { environmentFailed } from "../jupyter/errors.ts";
import { runCommand } from "../jupyter/venv.ts";
import { benchPython } from "../jupyter/python.ts";
import { allHeld, judge } from "./bounds.ts";
import type { Findings } from "./findings.ts";
import { type Options, parseOptions, usage } from "./options.ts";
import { sizesFor } from "./plan.ts";
import { findPrograms } from "./programs.ts";
import { report } from "./report.ts";

const folder = fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "");
const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/**
 * Prepares the peers, measures, and makes the report.
 *
 * @throws {BenchError} when a program is not there, or the client fails
 */
async function bench(options: Options): Promise<{ text: string; success: boolean }> {
  const { languages, parts, rounds, quick, format } = options;
  const program = resolve(options.program ?? `${root}/dist/llmspell`);
  if (!existsSync(program)) throw programMissing(program);
  const python = await benchPython(root);
  const modules = await Deno.makeTempDir({ prefix: "llmspell-bench-" });
  try {
    await bundle({ root, out: modules });
    const programs = findPrograms({
      ...{ program, deno: Deno.execPath(), python, modules },
      basePython: await basePythonOf(python),
      lua: await ensureLua(),
    }, languages);
    const plan = { programs, parts, rounds, sizes: sizesFor(quick ? "quick" : "full") };
    const client = { python, folder, module: "language_client", library: `${root}/bench/jupyter` };
    const findings = await runClient<Findings>(plan, client);
    const verdicts = judge(findings.kernels, languages, parts);
    const deno = Deno.version.deno;
    const text = report(findings, verdicts, { format, deno, program, languages, rounds, quick });
    return { text, success: allHeld(verdicts) };
  } finally {
    await Deno.remove(modules, { recursive: true });
  }
}

/** The Python that an environment was made with: it runs scripts without the detour over the environment. */
async function basePythonOf(python: string): Promise<string> {
  const code = "import os, sys; print(os.path.realpath(sys._base_executable))";
  const { success, output } = await runCommand([python, "-c", code]);
  if (!success) throw environmentFailed("its own Python", output);
  return output.trim();
}

Deno.exitCode = await runCommandLine(Deno.args, { parseOptions, usage, bench });
