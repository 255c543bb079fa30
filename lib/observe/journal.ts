// SPDX-License-Identifier: Apache-2.0 OR MIT
// The log as entries of systemd's journal, with properties as fields of their own.

import { isRecord, type LogEntry, render } from "./log_entry.ts";
import type { LogReceiver } from "./log_receiver.ts";
import { severities } from "./syslog.ts";
import { openUnixDatagram } from "./unix_datagram.ts";

/** Path of the socket that the journal reads. */
export const journalSocket = "/run/systemd/journal/socket";

/** Well within the buffers of any system; longer entries lose their properties, then their end. */
const MOST_BYTES = 65_536;

/** Where entries go and whom they are from. */
export interface JournalOptions {
  /** Path of the journal's socket; the system's own when absent. */
  readonly socket?: string | undefined;
  /** Id of this process. */
  readonly pid: number;
}

/**
 * Opens the way to the journal.
 *
 * @throws {Error} when this system has no local sockets
 */
export function openJournal({ socket = journalSocket, pid }: JournalOptions): LogReceiver {
  const datagram = openUnixDatagram(socket);
  return {
    send(entry) {
      const whole = writeJournal(entry, pid);
      if (whole.length <= MOST_BYTES && datagram.send(whole)) return;
      const properties = {};
      for (let most = MOST_BYTES / 4; most > 0; most >>= 1) {
        const message = entry.message.slice(0, most).toWellFormed();
        if (datagram.send(writeJournal({ ...entry, message, properties }, pid))) return;
      }
    },
    [Symbol.dispose]: () => datagram[Symbol.dispose](),
  };
}

/**
 * Writes an entry in the journal's own protocol: `MESSAGE`, `PRIORITY`, `SYSLOG_IDENTIFIER`, the category as
 * `LLMSPELL_CATEGORY` and each property as `LLMSPELL_<NAME>`. Values of several lines have their length before them.
 *
 * @see https://systemd.io/JOURNAL_NATIVE_PROTOCOL/
 */
export function writeJournal(entry: LogEntry, pid: number): Uint8Array<ArrayBuffer> {
  const fields: [name: string, value: string][] = [
    ["MESSAGE", [entry.message, ...stacks(entry)].join("\n")],
    ["PRIORITY", String(severities[entry.level])],
    ["SYSLOG_IDENTIFIER", "llmspell"],
    ["SYSLOG_PID", String(pid)],
    ["LLMSPELL_CATEGORY", entry.category],
    ...Object.entries(entry.properties).map(([name, value]): [string, string] => [
      fieldName(name),
      render(value),
    ]),
  ];
  const parts = fields.flatMap(([name, value]) => writeField(name, value));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Upper-case letters, digits and underscores, 64 at most. `sessionId` and `session_id` are one name. */
function fieldName(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
  return `LLMSPELL_${words.replaceAll(/[^A-Z0-9]/g, "_")}`.slice(0, 64);
}

function writeField(name: string, value: string): Uint8Array[] {
  const encoder = new TextEncoder();
  if (!value.includes("\n")) return [encoder.encode(`${name}=${value}\n`)];
  const bytes = encoder.encode(value);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(bytes.length), true);
  return [encoder.encode(`${name}\n`), length, bytes, encoder.encode("\n")];
}

/** Stacks of errors among the properties: a field of their own would not be seen beside the message. */
function stacks({ properties }: LogEntry): string[] {
  return Object.values(properties).flatMap((value) =>
    isRecord(value) && typeof value.stack === "string" ? [value.stack] : []
  );
}

/**
 * True when a stream of this process already leads to the journal.
 *
 * @param journalStream what systemd put into `JOURNAL_STREAM`: device and inode of the stream it made
 * @param descriptor of the stream; 2 is standard error
 */
export function leadsToJournal(journalStream: string | undefined, descriptor = 2): boolean {
  if (journalStream === undefined || Deno.build.os !== "linux") return false;
  try {
    const { dev, ino } = Deno.statSync(`/proc/self/fd/${descriptor}`);
    return journalStream === `${dev}:${ino}`;
  } catch {
    return false;
  }
}
