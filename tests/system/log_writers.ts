// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Several processes write to one log file while it is rotated and compressed; then every line is looked for. Run it
 * with sizes of your own by `deno run -A tests/system/log_writers.ts --megabytes 100`.
 *
 * @module
 */

import { gunzipSync } from "node:zlib";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { rotatedFiles, RotatingFile } from "../../lib/observe/mod.ts";

const script = fileURLToPath(import.meta.url);

/** How much is written. */
export interface LogWritersOptions {
  readonly writers: number;
  /** Bytes that all writers write together. */
  readonly bytes: number;
  readonly rotateBytes: number;
  /**
   * Kills writers at random moments and starts others in their place, as often as this says. What a writer
   * acknowledged on its standard output before it died must be in the log.
   */
  readonly kills?: number;
}

/** What was found. */
export interface LogWritersReport {
  /** Lines whose writer knows that they were written. */
  readonly lines: number;
  /** Acknowledged lines that are in no file. */
  readonly lost: number;
  /** Lines that are no writer's. */
  readonly torn: number;
  /** Lines that are there twice. */
  readonly twice: number;
  /** Lines that stand behind a later one of the same writer. */
  readonly disordered: number;
  readonly files: number;
  readonly compressed: number;
  readonly seconds: number;
}

/** Writes by processes of their own into a temporary folder, and reads all of it back. */
export async function writeTogether(options: LogWritersOptions): Promise<LogWritersReport> {
  const folder = await Deno.makeTempDir({ prefix: "llmspell-log-" });
  try {
    const path = join(folder, "kernel.log");
    const began = performance.now();
    const acknowledged = await runWriters(path, options);
    const seconds = (performance.now() - began) / 1000;
    return { ...readBack(path, acknowledged), seconds };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs all writers to their end. The result has the last acknowledged line by writer. */
async function runWriters(path: string, options: LogWritersOptions): Promise<Map<string, number>> {
  const acknowledged = new Map<string, number>();
  const bytes = Math.ceil(options.bytes / options.writers);
  let kills = options.kills ?? 0;
  const run = async (writer: number, life: number): Promise<void> => {
    const name = `writer${writer}.${life}`;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", script, "writer", path, name, `${bytes}`, `${options.rotateBytes}`],
      stdout: "piped",
    }).spawn();
    const doomed = kills-- > 0;
    // A count of acknowledgements, not of milliseconds: the moment is random, the test is the same on any machine.
    let lives = doomed ? 1 + Math.floor(400 * Math.random()) : Infinity;
    for await (const line of lines(child.stdout)) {
      acknowledged.set(name, Number(line));
      if (--lives === 0) kill(child);
    }
    const { success } = await child.status;
    if (lives <= 0) await run(writer, life + 1);
    else if (!success) throw new Error(`writer ${name} failed`);
  };
  await Promise.all(Array.from({ length: options.writers }, (_, at) => run(at, 0)));
  return acknowledged;
}

/** One that has just come to its end needs no killing. */
function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has ended.
  }
}

async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
}

/** Counts what is in the files, the oldest first. */
function readBack(path: string, acknowledged: Map<string, number>): LogWritersReport {
  const files = rotatedFiles(path).reverse();
  const seen = new Map<string, Set<number>>();
  const latest = new Map<string, number>();
  let [torn, twice, disordered] = [0, 0, 0];
  for (const file of [...files.map((file) => file.path), path]) {
    const bytes = Deno.readFileSync(file);
    const text = new TextDecoder().decode(file.endsWith(".gz") ? gunzipSync(bytes) : bytes);
    for (const line of text.split("\n").slice(0, -1)) {
      const [, writer, number] = line.match(/^(writer\d+\.\d+) (\d+) -*$/) ?? [];
      if (writer === undefined || line !== lineOf(writer, Number(number))) {
        torn++;
        continue;
      }
      const numbers = seen.get(writer) ?? new Set();
      if (numbers.has(Number(number))) twice++;
      if (Number(number) < (latest.get(writer) ?? 0)) disordered++;
      latest.set(writer, Number(number));
      seen.set(writer, numbers.add(Number(number)));
    }
  }
  let [count, lost] = [0, 0];
  for (const [writer, last] of acknowledged) {
    for (let number = 1; number <= last; number++) {
      count++;
      if (!seen.get(writer)?.has(number)) lost++;
    }
  }
  const compressed = files.filter(({ gzip }) => gzip).length;
  return {
    lines: count,
    lost,
    torn,
    twice,
    disordered,
    files: files.length + 1,
    compressed,
    seconds: 0,
  };
}

/** A line of a writer, of a length that its number gives. */
function lineOf(writer: string, number: number): string {
  return `${writer} ${number} `.padEnd(40 + (number * 7919) % 200, "-");
}

/** One writer: lines of 40 to 239 bytes, numbered from 1, each acknowledged on standard output. */
async function write(
  path: string,
  name: string,
  bytes: number,
  rotateBytes: number,
): Promise<void> {
  await using file = new RotatingFile({
    path,
    rotateBytes,
    rotateSeconds: 0,
    rotateCount: 100_000,
    rotateTotalBytes: 0,
    compress: true,
    now: Date.now,
    failed: (error) => {
      throw error;
    },
  });
  let written = 0;
  for (let number = 1; written < bytes; number++) {
    const line = `${lineOf(name, number)}\n`;
    file.write(line);
    written += line.length;
    if (number % 16 === 0 || written >= bytes) {
      Deno.stdout.writeSync(new TextEncoder().encode(`${number}\n`));
      // Lets compression go on beside the writing.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
}

async function main(): Promise<void> {
  if (Deno.args[0] === "writer") {
    const [, path, name, bytes, rotateBytes] = Deno.args;
    return await write(path!, name!, Number(bytes), Number(rotateBytes));
  }
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      megabytes: { type: "string", default: "100" },
      writers: { type: "string", default: "4" },
      "rotate-megabytes": { type: "string", default: "5" },
      kills: { type: "string", default: "0" },
    },
  });
  const report = await writeTogether({
    writers: Number(values.writers),
    bytes: 1e6 * Number(values.megabytes),
    rotateBytes: 1e6 * Number(values["rotate-megabytes"]),
    kills: Number(values.kills),
  });
  await new Blob([JSON.stringify(report), "\n"]).stream()
    .pipeTo(Deno.stdout.writable, { preventClose: true });
}

if (import.meta.main) await main();
