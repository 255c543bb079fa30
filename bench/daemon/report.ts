// SPDX-License-Identifier: Apache-2.0 OR MIT
// Findings as text for a terminal, as Markdown and as JSON.

import { combine } from "../jupyter/findings.ts";
import type { Format } from "../jupyter/options.ts";
import { markdownTable, type Table, textTable } from "../jupyter/table.ts";
import { judge, type Outcome, type Verdict } from "./bounds.ts";
import type { Findings, Machine, ProgramFindings } from "./findings.ts";
import { figure, formatFigure, type Measure, measures } from "./measures.ts";
import type { Sizes } from "./sizes.ts";

/** What a report is made of besides the findings. */
export interface ReportOptions {
  readonly format: Format;
  readonly rounds: number;
  readonly quick: boolean;
  readonly sizes: Sizes;
}

/** The whole report. JSON holds every sample, every figure and every verdict. */
export function report(findings: Findings, options: ReportOptions): string {
  const [subject, ...peers] = findings.programs;
  const verdicts = subject === undefined ? [] : judge(subject);
  if (options.format === "json") return jsonReport(findings, verdicts, options);
  const markdown = options.format === "markdown";
  const list = (title: string, lines: readonly string[]) =>
    `${markdown ? "### " : ""}${title}\n\n` +
    lines.map((line) => `${markdown ? "- " : "  "}${line}\n`).join("");
  const table = markdown ? markdownTable : textTable;
  const parts = [list("Run", runLines(findings, options))];
  if (subject !== undefined) {
    parts.push(table(valueTable(subject, peers, verdicts)), list("Bounds", boundLines(verdicts)));
  }
  const notes = noteLines(findings.programs);
  if (notes.length > 0) parts.push(list("Notes", notes));
  return parts.join("\n");
}

function jsonReport(
  findings: Findings,
  verdicts: readonly Verdict[],
  { rounds, quick, sizes }: ReportOptions,
): string {
  const figures = findings.programs.map(({ name, samples }) => [
    name,
    Object.fromEntries(measures.map(({ id }) => [id, figure(samples, id) ?? null])),
  ]);
  const whole = {
    run: { rounds, quick, sizes },
    ...findings,
    figures: Object.fromEntries(figures),
    verdicts: verdicts.map(({ measure: { id, budget }, worst = null, required, aim = null }) => ({
      ...{ id, budget, worst, required, aim },
    })),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function runLines({ machine, floor, programs }: Findings, options: ReportOptions): string[] {
  const { rounds, quick, sizes } = options;
  const least = (id: string) => formatFigure(combine(floor[id] ?? [], "median") ?? 0, "ms");
  return [
    `${rounds} round(s)${quick ? ", quick: a look, not a result" : ""}; idle for ` +
    `${sizes.idleSeconds} s`,
    machineLine(machine),
    ...busyLines(machine),
    `the benchmark's own floor, medians: a program that does nothing ${least("spawn")} ms, ` +
    `a new file seen ${least("file")} ms, an ended process seen ${least("exit")} ms`,
    ...programs.map(({ name, version }) => `${name}: ${version}`),
  ];
}

function machineLine({ system, cpu, cores, load, loadAfter, files }: Machine): string {
  return `${cpu}, ${cores} cores, ${system}; load ${load.join(" ")} before, ` +
    `${loadAfter.join(" ")} after; files in ${files}`;
}

/** A warning when other work held more than half of the cores as the run began. */
function busyLines({ load, cores }: Machine): string[] {
  const [before = 0] = load;
  if (before <= cores / 2) return [];
  return [`THE MACHINE WAS BUSY before the run (load ${before} on ${cores} cores): run it again`];
}

function valueTable(
  subject: ProgramFindings,
  peers: readonly ProgramFindings[],
  verdicts: readonly Verdict[],
): Table {
  const programs = [subject, ...peers];
  return {
    title: "Values",
    head: [
      ...["", "unit"],
      ...programs.flatMap(({ name }) => [name, "worst"]),
      ...["required", "", "aim", ""],
    ],
    rows: measures.map((measure) => {
      const verdict = verdicts.find((one) => one.measure === measure);
      const { budget } = measure;
      return [
        ...[measure.title, measure.unit],
        ...programs.flatMap((program) => valueCells(program, measure)),
        ...limitCells(budget?.required, verdict?.required),
        ...limitCells(budget?.aim, verdict?.aim),
      ];
    }),
  };
}

/** Median and worst; why there is none, where it was tried. */
function valueCells({ samples, missing }: ProgramFindings, measure: Measure): string[] {
  const found = figure(samples, measure.id);
  if (found === undefined) return [measure.group in missing ? "failed" : "-", "-"];
  return [formatFigure(found.median, measure.unit), formatFigure(found.worst, measure.unit)];
}

function limitCells(limit: number | undefined, outcome: Outcome | undefined): string[] {
  return limit === undefined || outcome === undefined ? ["", ""] : [String(limit), outcome];
}

function boundLines(verdicts: readonly Verdict[]): string[] {
  const summary = (name: "required" | "aim", title: string) => {
    const outcomes = verdicts.map((verdict) => verdict[name]).filter((one) => one !== undefined);
    const held = outcomes.filter((one) => one === "held").length;
    return `${held} of ${outcomes.length} ${title} held by the worst sample`;
  };
  return [
    summary("required", "required bounds"),
    summary("aim", "aims"),
    ...verdicts.flatMap((verdict) => {
      const { required, aim, measure: { budget } } = verdict;
      if (required !== "held") return [boundLine(verdict, required, `under ${budget?.required}`)];
      if (aim === "missed") return [boundLine(verdict, "aim missed", `under ${budget?.aim}`)];
      return [];
    }),
  ];
}

function boundLine({ measure, worst }: Verdict, outcome: string, limit: string): string {
  const { title, unit } = measure;
  const found = worst === undefined ? "no figure" : `${formatFigure(worst, unit)} ${unit}`;
  return `${outcome.padEnd(10)} ${title}: ${found} (${limit} ${unit})`;
}

function noteLines(programs: readonly ProgramFindings[]): string[] {
  return programs.flatMap(({ name, missing }) =>
    Object.entries(missing).map(([group, reason]) => `${name}: ${group}: ${reason}`)
  );
}
