// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { KernelError } from "../../lib/errors.ts";
import { formatEntry, type LogEntry, RotatingFile } from "../../lib/observe/mod.ts";
import { readLogs, type ReadLogsOptions } from "./read_logs.ts";

const start = Date.UTC(2026, 0, 2);
const levels = ["debug", "info", "warning", "error"] as const;

/** Entry number `n`: one a minute, all levels in turn, every other one in JSON. */
function line(n: number): string {
  const entry: LogEntry = {
    timeMs: start + 60_000 * n,
    level: levels[n % 4]!,
    category: "llmspell.test",
    message: `${n}${n % 5 === 0 ? "\nmore" : ""}`,
    properties: {},
  };
  return formatEntry(entry, n % 2 === 0 ? "json" : "text");
}

function lines(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, at) => line(from + at)).join("");
}

/** A log of three files: 0 to 9 compressed, 10 to 19 rotated, 20 to 24 in use. */
async function withLog(
  body: (
    path: string,
    read: (options?: Partial<ReadLogsOptions>) => Promise<string[]>,
  ) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "kernel-a.log");
  try {
    await Deno.writeFile(`${path}.2.gz`, gzipSync(lines(0, 10)));
    await Deno.writeTextFile(`${path}.1`, lines(10, 20));
    await Deno.writeTextFile(path, lines(20, 25));
    await body(path, async (options) => {
      const entries = await Array.fromAsync(readLogs({ path, ...options }));
      return entries.map(({ message }) => message.replace("\nmore", "+"));
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, at) => `${from + at}${(from + at) % 5 === 0 ? "+" : ""}`);

Deno.test("readLogs() reads rotated and compressed files in order, in whatever form their lines are", () =>
  withLog(async (_path, read) => assert.deepEqual(await read(), numbers(0, 25))));

Deno.test("readLogs() gives the latest entries, as far back as it takes", () =>
  withLog(async (_path, read) => {
    for (const count of [0, 1, 5, 6, 15, 16, 24, 25, 26, 1000]) {
      const expected = numbers(0, 25).slice(25 - Math.min(count, 25));
      assert.deepEqual(await read({ lines: count }), expected, `${count}`);
    }
  }));

Deno.test("readLogs() gives entries of a level or above, and counts those alone", () =>
  withLog(async (_path, read) => {
    assert.deepEqual(await read({ level: "error" }), ["3", "7", "11", "15+", "19", "23"]);
    assert.deepEqual(await read({ level: "error", lines: 4 }), ["11", "15+", "19", "23"]);
    assert.deepEqual(await read({ level: "warning", lines: 3 }), ["19", "22", "23"]);
  }));

Deno.test("readLogs() gives entries since a time, in any of its files", () =>
  withLog(async (_path, read) => {
    for (const from of [0, 7, 10, 13, 24, 25]) {
      const sinceMs = start + 60_000 * from;
      assert.deepEqual(await read({ sinceMs }), numbers(from, 25));
      assert.deepEqual(await read({ sinceMs, lines: 12 }), numbers(Math.max(from, 13), 25));
    }
  }));

Deno.test("readLogs() does not read files that were last written before the time asked for", () =>
  withLog(async (path, read) => {
    await Deno.writeTextFile(`${path}.2.gz`, "damaged");
    await Deno.utime(`${path}.2.gz`, new Date(start), new Date(start));
    await assert.rejects(
      read(),
      (error) => error instanceof KernelError && error.code === "log.unreadable",
    );
    assert.deepEqual(await read({ sinceMs: start + 60_000 * 21 }), numbers(21, 25));
  }));

Deno.test("readLogs() reads a file once that was killed into two forms", () =>
  withLog(async (path, read) => {
    await Deno.writeTextFile(`${path}.2`, lines(0, 10));
    assert.deepEqual(await read(), numbers(0, 25));
  }));

Deno.test("readLogs() throws log.missing and log.unreadable with the path", async () => {
  const code = (code: string) => (error: unknown) =>
    error instanceof KernelError && error.code === code && error.message.includes("/");
  await assert.rejects(Array.fromAsync(readLogs({ path: "/nowhere/x.log" })), code("log.missing"));
  await assert.rejects(
    Array.fromAsync(readLogs({ path: "/proc/nothing.log" })),
    code("log.missing"),
  );
  const folder = await Deno.makeTempDir();
  await assert.rejects(Array.fromAsync(readLogs({ path: folder })), code("log.unreadable"));
  await Deno.remove(folder);
});

/** Follows a log; `take` waits for so many messages. */
function follow(path: string, options: Partial<ReadLogsOptions> = {}): AsyncDisposable & {
  take(count: number): Promise<string[]>;
} {
  const stop = new AbortController();
  const entries = readLogs({ path, follow: true, signal: stop.signal, ...options });
  return {
    async take(count) {
      const taken: string[] = [];
      while (taken.length < count) {
        const { value, done } = await entries.next();
        if (done) throw new Error(`the log ended after ${taken}`);
        taken.push(value.message.replace("\nmore", "+"));
      }
      return taken;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      for await (const _rest of entries);
    },
  };
}

Deno.test("readLogs() follows what is written, whole lines only", () =>
  withLog(async (path) => {
    await using log = follow(path, { lines: 2 });
    assert.deepEqual(await log.take(2), numbers(23, 25));
    const next = log.take(2);
    const text = lines(25, 27);
    for (const part of [text.slice(0, 30), text.slice(30)]) {
      await Deno.writeTextFile(path, part, { append: true });
    }
    assert.deepEqual(await next, numbers(25, 27));
  }));

Deno.test("readLogs() goes on at the same place when a line was half-written at first", () =>
  withLog(async (path) => {
    const text = line(26);
    await Deno.writeTextFile(path, text.slice(0, 40), { append: true });
    await using log = follow(path, { lines: 1 });
    assert.deepEqual(await log.take(1), ["24"]);
    await Deno.writeTextFile(path, text.slice(40), { append: true });
    assert.deepEqual(await log.take(1), ["26"]);
  }));

Deno.test("readLogs() follows across rotations, however many come between two looks, and compression", () =>
  withLog(async (path) => {
    await using log = follow(path, { lines: 0 });
    await using file = new RotatingFile({
      path,
      rotateBytes: 500,
      rotateSeconds: 0,
      rotateCount: 1000,
      rotateTotalBytes: 0,
      compress: true,
      now: Date.now,
    });
    const first = log.take(1);
    file.write(line(25));
    assert.deepEqual(await first, numbers(25, 26));
    for (let n = 26; n < 200; n++) file.write(line(n));
    assert.deepEqual(await log.take(174), numbers(26, 200));
    const last = log.take(1);
    file.write(line(200));
    assert.deepEqual(await last, numbers(200, 201));
  }));

Deno.test("readLogs() follows a file that is truncated, deleted and made again", () =>
  withLog(async (path) => {
    await using log = follow(path, { lines: 0 });
    const one = log.take(1);
    await Deno.truncate(path, 0);
    await Deno.writeTextFile(path, line(1), { append: true });
    assert.deepEqual(await one, ["1"]);
    const two = log.take(1);
    await Deno.remove(path);
    await Deno.writeTextFile(path, line(2));
    assert.deepEqual(await two, ["2"]);
  }));

Deno.test("readLogs() waits for a log that is not there yet, and ends when told to", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "x.log");
  {
    await using log = follow(path);
    const first = log.take(1);
    await Deno.writeTextFile(path, line(1));
    assert.deepEqual(await first, ["1"]);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("readLogs() follows entries that fit alone", () =>
  withLog(async (path) => {
    await using log = follow(path, { lines: 0, level: "error" });
    const next = log.take(2);
    await Deno.writeTextFile(path, lines(25, 32), { append: true });
    assert.deepEqual(await next, ["27", "31"]);
  }));
