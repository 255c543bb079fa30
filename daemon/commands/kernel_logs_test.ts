// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { keptOutput, perform, startFakeKernel, TestHome } from "../operate/testing.ts";
import { showLogs } from "../operate/show_logs.ts";
import { kernelLogsCommand } from "./kernel_logs.ts";

const first = "2026-01-02T03:04:05.000Z INFO    llmspell: One port=9555\n";
const second = '{"ts":"2026-01-02T03:04:06.000Z","level":"error","category":"llmspell.jupyter",' +
  '"message":"Two","properties":{"session_id":"main"}}\n';

function writeLog(home: TestHome, id: string, text = first + second): string {
  const path = join(home.path, "logs", `kernel-${id}.log`);
  Deno.writeTextFileSync(path, text);
  return path;
}

Deno.test("kernel logs shows the log of the only kernel that runs, in the form asked for", async () => {
  await using home = new TestHome();
  await using _kernel = await startFakeKernel(home, "work");
  writeLog(home, "work");
  const text = await perform(kernelLogsCommand, [], home.env);
  assert.deepEqual(text, {
    code: 0,
    stdout: `${first}2026-01-02T03:04:06.000Z ERROR   llmspell.jupyter: Two session_id=main\n`,
    stderr: "",
  });
  const json = await perform(kernelLogsCommand, ["wo", "--format", "json"], home.env);
  assert.deepEqual(json.stdout.trimEnd().split("\n").map((line) => JSON.parse(line).message), [
    "One port=9555",
    "Two",
  ]);
  const pretty = await perform(kernelLogsCommand, ["-n", "1", "--format", "pretty"], home.env);
  assert.match(
    pretty.stdout,
    /^\d{4}-\d\d-\d\d \d\d:\d\d:06\.000 ERROR {3}jupyter Two session_id=main\n$/,
  );
});

Deno.test("kernel logs finds the log of a kernel that has ended, by its id or the beginning of it", async () => {
  await using home = new TestHome();
  writeLog(home, "ended");
  const path = writeLog(home, "other");
  await Deno.writeFile(`${path}.2.gz`, gzipSync(first));
  await Deno.remove(path);
  for (const words of [["ended"], ["--id", "end"]]) {
    assert.match((await perform(kernelLogsCommand, words, home.env)).stdout, /One.*\n.*Two/);
  }
  assert.equal((await perform(kernelLogsCommand, ["other"], home.env)).stdout, first);
});

Deno.test("kernel logs takes the only log there is when no kernel runs", async () => {
  await using home = new TestHome();
  writeLog(home, "last");
  assert.equal((await perform(kernelLogsCommand, ["--level", "error"], home.env)).code, 0);
});

Deno.test("kernel logs reads any file by --file, what no logger wrote included", async () => {
  await using home = new TestHome();
  const path = join(home.path, "any.log");
  await Deno.writeTextFile(path, `panicked \x1b[31m\n${first}`);
  const { stdout } = await perform(kernelLogsCommand, ["--file", path], home.env);
  assert.equal(stdout, `panicked \\x1b[31m\n${first}`);
});

/** A situation, the words of the command line, and what is said. */
const refusals: readonly [(home: TestHome) => void, string[], RegExp][] = [
  [() => {}, [], /Cannot find a log: no kernel runs, and none has left one/],
  [() => {}, ["nobody"], /Cannot find the log of kernel "nobody": no kernel and no log has the id/],
  [(home) => ["a", "b"].forEach((id) => writeLog(home, id)), [], /there are those of "a", "b"/],
  [(home) => writeLog(home, "a"), ["../logs/kernel-a"], /no kernel and no log has the id/],
  [() => {}, ["--file", "/nowhere/x.log"], /Cannot read log "\/nowhere\/x\.log": there is no such/],
  [(home) => writeLog(home, "a"), ["-n", "x"], /--lines: "x" is no valid value/],
  [(home) => writeLog(home, "a"), ["--since", "soon"], /--since: "soon" is no valid value/],
  [
    (home) => home.write({ ...home.record("quiet"), logFile: undefined }),
    ["quiet"],
    /Cannot read the log of kernel "quiet": it is not written to a file/,
  ],
];

for (const [prepare, words, text] of refusals) {
  Deno.test(`kernel logs ${words.join(" ")} says ${text.source}`, async () => {
    await using home = new TestHome();
    prepare(home);
    const { code, stdout, stderr } = await perform(kernelLogsCommand, words, home.env);
    assert.notEqual(code, 0);
    assert.equal(stdout, "");
    assert.match(stderr, text);
  });
}

Deno.test("showLogs() with follow begins ten entries before the end and ends when told to", async () => {
  await using home = new TestHome();
  const path = writeLog(home, "a", first.repeat(30));
  const stop = new AbortController();
  const output = keptOutput(home.env);
  let lines = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const terminal = {
    ...output.terminal,
    write: (text: string) => {
      output.terminal.write(text);
      if (++lines === 10) Deno.writeTextFileSync(path, second, { append: true });
      if (lines === 11) resolve();
    },
    colour: false,
  };
  const options = { follow: true, lines: undefined, level: undefined, since: undefined };
  const shown = showLogs(
    { ...options, path, format: "text", now: 0, signal: stop.signal },
    terminal,
  );
  await promise;
  stop.abort();
  await shown;
  assert.match(output.stdout(), /^(?:.*One.*\n){10}.*Two.*\n$/);
});
