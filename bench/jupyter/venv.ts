// SPDX-License-Identifier: Apache-2.0 OR MIT
// The Python environment of the peers and the client, made once and again when its pins change.

import { createHash } from "node:crypto";
import { environmentFailed } from "./errors.ts";

/** What preparing an environment needs. */
export interface VenvOptions {
  /** Folder of the environment; owned by the benchmark, removed when it is out of date. */
  readonly folder: string;
  /** Path of the file with the exact pins. */
  readonly requirements: string;
  /** Python that makes the environment. */
  readonly python: string;
  /** Runs a command to its end. */
  readonly run: (argv: readonly string[]) => Promise<RunResult>;
  /** Told when something is about to take time. */
  readonly progress: (text: string) => void;
}

/** How a command ended. */
export interface RunResult {
  readonly success: boolean;
  /** Both streams, for a person. */
  readonly output: string;
}

/**
 * Makes the environment unless it is there and current.
 *
 * @returns path of its Python
 * @throws {BenchError} when there is no Python, or a package cannot be installed
 */
export async function prepareVenv(options: VenvOptions): Promise<string> {
  const python = `${options.folder}/bin/python`;
  const stampFile = `${options.folder}/requirements.sha256`;
  const stamp = await stampOf(options);
  if (await textOf(stampFile) === stamp) return python;
  options.progress(`Preparing ${options.folder}`);
  await Deno.remove(options.folder, { recursive: true }).catch(ignoreMissing);
  await step(options, [options.python, "-m", "venv", options.folder]);
  await step(options, [
    python,
    ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check"],
    ...["--requirement", options.requirements],
  ]);
  await Deno.writeTextFile(stampFile, stamp);
  return python;
}

/** Runs a command with nothing on its input. */
export async function runCommand(argv: readonly string[]): Promise<RunResult> {
  const [program = "", ...args] = argv;
  try {
    const ended = await new Deno.Command(program, { args, stdin: "null" }).output();
    const text = new TextDecoder();
    return {
      success: ended.success,
      output: text.decode(ended.stdout) + text.decode(ended.stderr),
    };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { success: false, output: error.message };
    throw error;
  }
}

async function stampOf(options: VenvOptions): Promise<string> {
  const version = await step(options, [options.python, "--version"]);
  const pins = await Deno.readTextFile(options.requirements);
  return createHash("sha256").update(version).update(pins).digest("hex");
}

async function step(options: VenvOptions, argv: readonly string[]): Promise<string> {
  const { success, output } = await options.run(argv);
  if (!success) throw environmentFailed(argv.join(" "), output);
  return output;
}

async function textOf(path: string): Promise<string | undefined> {
  return await Deno.readTextFile(path).catch(ignoreMissing);
}

function ignoreMissing(error: unknown): undefined {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
