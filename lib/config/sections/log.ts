// SPDX-License-Identifier: Apache-2.0 OR MIT

import { boolean, choice, integer, map, type Setting, text } from "../setting.ts";

/** Least severity that is logged. */
export type LogLevelName = "debug" | "info" | "warning" | "error";

/** How logs are written. */
export interface LogConfig {
  /** Least severity that is logged. */
  readonly level: LogLevelName;
  /** Least severity by category (`llmspell.jupyter`), where it differs from `level`. */
  readonly categories: Readonly<Record<string, LogLevelName>>;
  /** Form of a log line. */
  readonly format: "text" | "json" | "pretty" | "compact";
  /** Absolute path of the file the log goes to; empty for the place that the manner of starting brings. */
  readonly file: string;
  /** Size at which the file is rotated; 0 for no bound. */
  readonly rotateBytes: number;
  /** Age at which the file is rotated; 0 for size alone. */
  readonly rotateSeconds: number;
  /** Rotated files that are kept. */
  readonly rotateCount: number;
  /** Size of all rotated files together, beyond which the oldest are removed; 0 for no bound. */
  readonly rotateTotalBytes: number;
  /** Compress rotated files with gzip. */
  readonly compress: boolean;
  /** Write to the system log as well. */
  readonly syslog: boolean;
  /** Write to the journal of systemd as well; `auto` when systemd started the kernel. */
  readonly journal: "auto" | "on" | "off";
}

const levels = ["debug", "info", "warning", "error"] as const;

/** The settings below `log`. */
export const logSettings: { readonly [K in keyof LogConfig]: Setting<LogConfig[K]> } = {
  level: choice({
    choices: levels,
    default: "warning",
    description: "Least severity that is logged; when not set, info for a daemon",
    reload: "live",
  }),
  categories: map({
    pattern: /^llmspell(\.[A-Za-z0-9_-]+)*$/,
    choices: levels,
    wanted: `a table of categories and levels such as { "llmspell.jupyter" = "debug" }`,
    default: {},
    description: "Least severity by category, where it differs from log.level",
    reload: "live",
  }),
  format: choice({
    choices: ["text", "json", "pretty", "compact"],
    default: "text",
    description: "Form of a log line",
    reload: "live",
  }),
  file: text({
    // deno-lint-ignore no-control-regex
    pattern: /^$|^\/[^\x00]*$/,
    wanted: "an absolute path",
    default: "",
    description:
      "File the log goes to; when empty, standard error, and for a daemon a file of its own below logs/",
    reload: "restart",
  }),
  rotateBytes: integer({
    range: [0, 2 ** 40],
    unit: "bytes",
    default: 10 * 1024 ** 2,
    description: "Size at which the file is rotated; 0 for no bound",
    reload: "live",
  }),
  rotateSeconds: integer({
    range: [0, 31_536_000],
    unit: "seconds",
    default: 0,
    description: "Age at which the file is rotated; 0 to rotate by size alone",
    reload: "live",
  }),
  rotateCount: integer({
    range: [0, 1_000],
    default: 5,
    description: "Rotated files that are kept",
    reload: "live",
  }),
  rotateTotalBytes: integer({
    range: [0, 2 ** 50],
    unit: "bytes",
    default: 0,
    description:
      "Size of all rotated files together, beyond which the oldest are removed; 0 for no bound",
    reload: "live",
  }),
  compress: boolean({
    default: true,
    description: "Compress rotated files with gzip",
    reload: "live",
  }),
  syslog: boolean({
    default: false,
    description: "Write to the system log as well",
    reload: "live",
  }),
  journal: choice({
    choices: ["auto", "on", "off"],
    default: "auto",
    description: "Write to the journal of systemd; auto when systemd started the kernel",
    reload: "live",
  }),
};
