// SPDX-License-Identifier: Apache-2.0 OR MIT
// A whole run.

import type { Findings } from "./findings.ts";
import { measureFloor } from "./floor.ts";
import { openGround } from "./ground.ts";
import { measureIdle } from "./idle.ts";
import { measureKernelRound, warmUpKernel } from "./kernel_round.ts";
import { load, machineState } from "./machine.ts";
import { measureNginxRound } from "./nginx_round.ts";
import type { Programs } from "./programs.ts";
import { Recorder } from "./recorder.ts";
import { runProgram } from "./run_program.ts";
import type { Sizes } from "./sizes.ts";

/** What a run is given. */
export interface RunOptions {
  readonly programs: Programs;
  readonly rounds: number;
  readonly sizes: Sizes;
  /** Ends the run early; what it started is ended with it. */
  readonly signal: AbortSignal;
  /** Told what is done now. */
  readonly progress: (text: string) => void;
}

/**
 * Measures every program in each round, in an order that turns around from round to round, and then all of them idle.
 *
 * @throws {BenchError} when llmspell cannot be started at all
 * @throws the signal's reason when it aborts
 */
export async function measure(options: RunOptions): Promise<Findings> {
  const { programs: { binary, nginx }, rounds, sizes, signal, progress } = options;
  await using ground = await openGround(sizes, signal);
  const machine = machineState();
  const [recorder, peer] = [new Recorder(signal), new Recorder(signal)];
  progress("floor");
  const floor = await measureFloor(ground);
  await warmUpKernel(binary, ground);
  for (let round = 0; round < rounds; round++) {
    progress(`round ${round + 1} of ${rounds}`);
    const turns = [
      () => measureKernelRound({ binary, round, ground, recorder }),
      ...(nginx === undefined
        ? []
        : [() => measureNginxRound({ path: nginx, round, ground, recorder: peer })]),
    ];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
  }
  progress(`idle for ${sizes.settleSeconds + sizes.idleSeconds} s`);
  await measureIdle({ binary, nginx, count: rounds, ground, recorder, peer });
  const found = ({ samples, missing }: Recorder) => ({ samples, missing });
  return {
    machine: { ...machine, loadAfter: load(), files: ground.folder },
    floor,
    programs: [
      {
        name: "llmspell",
        version: await llmspellVersion(binary, signal),
        ...found(recorder),
      },
      ...(nginx === undefined
        ? []
        : [{ name: "nginx", version: await nginxVersion(nginx, signal), ...found(peer) }]),
    ],
  };
}

async function llmspellVersion(path: string, signal: AbortSignal): Promise<string> {
  const { stdout } = await runProgram({ path, env: {} }, ["--version"], signal);
  const megabytes = (await Deno.stat(path)).size / 1_000_000;
  return `${stdout.trim()}, ${path}, ${megabytes.toFixed(1)} MB`;
}

async function nginxVersion(path: string, signal: AbortSignal): Promise<string> {
  const { stderr } = await runProgram({ path, env: {} }, ["-v"], signal);
  return `${stderr.replace("nginx version:", "").trim()}, ${path}`;
}
