// SPDX-License-Identifier: Apache-2.0 OR MIT
// The log as messages to the system's logger.

import { type LogEntry, type LogThreshold, render } from "./log_entry.ts";
import type { LogReceiver } from "./log_receiver.ts";
import { openUnixDatagram } from "./unix_datagram.ts";

/** Numerical severities of RFC 5424, table 2. */
export const severities: Readonly<Record<LogThreshold, number>> = Object.freeze({
  debug: 7,
  info: 6,
  warning: 4,
  error: 3,
});

/** The facility of system daemons, table 1. */
const DAEMON = 3;

/** What receivers take at least, and what the usual ones take. */
const MOST_BYTES = 8192;

/** Where messages go and whom they are from. */
export interface SyslogOptions {
  /** Path of the logger's socket; the system's own when absent. */
  readonly socket?: string | undefined;
  /** Name of this machine, `-` when absent. */
  readonly hostname?: string | undefined;
  /** Id of this process. */
  readonly pid: number;
}

/** Path of the socket that the system's logger reads. */
export function syslogSocket(): string {
  return Deno.build.os === "darwin" ? "/var/run/syslog" : "/dev/log";
}

/**
 * Opens the way to the system's logger.
 *
 * @throws {Error} when this system has no local sockets
 */
export function openSyslog(options: SyslogOptions): LogReceiver {
  const datagram = openUnixDatagram(options.socket ?? syslogSocket());
  const encoder = new TextEncoder();
  return {
    send(entry) {
      let most = MOST_BYTES;
      // The system's limit may be below ours.
      while (!datagram.send(cut(encoder.encode(writeSyslog(entry, options)), most))) most >>= 1;
    },
    [Symbol.dispose]: () => datagram[Symbol.dispose](),
  };
}

/**
 * Writes an entry as a message of RFC 5424: facility daemon, the category as MSGID, properties as structured data.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const entry = {
 *   timeMs: 0,
 *   level: "warning",
 *   category: "llmspell.jupyter",
 *   message: "Dropped",
 *   properties: { session_id: "main" },
 * } as const;
 * assert.equal(
 *   writeSyslog(entry, { pid: 7 }),
 *   '<28>1 1970-01-01T00:00:00.000Z - llmspell 7 llmspell.jupyter [llmspell@32473 session_id="main"] \uFEFFDropped',
 * );
 * ```
 */
export function writeSyslog(entry: LogEntry, { hostname, pid }: SyslogOptions): string {
  const priority = 8 * DAEMON + severities[entry.level];
  const time = new Date(entry.timeMs).toISOString();
  const host = headerField(hostname ?? "", 255);
  const head = `<${priority}>1 ${time} ${host} llmspell ${pid} ${headerField(entry.category, 32)}`;
  return `${head} ${structuredData(entry)} \uFEFF${entry.message.replaceAll(/\r?\n/g, "\\n")}`;
}

/** A field of printable ASCII characters, `-` when nothing is left. */
function headerField(text: string, length: number): string {
  return text.replaceAll(/[^!-~]/g, "").slice(0, length) || "-";
}

/** The number is the one that RFC 5612 sets aside for those who have none of their own. */
function structuredData({ properties }: LogEntry): string {
  const pairs = Object.entries(properties).map(([name, value]) => {
    const key = name.replaceAll(/[^!-~]|[="\]]/g, "_").slice(0, 32) || "_";
    return ` ${key}="${render(value).toWellFormed().replaceAll(/["\\\]]/g, "\\$&")}"`;
  });
  return pairs.length === 0 ? "-" : `[llmspell@32473${pairs.join("")}]`;
}

/** At most so many bytes, without half a character at the end. */
function cut(bytes: Uint8Array<ArrayBuffer>, most: number): Uint8Array<ArrayBuffer> {
  if (bytes.length <= most) return bytes;
  let end = most;
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--;
  return bytes.slice(0, end);
}
