// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { KernelError } from "../errors.ts";
import { openLog } from "./log.ts";
import { MetricRegistry } from "./metrics.ts";

/** What a test's log wrote to standard error, and a folder of its own. */
interface Place extends AsyncDisposable {
  readonly lines: string[];
  readonly write: (line: string) => void;
  readonly folder: string;
  /** Path of a log in the folder. */
  readonly path: string;
  read(name?: string): string;
}

async function place(): Promise<Place> {
  const folder = await Deno.makeTempDir();
  const lines: string[] = [];
  const path = join(folder, "kernel.log");
  return {
    lines,
    folder,
    path,
    write: (line) => void lines.push(line),
    read: (name = "kernel.log") => Deno.readTextFileSync(join(folder, name)),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

const now = (): number => Date.UTC(2026, 0, 2, 3, 4, 5, 678);

Deno.test("openLog() writes one line per record at or above its level, with the room's category", async () => {
  await using there = await place();
  {
    using log = openLog({ level: "info", format: "json", write: there.write });
    const room = log.logger.getChild("jupyter");
    room.debug("unseen");
    room.warn("dropped {count}", { count: 3, session_id: "main" });
  }
  const [record, ...more] = there.lines.map((line) => JSON.parse(line));
  assert.deepEqual(more, []);
  assert.match(record.ts, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual(Object.keys(record), ["ts", "level", "category", "message", "properties"]);
  assert.equal(record.level, "warning");
  assert.equal(record.category, "llmspell.jupyter");
  assert.equal(record.message, "dropped 3");
  assert.deepEqual(record.properties, { count: 3, session_id: "main" });
});

Deno.test("openLog() opens again after the last one was disposed, and not before", () => {
  const options = { level: "info", format: "text", write: () => {} } as const;
  {
    using _first = openLog(options);
    assert.throws(() => openLog(options));
  }
  using _second = openLog(options);
});

Deno.test("openLog() keeps secrets out: by name, by look, in errors, and those registered", async () => {
  await using there = await place();
  {
    using log = openLog({ level: "info", format: "json", write: there.write, file: there.path });
    log.redact.add("0123-key-of-the-connection-file");
    const error = new Error("401 for Bearer abcdef123456", { cause: "sk-abcdefabcdefabcdef" });
    log.logger.error("Cannot use {token} at {url}", {
      token: "tok",
      url: "https://ada:love@example.org/",
      error,
      deep: [{ apiKey: "k-1", text: "0123-key-of-the-connection-file" }],
    });
  }
  const text = there.read();
  for (const secret of ["tok ", "ada", "love", "abcdef", "k-1", "0123-key"]) {
    assert.ok(!text.includes(secret), `${secret} in ${text}`);
  }
  assert.match(text, /Cannot use \[redacted\] at https:\/\/\[redacted\]@example.org\//);
});

Deno.test("setCategory() and setLevel() change what is written, and null takes that back", async () => {
  await using there = await place();
  using log = openLog({
    level: "warning",
    format: "compact",
    write: there.write,
    categories: { "llmspell.kernel": "error" },
  });
  const jupyter = log.logger.getChild("jupyter");
  const say = (): string[] => {
    there.lines.length = 0;
    jupyter.debug("jupyter");
    jupyter.getChild("iopub").debug("iopub");
    log.logger.getChild("kernel").warn("kernel");
    log.logger.info("root");
    return there.lines.map((line) => line.trimEnd().split(" ").at(-1)!);
  };
  assert.deepEqual(say(), []);
  log.setCategory("llmspell.jupyter", "debug");
  assert.deepEqual(say(), ["jupyter", "iopub"]);
  log.setCategory("llmspell.jupyter.iopub", "error");
  log.setLevel("debug");
  assert.deepEqual(say(), ["jupyter", "root"]);
  log.setCategory("llmspell.kernel", "warning");
  log.setCategory("llmspell.jupyter", null);
  log.setCategory("llmspell.jupyter.iopub", null);
  log.setLevel(null);
  assert.deepEqual(say(), ["kernel"]);
});

Deno.test("setCategory() throws log.category for what is no category of the program", () => {
  using log = openLog({ level: "info", format: "text", write: () => {} });
  for (const name of ["", "jupyter", "llmspell.", "llmspell..a", "logtape"]) {
    assert.throws(
      () => log.setCategory(name, "debug"),
      (error) => error instanceof KernelError && error.code === "log.category",
    );
  }
});

Deno.test("openLog() writes to the file and not to standard error, unless echo is on", async () => {
  await using there = await place();
  for (const echo of [false, true]) {
    using log = openLog({
      level: "info",
      format: "pretty",
      write: there.write,
      file: there.path,
      echo,
      colour: true,
    });
    log.logger.info(`echo ${echo}`);
    assert.equal(there.lines.length, echo ? 1 : 0);
  }
  assert.match(
    there.read(),
    /^\d{4}-\S+Z INFO {4}llmspell: echo false\n\d{4}-\S+Z INFO {4}llmspell: echo true\n$/,
  );
  assert.ok(there.lines[0]?.includes("\x1b[32mINFO"));
});

Deno.test("openLog() goes on on standard error while the file cannot be written, and then says what it lacks", async () => {
  await using there = await place();
  await Deno.mkdir(there.path);
  const metrics = new MetricRegistry();
  using log = openLog({
    level: "info",
    format: "text",
    write: there.write,
    file: there.path,
    now,
    metrics,
  });
  log.logger.info("one");
  log.logger.info("two");
  const [announcement, ...rest] = there.lines;
  assert.match(
    announcement!,
    /ERROR {3}llmspell\.log: Cannot write the log to "[^"]+": .*lines go/,
  );
  assert.deepEqual(rest.map((line) => line.slice(25)), [
    "INFO    llmspell: one\n",
    "INFO    llmspell: two\n",
  ]);
  assert.deepEqual(log.problems.map(({ target, lost, sinceMs }) => ({ target, lost, sinceMs })), [
    { target: "file", lost: 2, sinceMs: now() },
  ]);
  await Deno.remove(there.path);
  log.logger.info("three");
  assert.deepEqual(log.problems, []);
  assert.equal(there.lines.length, 3);
  assert.match(
    there.read(),
    /WARNING llmspell\.log: 2 records are missing here since 2026-01-02T03:04:05\.678Z: Cannot write .*\n.*llmspell: three\n$/,
  );
  const failed = metrics.snapshot().find(({ name }) => name === "llmspell_log_failed_total");
  assert.deepEqual(failed?.samples, [{ labels: { target: "file" }, value: 2 }]);
});

Deno.test("reconfigure() changes level, format, file and bounds, and keeps what setCategory() said", async () => {
  await using there = await place();
  const other = join(there.folder, "other.log");
  using log = openLog({ level: "warning", format: "text", write: there.write, file: there.path });
  log.setCategory("llmspell.jupyter", "debug");
  log.logger.warn("one");
  log.reconfigure({ level: "info", format: "json", file: other, rotateBytes: 1, compress: false });
  log.logger.info("two");
  log.logger.getChild("jupyter").debug("three");
  assert.match(there.read(), /one\n$/);
  assert.equal(JSON.parse(there.read("other.log")).message, "three");
  assert.equal(JSON.parse(there.read("other.log.1")).message, "two");
  assert.equal(log.file, other);
  log.reconfigure({ file: "" });
  log.logger.info("four");
  assert.equal(log.file, undefined);
  assert.equal(JSON.parse(there.lines[0]!).message, "four");
});

Deno.test("reopen() goes on in the file that has the path then", async () => {
  await using there = await place();
  using log = openLog({ level: "info", format: "compact", write: there.write, file: there.path });
  log.logger.info("before");
  await Deno.rename(there.path, `${there.path}.moved`);
  log.reopen();
  log.logger.info("after");
  assert.match(there.read("kernel.log.moved"), /before\n$/);
  assert.match(there.read(), /^\S+ I llmspell: after\n$/);
});

Deno.test("openLog() tells of rotations that fail, once, and goes on in the file", async () => {
  await using there = await place();
  await Deno.mkdir(`${there.path}.1`);
  await Deno.writeTextFile(join(`${there.path}.1`, "in the way"), "");
  using log = openLog({
    level: "info",
    format: "compact",
    write: there.write,
    file: there.path,
    rotateBytes: 10,
  });
  for (const word of ["one", "two", "three"]) log.logger.info(word);
  await Promise.resolve();
  assert.deepEqual(log.problems.map(({ target }) => target), ["rotation"]);
  const words = there.read().trimEnd().split("\n").map((line) => line.split(": ")[1]);
  assert.deepEqual(words, ["one", "two", "three", 'Cannot rotate the log "' + there.path + '"']);
});

Deno.test("openLog() counts records by level and rotations", async () => {
  await using there = await place();
  const metrics = new MetricRegistry();
  {
    await using log = openLog({
      level: "info",
      format: "compact",
      write: there.write,
      file: there.path,
      rotateBytes: 10,
      metrics,
    });
    log.logger.info("one");
    log.logger.error("two");
    log.logger.error("three");
  }
  const values = metrics.snapshot().flatMap(({ name, samples }) =>
    samples.map(({ labels, value }) => `${name} ${Object.values(labels)} ${value}`)
  );
  assert.deepEqual(values, [
    "llmspell_log_records_total info 1",
    "llmspell_log_records_total error 2",
    "llmspell_log_rotations_total  2",
  ]);
});
