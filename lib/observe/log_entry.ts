// SPDX-License-Identifier: Apache-2.0 OR MIT
// One record of the log, free of secrets, as every format and every receiver takes it.

import type { LogRecord } from "@logtape/logtape";
import type { Redactor } from "./redact.ts";

/** Severity of a record, and least severity that is written. */
export type LogThreshold = "debug" | "info" | "warning" | "error";

/** Severities, the least one first. */
export const logLevels: readonly LogThreshold[] = Object.freeze([
  "debug",
  "info",
  "warning",
  "error",
]);

/** One record of the log. */
export interface LogEntry {
  /** Milliseconds since the epoch; not a number where a line told none. */
  readonly timeMs: number;
  /** How severe it is. */
  readonly level: LogThreshold;
  /** Which room it is from: `llmspell.jupyter`. */
  readonly category: string;
  /** For a person; may have several lines. */
  readonly message: string;
  /** Values that JSON can hold, by name. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Names of the properties that the message shows; absent where that is not known. */
  readonly shown?: readonly string[];
}

/** Makes an entry of LogTape's record: secrets are taken out, and the message is put together. */
export function readEntry(record: LogRecord, redactor: Redactor): LogEntry {
  const properties = redactor.value(record.properties);
  const names = typeof record.rawMessage === "string" ? placeholders(record.rawMessage) : [];
  const known = names.length === (record.message.length - 1) / 2 ? names : [];
  const parts = record.message.map((part, at) =>
    at % 2 === 0 ? String(part) : render(redactor.value(part, lastName(known[(at - 1) / 2])))
  );
  return {
    timeMs: record.timestamp,
    level: threshold(record.level),
    category: redactor.text(record.category.join(".")),
    message: redactor.text(parts.join("")),
    properties: isRecord(properties) ? properties : {},
    shown: known,
  };
}

/** A value as it stands inside a line. */
export function render(value: unknown): string {
  if (typeof value === "string") return value;
  if (isRecord(value) && typeof value.message === "string" && typeof value.stack === "string") {
    return value.message;
  }
  return JSON.stringify(value) ?? "undefined";
}

/** True for a value with properties of its own. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Names in a message such as `{count} of {total}`; doubled braces are no placeholders. */
function placeholders(message: string): string[] {
  return [...message.replaceAll("{{", "").matchAll(/\{([^{}]*)\}/g)].map(([, name]) =>
    name!.trim()
  );
}

/** The property that a path such as `user.password` ends at. */
function lastName(path: string | undefined): string | undefined {
  return path?.split(/[.[\]"'?]+/).findLast((name) => name !== "");
}

/** LogTape has two severities more. */
function threshold(level: LogRecord["level"]): LogThreshold {
  return level === "trace" ? "debug" : level === "fatal" ? "error" : level;
}
