// SPDX-License-Identifier: Apache-2.0 OR MIT
// Starts many kernels at the same moment that want the same thing, and tells how it went:
// `deno run -A tests/system/daemon/races.ts --starts 50 --form binary`.

import { parseArgs } from "node:util";
import type { KernelRecord } from "../../../daemon/kernel_record.ts";
import { type Program, programs } from "../../clients/program.ts";
import type { Finished } from "../../clients/workspace.ts";
import { freePorts } from "./ports.ts";
import { processesOf } from "./process_facts.ts";
import { ServiceHome } from "./service_home.ts";

/** What the starts compete for. */
export type Prize = "id" | "port";

/** How many compete. */
export interface RaceOptions {
  readonly program: Program;
  readonly prize: Prize;
  readonly starts: number;
}

/** How a race went. */
export interface RaceReport {
  /** The kernel that runs. */
  readonly winner: KernelRecord;
  /** How many starts said that they succeeded. */
  readonly won: number;
  /** What all others said, and their exit codes. */
  readonly losers: readonly Finished[];
  /** Processes of the home while the winner runs. */
  readonly processes: readonly number[];
  /** Files below the home, and temporary ones, while the winner runs. */
  readonly files: readonly string[];
  readonly seconds: number;
}

/** Runs one race, and stops the winner. */
export async function race({ program, prize, starts }: RaceOptions): Promise<RaceReport> {
  await using home = new ServiceHome(program);
  const port = prize === "port" ? freePorts(6) : 0;
  const begin = performance.now();
  const ids = Array.from({ length: starts }, (_, i) => prize === "id" ? "same" : `k${i}`);
  const ended = await Promise.all(ids.map(async (id) => {
    const words = ["kernel", "start", "--daemon", "--id", id, `--port=${port}`];
    return { id, ...await home.run(words) };
  }));
  const seconds = (performance.now() - begin) / 1000;
  const winners = ended.filter(({ code }) => code === 0);
  const [first] = winners;
  if (first === undefined) throw new Error(`Cannot find a winner: ${JSON.stringify(ended)}`);
  const winner = home.record(first.id);
  const report = {
    winner,
    won: winners.length,
    losers: ended.filter(({ code }) => code !== 0),
    processes: processesOf(home.path),
    files: [...home.files(), ...home.temporaryFiles()],
    seconds,
  };
  await home.succeed(["kernel", "stop", first.id]);
  return report;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      "starts": { type: "string", default: "50" },
      "form": { type: "string", default: "binary" },
    },
  });
  const program = programs().find(({ form }) => form === values.form)!;
  let wrong = 0;
  for (const prize of ["id", "port"] as const) {
    const { winner, won, losers, files, seconds } = await race({
      ...{ program, prize, starts: Number(values.starts) },
    });
    const named = losers.filter(({ code, stderr }) =>
      code === 1 && stderr.includes(`${winner.pid}`)
    );
    const text = `${prize}: ${won} won, ${losers.length} lost, ${named.length} named process ` +
      `${winner.pid}, in ${seconds.toFixed(1)} s\n  ${files.join(", ")}\n` +
      losers.filter((loser) => !named.includes(loser)).map(({ stderr }) => `  ${stderr}`).join("");
    Deno.stdout.writeSync(new TextEncoder().encode(text));
    wrong += Math.abs(won - 1) + losers.length - named.length;
  }
  return wrong === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main());
