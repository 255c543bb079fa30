// SPDX-License-Identifier: Apache-2.0 OR MIT
// The kernels that are compared: how each is started and its cells in its own language.

import { kernelUnavailable } from "./errors.ts";
import type { Cells, KernelPlan } from "./plan.ts";

const lua: Cells = {
  noop: "do end",
  flood: "for i = 1, {lines} do print(i) end",
  display_setup: 'blob = string.rep("x", 1000000)',
  display: 'local _ = display{ ["text/plain"] = blob }',
  spin: 'print("spinning") io.flush() while true do end',
};

const python: Cells = {
  noop: "pass",
  flood: "for i in range(1, {lines} + 1): print(i)",
  display_setup: "from IPython.display import display as show\nblob = 'x' * 1_000_000",
  display: "show({'text/plain': blob}, raw=True)",
  spin: "print('spinning', flush=True)\nwhile True: pass",
};

// Deno sends what console.log wrote only when the script lets go; a broadcast can be awaited.
const javascript: Cells = {
  noop: ";",
  flood: "for (let i = 1; i <= {lines}; i++) console.log(i);",
  display_setup: "const blob = 'x'.repeat(1_000_000);",
  display: broadcast("blob"),
  spin: `${broadcast("'spinning'")}\nwhile (true);`,
};

/** Cells by language; those for `deno` show things as Deno's own kernel wants it. */
export const kernelCells: Readonly<Record<"lua" | "python" | "deno", Cells>> = Object.freeze({
  lua,
  python,
  deno: javascript,
});

/** Where the kernels are found. */
export interface Places {
  /** Folder of the checkout. */
  readonly root: string;
  readonly deno: string;
  /** Python of the benchmark's own environment. */
  readonly python: string;
  readonly exists: (path: string) => boolean;
}

/**
 * Every kernel that can be started here, llmspell first.
 *
 * @param places where binaries and interpreters are
 * @returns plans by fixed names: `llmspell` is the compiled binary, `llmspell-checkout` its sources
 */
export function availableKernels(places: Places): KernelPlan[] {
  const binary = `${places.root}/dist/llmspell`;
  const main = `${places.root}/main.ts`;
  const start = ["kernel", "start", "--connection-file", "{connection_file}"];
  const launcher = (name: string) => [places.python, "-m", name, "-f", "{connection_file}"];
  const plans: KernelPlan[] = [
    llmspell("llmspell", [binary, ...start]),
    llmspell("llmspell-checkout", [places.deno, "run", "--quiet", "-A", main, ...start]),
    peer("ipykernel", launcher("ipykernel_launcher"), python),
    peer("xeus-python", launcher("xpython_launcher"), python),
    peer(
      "deno",
      [places.deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
      javascript,
    ),
  ];
  const missing = [
    ...(places.exists(binary) ? [] : ["llmspell"]),
    ...(places.exists(main) ? [] : ["llmspell-checkout"]),
  ];
  return plans.filter((plan) => !missing.includes(plan.name));
}

/**
 * The kernels asked for, in the order of `available`; all of them when none is named.
 *
 * @throws {BenchError} when a name is not among those available
 */
export function chooseKernels(
  available: readonly KernelPlan[],
  names: readonly string[],
): KernelPlan[] {
  const known = available.map((plan) => plan.name);
  for (const name of names) {
    if (!known.includes(name)) throw kernelUnavailable(name, known);
  }
  return available.filter((plan) => names.length === 0 || names.includes(plan.name));
}

function llmspell(name: string, argv: readonly string[]): KernelPlan {
  return { name, argv, env: {}, interrupt: "message", cells: lua };
}

function peer(name: string, argv: readonly string[], cells: Cells): KernelPlan {
  return { name, argv, env: {}, interrupt: "signal", cells };
}

function broadcast(value: string): string {
  return `await Deno.jupyter.broadcast("display_data", ` +
    `{ data: { "text/plain": ${value} }, metadata: {}, transient: {} });`;
}
