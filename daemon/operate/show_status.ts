// SPDX-License-Identifier: Apache-2.0 OR MIT
// The output of `kernel status`: once, or again and again.

import { waitForExit } from "../../lib/daemon/mod.ts";
import type { CommandContext } from "../cli/command.ts";
import { type OutputFormat, writeValue } from "../cli/output_format.ts";
import { exitCodes } from "../exit_codes.ts";
import { findKernels, type FoundKernel, looked } from "./discovery.ts";
import { type KernelReport, reportKernels } from "./kernel_report.ts";
import { kernelsTable, kernelTable, noteLine } from "./kernel_tables.ts";
import { chooseToShow, statusCode } from "./status_choice.ts";
import { surveyKernels } from "./survey.ts";
import { type SignalSource, watch } from "./watch.ts";

/** What to show. */
export interface StatusOptions {
  /** Id, beginning of an id, or port; all kernels when absent. */
  readonly selector: string | undefined;
  readonly format: OutputFormat;
  /** Present when it is to be shown again and again. */
  readonly intervalMs?: number;
  /** Where SIGINT comes from while it is. */
  readonly signals?: SignalSource;
}

/** Moves to the upper left corner and clears the terminal. */
const home = "\x1b[H\x1b[2J\x1b[3J";

/**
 * Shows one kernel in detail, or all in a table.
 *
 * @returns 0 when a kernel runs, 1 when none does, 130 when interrupted
 */
export async function showStatus(options: StatusOptions, context: CommandContext): Promise<number> {
  const { selector, intervalMs } = options;
  const kernels = await surveyKernels(context);
  const chosen = chooseToShow(kernels, selector);
  if (intervalMs !== undefined) return await watchStatus(options, intervalMs, chosen, context);
  const reports = await reportKernels(chosen, { env: context.env, now: Date.now });
  context.terminal.write(await render(options, reports, context));
  tellProblems(reports, context);
  return statusCode(chosen);
}

async function render(
  { format, selector }: StatusOptions,
  reports: readonly KernelReport[],
  { terminal }: CommandContext,
): Promise<string> {
  const [first] = reports;
  const one = first !== undefined && (selector !== undefined || reports.length === 1);
  if (format === "table") {
    if (one) return kernelTable(first, terminal.colour);
    return reports.length === 0 ? "" : kernelsTable(reports, terminal.colour);
  }
  const single = selector !== undefined || (format === "text" && one);
  return await writeValue(format, single ? first : reports);
}

/** Says on standard error what a table of several does not. */
function tellProblems(reports: readonly KernelReport[], { terminal }: CommandContext): void {
  const note = (text: string) => terminal.writeError(noteLine(text, terminal.errorColour));
  if (reports.length === 0) {
    note("No kernel is running; to start one: llmspell kernel start --daemon");
  }
  for (const { problem } of reports) if (problem !== undefined) note(problem);
}

async function watchStatus(
  options: StatusOptions,
  intervalMs: number,
  chosen: readonly FoundKernel[],
  context: CommandContext,
): Promise<number> {
  const { env, terminal } = context;
  const single = options.selector !== undefined || chosen.length === 1 ? chosen[0] : undefined;
  const show = async () => {
    const kernels = single === undefined
      ? chooseToShow(await findKernels(env), undefined)
      : [looked(single)];
    const reports = await reportKernels(kernels, { env, now: Date.now });
    terminal.write(block(options, await render(options, reports, context), terminal.colour));
    return single === undefined || reports[0]?.status !== "stopped";
  };
  const stop = new AbortController();
  const { signals } = options;
  try {
    const end = await watch({
      intervalMs,
      now: Date.now,
      show,
      ...(single === undefined ? {} : { news: ended(single, stop.signal) }),
      ...(signals === undefined ? {} : { signals }),
    });
    return end === "interrupted" ? exitCodes.interrupted : exitCodes.failure;
  } finally {
    stop.abort();
  }
}

/** Resolves when the kernel's process ends; never when that is not for us to see, or nobody waits any longer. */
async function ended({ record }: FoundKernel, signal: AbortSignal): Promise<void> {
  try {
    await waitForExit(record.pid, signal);
  } catch {
    await new Promise<never>(() => {});
  }
}

/** One showing: in place of the one before on a terminal, else behind it and apart from it. */
function block({ format }: StatusOptions, text: string, terminal: boolean): string {
  if (format === "json") return JSON.stringify(JSON.parse(text)) + "\n";
  if (format === "yaml") return `---\n${text}`;
  return terminal ? home + text : `${text}\n`;
}
