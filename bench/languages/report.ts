// SPDX-License-Identifier: Apache-2.0 OR MIT
// Findings as text for a terminal, as Markdown and as JSON.

import { ratio } from "../jupyter/bounds.ts";
import { combine, type KernelFindings } from "../jupyter/findings.ts";
import type { Measure } from "../jupyter/measures.ts";
import type { Format } from "../jupyter/options.ts";
import { busyLines, formatFigure, listOf, machineLine } from "../jupyter/report.ts";
import { markdownTable, type Table, textTable } from "../jupyter/table.ts";
import type { Verdict } from "./bounds.ts";
import type { Findings } from "./findings.ts";
import { allMeasures, engineMeasures, figure, measures, sessionMeasures } from "./measures.ts";
import { columnsOf, type Language } from "./programs.ts";

/** What a report is made of besides findings and verdicts. */
export interface ReportOptions {
  readonly format: Format;
  /** Version of the Deno that ran the benchmark and is the peer for JavaScript. */
  readonly deno: string;
  /** What was measured as llmspell. */
  readonly program: string;
  readonly languages: readonly Language[];
  readonly rounds: number;
  readonly quick: boolean;
}

/** The whole report. JSON holds every sample, every figure and every verdict. */
export function report(
  findings: Findings,
  verdicts: readonly Verdict[],
  options: ReportOptions,
): string {
  if (options.format === "json") return jsonReport(findings, verdicts, options);
  const table = options.format === "markdown" ? markdownTable : textTable;
  const tables = [
    valueTable(findings.kernels),
    ratioTable(findings.kernels, options.languages),
    ownTable("Sessions of one kernel", sessionMeasures, findings.kernels),
    ownTable("First engine of a process", engineMeasures(1), findings.kernels),
    ownTable("Second engine of a process", engineMeasures(2), findings.kernels),
  ];
  const lists: [string, readonly string[]][] = [
    ["Bounds", verdicts.map(verdictLine)],
    ["Notes", noteLines(findings.kernels)],
  ];
  return [
    listOf("Run", runLines(findings, options), options.format),
    ...tables.filter(({ rows }) => rows.length > 0).map(table),
    ...lists.filter(([, lines]) => lines.length > 0)
      .map(([title, lines]) => listOf(title, lines, options.format)),
  ].join("\n");
}

function jsonReport(
  findings: Findings,
  verdicts: readonly Verdict[],
  { deno, program, rounds, quick }: ReportOptions,
): string {
  const figures = findings.kernels.map((one) => [
    one.name,
    Object.fromEntries(allMeasures.map((measure) => [measure.id, figure(one, measure) ?? null])),
  ]);
  const whole = {
    run: { deno, program, rounds, quick },
    ...findings,
    figures: Object.fromEntries(figures),
    verdicts: verdicts.map(({ bound: { language, title, limit }, outcome, value = null }) => (
      { language, title, under: limit?.under ?? null, outcome, value }
    )),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function runLines({ machine, kernels }: Findings, options: ReportOptions): string[] {
  return [
    `${options.rounds} round(s)${options.quick ? ", quick: a look, not a result" : ""}; ` +
    `llmspell is ${options.program}`,
    machineLine(machine),
    ...busyLines(machine),
    ...kernels.map((one) => versionLine(one, options.deno)),
  ];
}

function versionLine({ name, version }: KernelFindings, deno: string): string {
  const { implementation, implementationVersion, language } = version;
  if (implementation === undefined) return `${name}: never answered`;
  if (language === undefined) return `${name}: ${implementation}`;
  const own = name === "deno" ? `, Deno ${deno}` : "";
  return `${name}: ${implementation} ${implementationVersion}, ${language}${own}`;
}

function valueTable(programs: readonly KernelFindings[]): Table {
  return {
    title: "Values",
    head: ["", "unit", ...programs.map(({ name }) => name)],
    rows: rowsOf(measures, programs),
  };
}

/** Only llmspell has these rows. */
function ownTable(
  title: string,
  rows: readonly Measure[],
  programs: readonly KernelFindings[],
): Table {
  const own = programs.filter(({ name }) => name.startsWith("llmspell"));
  return {
    title,
    head: ["", "unit", ...own.map(({ name }) => name)],
    rows: rowsOf(rows, own),
  };
}

/** Rows that any of the programs has a figure for, or should have. */
function rowsOf(rows: readonly Measure[], programs: readonly KernelFindings[]): string[][] {
  return rows
    .map((measure) => [
      ...[measure.title, measure.unit],
      ...programs.map((program) => valueCell(program, measure)),
    ])
    .filter((cells) => cells.slice(2).some((cell) => cell !== "-"));
}

function valueCell(program: KernelFindings, measure: Measure): string {
  const value = figure(program, measure);
  if (value !== undefined) return formatFigure(value, measure.unit);
  return measure.group in program.missing ? "failed" : "-";
}

function ratioTable(programs: readonly KernelFindings[], languages: readonly Language[]): Table {
  const pairs = languages.map((language) => ({
    language,
    pair: columnsOf(language).map((name) => programs.find((one) => one.name === name)),
  }));
  const rows = measures.map((measure) => [
    measure.title,
    measure.unit === "/s" ? "higher" : "lower",
    ...pairs.map(({ pair: [own, peer] }) => {
      const value = ratio(own && figure(own, measure), peer && figure(peer, measure));
      return value === undefined ? "-" : `${value.toFixed(2)}x`;
    }),
  ]);
  return {
    title: "Ratios: llmspell / peer",
    head: ["", "better", ...languages.map((language) => `${language} / ${columnsOf(language)[1]}`)],
    rows: rows.filter((cells) => cells.slice(2).some((cell) => cell !== "-")),
  };
}

function verdictLine({ bound: { language, title, limit }, outcome, value }: Verdict): string {
  const start = `${outcome.padEnd(10)} ${language}: ${title}`;
  if (limit === undefined) return start;
  const { measure: { unit }, under } = limit;
  const found = value === undefined ? "no figure" : withUnit(value, unit);
  return `${start}: ${found} (under ${unit === "x" ? `${under}x` : `${under} ${unit}`})`;
}

function withUnit(value: number, unit: Measure["unit"]): string {
  return unit === "x" ? formatFigure(value, unit) : `${formatFigure(value, unit)} ${unit}`;
}

function noteLines(programs: readonly KernelFindings[]): string[] {
  return programs.flatMap(({ name, samples, missing }) => {
    const kept = combine(samples["run_kept_percent"] ?? [], "max") ?? 0;
    const lost = combine(samples["flood_lost_lines"] ?? [], "max") ?? 0;
    return [
      ...(kept > 5
        ? [`${name}: script, cold: ${kept.toFixed(0)} % of its files stayed in memory`]
        : []),
      ...(lost > 0 ? [`${name}: printed lines that never came: ${lost}`] : []),
      ...Object.entries(missing).map(([group, reason]) => `${name}: ${group}: ${reason}`),
    ];
  });
}
