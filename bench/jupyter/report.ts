// SPDX-License-Identifier: Apache-2.0 OR MIT
// Findings as text for a terminal, as Markdown and as JSON.

import { type Bound, judge, ratio, subjects, type Verdict } from "./bounds.ts";
import { combine, type Findings, type KernelFindings, type Machine } from "./findings.ts";
import { figure, type Measure, measures } from "./measures.ts";
import type { Format } from "./options.ts";
import { markdownTable, type Table, textTable } from "./table.ts";

/** What a report is made of besides the findings. */
export interface ReportOptions {
  readonly format: Format;
  /** Version of the Deno that ran the benchmark and its peer kernel. */
  readonly deno: string;
  readonly rounds: number;
  readonly quick: boolean;
}

/** The whole report. JSON holds every sample, every figure and every verdict. */
export function report(findings: Findings, options: ReportOptions): string {
  if (options.format === "json") return jsonReport(findings, options);
  const markdown = options.format === "markdown";
  const table = markdown ? markdownTable : textTable;
  const list = (title: string, lines: readonly string[]) => listOf(title, lines, options.format);
  const verdicts = judge(findings.kernels);
  const parts = [
    list("Run", runLines(findings, options)),
    table(valueTable(findings.kernels)),
    ...subjects(findings.kernels).map((kernel) => table(ratioTable(kernel, findings.kernels))),
    ...(verdicts.length > 0 ? [list("Bounds", verdicts.map(verdictLine))] : []),
  ];
  const notes = noteLines(findings.kernels);
  if (notes.length > 0) parts.push(list("Notes", notes));
  return parts.join("\n");
}

/** Lines under a title. */
export function listOf(title: string, lines: readonly string[], format: Format): string {
  const markdown = format === "markdown";
  return `${markdown ? "### " : ""}${title}\n\n` +
    lines.map((line) => `${markdown ? "- " : "  "}${line}\n`).join("");
}

/** A figure of a measure as the tables show it. */
export function formatFigure(value: number, unit: Measure["unit"]): string {
  if (unit === "x") return `${value.toFixed(2)}x`;
  if (unit === "ms") return value.toFixed(value < 100 ? 2 : 0);
  return value.toFixed(unit === "MB" ? 1 : 0);
}

function jsonReport(findings: Findings, options: ReportOptions): string {
  const figures = findings.kernels.map((kernel) => [
    kernel.name,
    Object.fromEntries(measures.map(({ id }) => [id, figure(kernel, id) ?? null])),
  ]);
  const { deno, rounds, quick } = options;
  const whole = {
    run: { deno, rounds, quick },
    ...findings,
    figures: Object.fromEntries(figures),
    verdicts: judge(findings.kernels),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function runLines({ machine, floor, kernels }: Findings, options: ReportOptions): string[] {
  const echo = (name: string) => combine(floor[name] ?? [], "median") ?? 0;
  return [
    `${options.rounds} round(s)${options.quick ? ", quick: a look, not a result" : ""}`,
    machineLine(machine),
    ...busyLines(machine),
    `client: Python ${machine.python}, libzmq ${machine.libzmq}; its own floor on a process that ` +
    `only echoes: p50 ${echo("echo_p50_ms").toFixed(2)} ms, p99 ${
      echo("echo_p99_ms").toFixed(2)
    } ` +
    `ms, ${echo("echo_1_per_s").toFixed(0)}/s with 1 client, ` +
    `${echo("echo_8_per_s").toFixed(0)}/s with 8`,
    ...kernels.map((kernel) => versionLine(kernel, options)),
  ];
}

/** The machine of a run, on a line. */
export function machineLine({ system, cpu, cores, load, loadAfter, files }: Machine): string {
  return `${cpu}, ${cores} cores, ${system}; load ${load.join(" ")} before, ` +
    `${loadAfter.join(" ")} after; kernels' files in ${files}`;
}

/** A warning when other work held more than half of the cores as the run began. */
export function busyLines({ load, cores }: Machine): string[] {
  const [before = 0] = load;
  if (before <= cores / 2) return [];
  return [`THE MACHINE WAS BUSY before the run (load ${before} on ${cores} cores): run it again`];
}

function versionLine({ name, version }: KernelFindings, options: ReportOptions): string {
  if (version.implementation === undefined) return `${name}: never answered`;
  const deno = name === "deno" ? `, Deno ${options.deno}` : "";
  return `${name}: ${version.implementation} ${version.implementationVersion}, ` +
    `${version.language}, protocol ${version.protocol}${deno}`;
}

function valueTable(kernels: readonly KernelFindings[]): Table {
  return {
    title: "Values",
    head: ["", "unit", ...kernels.map((kernel) => kernel.name)],
    rows: measures.map((measure) => [
      measure.title,
      measure.unit,
      ...kernels.map((kernel) => valueCell(kernel, measure)),
    ]),
  };
}

function valueCell(kernel: KernelFindings, measure: Measure): string {
  const value = figure(kernel, measure.id);
  if (value !== undefined) return formatFigure(value, measure.unit);
  const reason = kernel.missing[measure.group] ?? "";
  return ["no answer", "ended"].find((word) => reason.startsWith(word)) ?? "-";
}

function ratioTable(subject: KernelFindings, kernels: readonly KernelFindings[]): Table {
  const peers = kernels.filter((kernel) => kernel !== subject);
  return {
    title: `Ratios: ${subject.name} / peer`,
    head: ["", "better", ...peers.map((peer) => peer.name)],
    rows: measures.map((measure) => [
      measure.title,
      measure.unit === "/s" ? "higher" : "lower",
      ...peers.map((peer) => {
        const value = ratio(figure(subject, measure.id), figure(peer, measure.id));
        return value === undefined ? "-" : `${value.toFixed(2)}x`;
      }),
    ]),
  };
}

function verdictLine({ kernel, bound, outcome, value }: Verdict): string {
  const found = value === undefined
    ? "no figure"
    : bound.kind === "under"
    ? `${value.toFixed(2)} ms`
    : `${value.toFixed(2)}x ${bound.peer}`;
  return `${outcome.padEnd(10)} ${kernel}: ${bound.title}: ${found} (${limitOf(bound)})`;
}

function limitOf(bound: Bound): string {
  return bound.kind === "under"
    ? `under ${bound.limitMs} ms`
    : `${bound.kind} ${bound.ratio}x ${bound.peer}`;
}

function noteLines(kernels: readonly KernelFindings[]): string[] {
  return kernels.flatMap(({ name, samples, missing }) => {
    const messages = combine(samples["flood_messages"] ?? [], "median");
    return [
      ...(messages === undefined ? [] : [`${name}: printed lines came in ${messages} messages`]),
      ...lossLine(name, "printed lines", samples["flood_lost_lines"]),
      ...lossLine(name, "idle statuses after printed lines", samples["flood_lost_idle"]),
      ...lossLine(name, "idle statuses with 1 client", samples["executions_1_lost_idle"]),
      ...lossLine(name, "idle statuses with 8 clients", samples["executions_8_lost_idle"]),
      ...Object.entries(missing).map(([group, reason]) => `${name}: ${group}: ${reason}`),
    ];
  });
}

function lossLine(name: string, what: string, lost: readonly number[] = []): string[] {
  if (!lost.some((count) => count > 0)) return [];
  return [`${name}: ${what} that never came, by round: ${lost.join(", ")}`];
}
