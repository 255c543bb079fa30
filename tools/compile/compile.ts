// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes the one binary, dist/llmspell: bundles, embeds this platform's assets, and has Deno compile the result.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { workerModules } from "../../daemon/assets.ts";
import { v8Flags } from "../../daemon/v8_flags.ts";
import { programName, programVersion } from "../../daemon/version.ts";
import { bundle } from "./bundle.ts";
import { prepareDenoPair } from "./denort.ts";
import { embedAssets } from "./embed.ts";
import { binaryBroken, commandFailed, CompileError } from "./errors.ts";
import { openProgress, type Progress } from "./progress.ts";
import { type CommandOutcome, runCommand } from "./run_command.ts";

/** Compiles the program and returns the binary's path. */
export async function compile(root: string, progress: Progress): Promise<string> {
  const cache = join(root, ".cache");
  const stage = join(cache, "compile", programName);
  const output = join(root, "dist", programName);
  await Deno.remove(stage, { recursive: true }).catch(ignoreMissing);
  await Deno.mkdir(join(root, "dist"), { recursive: true });
  progress.step("bundling");
  await bundle({ root, out: stage });
  await embedAssets(root, stage);
  progress.step("compiling");
  const own = await compileStage({ deno: Deno.execPath(), stage, output, env: {} });
  if (!own.success) await compileWithPair({ own, stage, output, cache, progress });
  progress.step("trying the binary");
  await tryBinary(output);
  return output;
}

/** The Deno that runs has no denort and cannot download one: another Deno compiles, with a denort of its own. */
async function compileWithPair(
  { own, stage, output, cache, progress }: {
    own: CommandOutcome;
    stage: string;
    output: string;
    cache: string;
    progress: Progress;
  },
): Promise<void> {
  if (!/denort/.test(own.output) || Deno.env.has("DENORT_BIN")) {
    throw commandFailed("compile", own.output);
  }
  progress.note(
    `denort of Deno ${Deno.version.deno} cannot be downloaded; using Deno 2.6.10 from PyPI`,
  );
  const { deno, denort } = await prepareDenoPair(cache, progress);
  progress.step("compiling with Deno 2.6.10");
  const outcome = await compileStage({ deno, stage, output, env: { DENORT_BIN: denort } });
  if (!outcome.success) throw commandFailed("compile with Deno 2.6.10", outcome.output);
}

/** The code cache is left out: a compiled program would write it to the folder for temporary files. */
function compileStage(
  { deno, stage, output, env }: {
    deno: string;
    stage: string;
    output: string;
    env: Record<string, string>;
  },
): Promise<CommandOutcome> {
  const options = ["--allow-all", "--no-check", "--no-config", "--no-lock", "--no-code-cache"];
  const v8 = [`--v8-flags=${v8Flags}`];
  const workers = Object.keys(workerModules).map((name) => join(stage, `${name}_worker.js`));
  const included = [...workers, join(stage, "assets")].flatMap((path) => ["--include", path]);
  const command = [deno, "compile", ...options, ...v8, "--unstable-worker-options"];
  return runCommand([...command, ...included, "--output", output, join(stage, "main.js")], {
    NO_COLOR: "1",
    ...env,
  });
}

/** A binary that was put together from parts that do not fit says so at its first start. */
async function tryBinary(path: string): Promise<void> {
  const { success, output } = await runCommand([path, "--version"]);
  if (!success || output !== `${programName} ${programVersion}\n`) throw binaryBroken(path, output);
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

if (import.meta.main) {
  const progress = openProgress(Deno.stderr);
  try {
    const path = await compile(fileURLToPath(new URL("../../", import.meta.url)), progress);
    progress.done();
    const { size } = await Deno.stat(path);
    progress.note(`${path}: ${(size / 1e6).toFixed(1)} MB`);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    progress.note(`compile: ${error.message}\n  hint: ${error.hint}`);
    Deno.exit(1);
  }
}
