// SPDX-License-Identifier: Apache-2.0 OR MIT
// Opens the places that the settings of a log name.

import { type JournalOptions, journalSocket, leadsToJournal, openJournal } from "./journal.ts";
import type { LogEntry } from "./log_entry.ts";
import { formatEntry, type LogFormat } from "./log_format.ts";
import type { LogReceiver } from "./log_receiver.ts";
import { type LogProblem, LogTarget } from "./log_target.ts";
import { RotatingFile, type RotationBounds } from "./rotating_file.ts";
import { openSyslog, type SyslogOptions, syslogSocket } from "./syslog.ts";

/** Bounds of a log file where nothing else is said. */
export const defaultBounds: RotationBounds = Object.freeze({
  rotateBytes: 10 * 1024 ** 2,
  rotateSeconds: 0,
  rotateCount: 5,
  rotateTotalBytes: 0,
  compress: true,
});

/** What targets need of the log. */
export interface TargetParts {
  readonly now: () => number;
  /** Form of the lines in a file, asked for each line. */
  readonly format: () => LogFormat;
  /** Told of the first of a row of failures. */
  readonly failed: (problem: LogProblem) => void;
  readonly rotated: () => void;
  /** Told when the file could not be rotated or cleared up. */
  readonly rotationFailed: (error: unknown) => void;
}

/** A target for lines in a file. */
export interface FileTarget extends LogTarget {
  readonly file: RotatingFile;
}

/** Opens a file's target; the file itself is opened by the first entry. */
export function fileTarget(path: string, bounds: RotationBounds, parts: TargetParts): FileTarget {
  const { now, rotated, rotationFailed } = parts;
  const file = new RotatingFile({ ...bounds, path, now, rotated, failed: rotationFailed });
  // A file has no colours and no local time: `pretty` is for a terminal.
  const line = (entry: LogEntry): string => {
    const format = parts.format();
    return formatEntry(entry, format === "pretty" ? "text" : format);
  };
  const target = new LogTarget({
    ...parts,
    name: "file",
    place: `"${path}"`,
    send: (entry) => file.write(line(entry)),
    dispose: () => file[Symbol.dispose](),
  });
  return Object.assign(target, { file });
}

/** Opens the target of the system's logger. */
export function syslogTarget(options: SyslogOptions, parts: TargetParts): LogTarget {
  const place = `the system's logger at "${options.socket ?? syslogSocket()}"`;
  return receiverTarget("syslog", place, () => openSyslog(options), parts);
}

/** Opens the journal's target. */
export function journalTarget(options: JournalOptions, parts: TargetParts): LogTarget {
  const place = `the journal at "${options.socket ?? journalSocket}"`;
  return receiverTarget("journal", place, () => openJournal(options), parts);
}

/** Whether entries go to the journal, by the setting and by what standard error is. */
export function wantsJournal(
  setting: "auto" | "on" | "off",
  env: (name: string) => string | undefined,
): boolean {
  return setting === "on" || (setting === "auto" && leadsToJournal(env("JOURNAL_STREAM")));
}

/** The receiver is opened by the first entry, so that what fails then is known as any other failure. */
function receiverTarget(
  name: "syslog" | "journal",
  place: string,
  open: () => LogReceiver,
  parts: TargetParts,
): LogTarget {
  let receiver: LogReceiver | undefined;
  return new LogTarget({
    ...parts,
    name,
    place,
    send: (entry) => (receiver ??= open()).send(entry),
    dispose: () => receiver?.[Symbol.dispose](),
  });
}
