// SPDX-License-Identifier: Apache-2.0 OR MIT
// Runs very many cells in one kernel and tells what memory does:
// `deno run -A tests/system/soak.ts --executions 100000 --form binary`.

import { parseArgs } from "node:util";
import { type Program, programs } from "../clients/program.ts";
import { executeContent, type KernelProcess, startKernelProcess } from "./kernel_process.ts";

/** Size of a soak. */
export interface SoakOptions {
  readonly program: Program;
  readonly executions: number;
  /** Executions after which memory is first looked at. */
  readonly warmUp: number;
}

/** What a soak found. */
export interface SoakReport {
  /** Executions whose reply was not the one expected. */
  readonly wrong: number;
  readonly bytesAfterWarmUp: number;
  readonly bytesAtEnd: number;
  /** Memory after each tenth of the executions that follow the warm-up. */
  readonly bytesByTenth: readonly number[];
  readonly seconds: number;
}

/** What people do in cells, and the status that must come of it. */
const cells: readonly { readonly code: string; readonly status: "ok" | "error" }[] = [
  { code: "x = (x or 0) + 1", status: "ok" },
  { code: 'print("line " .. x)', status: "ok" },
  { code: "x * 2", status: "ok" },
  { code: "local t = {} for i = 1, 100 do t[i] = {n = i} end t", status: "ok" },
  { code: 'display.html("<b>" .. x .. "</b>")', status: "ok" },
  { code: 'error("expected")', status: "error" },
  { code: "local s = ('x'):rep(10000) return #s", status: "ok" },
  { code: "x = = 1", status: "error" },
];

/** Requests in flight at a time: enough to keep the kernel at work. */
const inFlight = 8;

/** Runs the cells again and again. */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  await using kernel = await startKernelProcess(options.program);
  const began = performance.now();
  let wrong = await runCells(kernel, options.warmUp);
  const bytesAfterWarmUp = await kernel.residentBytes();
  const bytesByTenth: number[] = [];
  for (let tenth = 0; tenth < 10; tenth++) {
    wrong += await runCells(kernel, Math.ceil((options.executions - options.warmUp) / 10));
    bytesByTenth.push(await kernel.residentBytes());
  }
  const bytesAtEnd = bytesByTenth.at(-1)!;
  const seconds = (performance.now() - began) / 1000;
  return { wrong, bytesAfterWarmUp, bytesAtEnd, bytesByTenth, seconds };
}

/** Runs cells, a few at a time, and counts wrong replies. */
async function runCells(kernel: KernelProcess, count: number): Promise<number> {
  let next = 0;
  let wrong = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      const cell = cells[next++ % cells.length]!;
      const content = executeContent(cell.code);
      const { reply } = await kernel.client.request("shell", "execute_request", content);
      if (reply?.content["status"] !== cell.status) wrong++;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return wrong;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      "executions": { type: "string", default: "100000" },
      "warm-up": { type: "string", default: "1000" },
      "growth-percent": { type: "string", default: "10" },
      "form": { type: "string", default: "binary" },
    },
  });
  const program = programs().find(({ form }) => form === values.form)!;
  const [executions, warmUp] = [Number(values.executions), Number(values["warm-up"])];
  const report = await soak({ program, executions, warmUp });
  const growth = (report.bytesAtEnd / report.bytesAfterWarmUp - 1) * 100;
  const text =
    `${executions} executions in ${report.seconds.toFixed(1)} s, ${report.wrong} wrong; ` +
    `${mebibytes(report.bytesAfterWarmUp)} after ${warmUp}, ${
      mebibytes(report.bytesAtEnd)
    } at the end ` +
    `(${growth.toFixed(1)} %)\nby tenths: ${report.bytesByTenth.map(mebibytes).join(", ")}\n`;
  Deno.stdout.writeSync(new TextEncoder().encode(text));
  return report.wrong === 0 && growth <= Number(values["growth-percent"]) ? 0 : 1;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

if (import.meta.main) Deno.exit(await main());
