// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import type { LogEntry, LogThreshold } from "./log_entry.ts";
import { openLog } from "./log.ts";
import { openSyslog, writeSyslog } from "./syslog.ts";
import { startReceiver } from "./testing.ts";

const entry: LogEntry = {
  timeMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  level: "error",
  category: "llmspell.jupyter",
  message: "First\nsecond é",
  properties: { 'a b="]': 'x"\\]y', n: 3 },
};

Deno.test("writeSyslog() keeps to the grammar of RFC 5424 and escapes values", () => {
  assert.equal(
    writeSyslog(entry, { pid: 7, hostname: "ho st" }),
    '<27>1 2026-01-02T03:04:05.678Z host llmspell 7 llmspell.jupyter [llmspell@32473 a_b___="x\\"\\\\\\]y" n="3"] ' +
      "\uFEFFFirst\\nsecond é",
  );
});

Deno.test("writeSyslog() maps severities within the facility daemon", () => {
  const priority = (level: LogThreshold): string =>
    writeSyslog({ ...entry, level }, { pid: 1 }).match(/^<(\d+)>/)![1]!;
  assert.deepEqual((["debug", "info", "warning", "error"] as const).map(priority), [
    "31",
    "30",
    "28",
    "27",
  ]);
});

Deno.test("openSyslog() sends messages, and cuts those that are too long between characters", async () => {
  await using receiver = await startReceiver();
  using syslog = openSyslog({ socket: receiver.path, pid: 7 });
  syslog.send({ ...entry, message: "é".repeat(100_000) });
  const bytes = await receiver.next();
  assert.ok(bytes.length > 8000 && bytes.length <= 8192);
  assert.match(new TextDecoder("utf-8", { fatal: true }).decode(bytes), /^<27>1 .*\uFEFFé+$/);
});

Deno.test("openLog() also logs to syslog, tells when that fails, and what is missing afterwards", async () => {
  await using receiver = await startReceiver();
  const lines: string[] = [];
  using log = openLog({
    level: "info",
    format: "compact",
    write: (line) => void lines.push(line),
    syslog: true,
    syslogSocket: receiver.path,
  });
  log.logger.getChild("kernel").info("one");
  assert.match(
    new TextDecoder().decode(await receiver.next()),
    /^<30>1 .* llmspell\.kernel .*one$/,
  );
  await receiver.stop();
  log.logger.info("two");
  assert.deepEqual(log.problems.map(({ target, lost }) => ({ target, lost })), [
    { target: "syslog", lost: 1 },
  ]);
  await Deno.remove(receiver.path);
  await using next = await startReceiver({ path: receiver.path });
  log.logger.info("three");
  assert.match(new TextDecoder().decode(await next.next()), /1 record is missing here since/);
  assert.match(new TextDecoder().decode(await next.next()), /three$/);
  assert.deepEqual(log.problems, []);
  assert.deepEqual(lines.map((line) => line.split(": ")[1]!.trimEnd().slice(0, 20)), [
    "one",
    "Cannot write the log",
    "two",
    "three",
  ]);
});
