// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { leadsToJournal, openJournal, writeJournal } from "./journal.ts";
import type { LogEntry } from "./log_entry.ts";
import { openLog } from "./log.ts";
import { startReceiver } from "./testing.ts";

const entry: LogEntry = {
  timeMs: 0,
  level: "warning",
  category: "llmspell.jupyter",
  message: "Dropped",
  properties: { session_id: "main", clientId: "c1", "weird näme": "x" },
};

/** Reads the journal's protocol as systemd does. */
function fields(bytes: Uint8Array<ArrayBuffer>): [string, string][] {
  const text = new TextDecoder("utf-8", { fatal: true });
  const found: [string, string][] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(10, at);
    const line = text.decode(bytes.subarray(at, end));
    at = end + 1;
    const [, name, value] = line.match(/^([A-Z][A-Z0-9_]*)=(.*)$/) ?? [];
    if (name !== undefined) {
      found.push([name, value!]);
      continue;
    }
    const length = Number(new DataView(bytes.buffer, bytes.byteOffset + at).getBigUint64(0, true));
    found.push([line, text.decode(bytes.subarray(at + 8, at + 8 + length))]);
    assert.equal(bytes[at + 8 + length], 10);
    at += 9 + length;
  }
  return found;
}

Deno.test("writeJournal() has message, priority, identifier and a field for each property", () => {
  assert.deepEqual(fields(writeJournal(entry, 7)), [
    ["MESSAGE", "Dropped"],
    ["PRIORITY", "4"],
    ["SYSLOG_IDENTIFIER", "llmspell"],
    ["SYSLOG_PID", "7"],
    ["LLMSPELL_CATEGORY", "llmspell.jupyter"],
    ["LLMSPELL_SESSION_ID", "main"],
    ["LLMSPELL_CLIENT_ID", "c1"],
    ["LLMSPELL_WEIRD_N_ME", "x"],
  ]);
});

Deno.test("writeJournal() gives the length before values of several lines, stacks among them", () => {
  const error = { name: "Error", message: "no", stack: "Error: no\n    at x" };
  const written = fields(
    writeJournal({ ...entry, message: "é\nPRIORITY=0", properties: { error } }, 7),
  );
  assert.deepEqual(written[0], ["MESSAGE", "é\nPRIORITY=0\nError: no\n    at x"]);
  assert.deepEqual(written.at(-1), ["LLMSPELL_ERROR", "no"]);
  assert.equal(written.filter(([name]) => name === "PRIORITY").length, 1);
});

Deno.test("openJournal() leaves out properties, then the end of the message, where that is too long", async () => {
  await using receiver = await startReceiver();
  using journal = openJournal({ socket: receiver.path, pid: 7 });
  journal.send({ ...entry, properties: { long: "x".repeat(100_000) } });
  assert.deepEqual(fields(await receiver.next()).map(([name]) => name).at(-1), "LLMSPELL_CATEGORY");
  journal.send({ ...entry, message: "x".repeat(500_000) });
  const [message] = fields(await receiver.next());
  assert.ok(message![1].length >= 1000);
});

Deno.test("openLog() logs to the journal alone when asked to", async () => {
  await using receiver = await startReceiver();
  const lines: string[] = [];
  using log = openLog({
    level: "info",
    format: "text",
    write: (line) => void lines.push(line),
    journal: "on",
    journalSocket: receiver.path,
  });
  log.logger.info("Started", { session_id: "main" });
  const written = new Map(fields(await receiver.next()));
  assert.equal(written.get("MESSAGE"), "Started");
  assert.equal(written.get("LLMSPELL_SESSION_ID"), "main");
  assert.deepEqual(lines, []);
  log.reconfigure({ journal: "off" });
  log.logger.info("Later");
  assert.equal(lines.length, 1);
});

Deno.test("leadsToJournal() compares with the stream that systemd named", {
  ignore: Deno.build.os !== "linux",
}, () => {
  const { dev, ino } = Deno.statSync("/proc/self/fd/2");
  assert.equal(leadsToJournal(`${dev}:${ino}`), true);
  assert.equal(leadsToJournal(`${dev}:${(ino ?? 0) + 1}`), false);
  assert.equal(leadsToJournal(undefined), false);
  assert.equal(leadsToJournal(`${dev}:${ino}`, 999), false);
});
