// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { eachProgramOnLinux } from "./register.ts";
import { race, type RaceReport } from "./races.ts";

/** Starts of one race: enough that several are in each step at the same time. */
const starts = 12;

/** One runs, all others failed and left nothing. */
function assertOneWinner({ winner, won, losers, processes, files }: RaceReport): void {
  assert.equal(won, 1);
  assert.deepEqual(losers.map(({ code }) => code), Array(starts - 1).fill(1));
  assert.deepEqual(processes, [winner.pid]);
  const { id } = winner;
  assert.deepEqual(files.filter((path) => !/^logs\/kernel-.+\.out$/.test(path)).sort(), [
    `kernels/kernel-${id}.json`,
    `logs/kernel-${id}.log`,
    `run/kernel-${id}.json`,
    `run/kernel-${id}.pid`,
  ]);
}

eachProgramOnLinux(
  "kernel start --daemon has one winner among many of one id, and the others name its process",
  async (program) => {
    const report = await race({ program, prize: "id", starts });
    assertOneWinner(report);
    const { winner: { pid } } = report;
    for (const { stderr } of report.losers) {
      assert.match(
        stderr,
        new RegExp(`Cannot lock .+/run/kernel-same\\.pid": held by process ${pid}\n`),
      );
    }
  },
);

eachProgramOnLinux(
  "kernel start --daemon has one winner among many that want one port, and the others name it",
  async (program) => {
    const report = await race({ program, prize: "port", starts });
    assertOneWinner(report);
    const { id, pid } = report.winner;
    for (const { stderr } of report.losers) {
      assert.match(stderr, new RegExp(`kernel "${id}" \\(process ${pid}\\) holds it`));
    }
  },
);
