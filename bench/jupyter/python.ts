// SPDX-License-Identifier: Apache-2.0 OR MIT

import { prepareVenv, runCommand } from "./venv.ts";

/**
 * The Python of the benchmarks' own environment, in `.cache/bench-venv`; made when it is not there or its pins changed.
 *
 * @param root folder of the checkout
 * @throws {BenchError} when it cannot be made
 */
export async function benchPython(root: string): Promise<string> {
  return await prepareVenv({
    folder: `${root}/.cache/bench-venv`,
    requirements: `${root}/bench/requirements.txt`,
    python: Deno.env.get("PYTHON") ?? "python3",
    run: runCommand,
    progress: (text) => {
      if (Deno.stderr.isTerminal()) Deno.stderr.writeSync(new TextEncoder().encode(`${text}\n`));
    },
  });
}
