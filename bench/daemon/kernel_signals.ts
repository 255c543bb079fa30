// SPDX-License-Identifier: Apache-2.0 OR MIT
// Signals to a kernel, and the time until what each is for can be seen from outside.

import { dirname, join } from "node:path";
import { waitForExit } from "../../lib/daemon/mod.ts";
import type { JupyterClient, Message } from "../../protocols/jupyter/mod.ts";
import { unexpected } from "./errors.ts";
import { appendedText, inodeOf, sizeOf, writeWhole } from "./files.ts";
import { FolderWatch } from "./folder_watch.ts";
import type { Ground } from "./ground.ts";
import { ask, connectKernel, executeContent, type Kernel } from "./kernel.ts";
import type { Recorder } from "./recorder.ts";
import { withinLimit } from "./within_limit.ts";

/** What the measures are given. */
export interface SignalParts {
  readonly kernel: Kernel;
  readonly ground: Ground;
  readonly recorder: Recorder;
}

/** Measures every signal but SIGTERM. */
export async function measureSignals(parts: SignalParts): Promise<void> {
  const { recorder } = parts;
  await recorder.attempt("SIGINT", () => measureInterrupts(parts));
  await recorder.attempt("SIGHUP", () => measureReopening(parts));
  await recorder.attempt("SIGUSR1", () => measureReloads(parts));
  await recorder.attempt("SIGUSR2", () => measureDumps(parts));
}

/** SIGTERM: from the signal until the process has ended and its files are gone. */
export async function measureTermination(
  { kernel, ground, recorder }: SignalParts,
  id: "sigterm" | "sigterm_early",
): Promise<void> {
  const { pid, pidFile, connectionFile } = kernel.record;
  const ms = await withinLimit(
    { what: "the end of the kernel", signal: ground.signal },
    async (signal) => {
      const gone = waitForExit(pid, signal);
      const beginMs = send(pid, "SIGTERM");
      await gone;
      return performance.now() - beginMs;
    },
  );
  const left = [pidFile, connectionFile].filter((path) => inodeOf(path) !== undefined);
  if (left.length > 0) throw unexpected("files after SIGTERM", left);
  recorder.add(id, ms);
}

/** SIGINT: from the signal until the endless loop's execution is answered with an error. */
async function measureInterrupts({ kernel, ground, recorder }: SignalParts): Promise<void> {
  using client = await connectKernel(kernel, ["shell", "iopub"], ground);
  for (let count = 0; count < ground.sizes.signals; count++) {
    recorder.add("sigint", await interruptLoop(kernel, client, ground));
    await ask(client, "execute", ground);
  }
}

async function interruptLoop(
  { record }: Kernel,
  client: JupyterClient,
  { signal }: Ground,
): Promise<number> {
  const spinning = Promise.withResolvers<void>();
  const onIopub = ({ header, content }: Message) => {
    if (header.msg_type === "stream" && content["text"] === "spinning\n") spinning.resolve();
  };
  const code = 'print("spinning") io.flush() while true do end';
  return await withinLimit({ what: "the reply of an endless loop", signal }, async (signal) => {
    const options = { idle: false, onIopub, signal };
    const answered = client.request("shell", "execute_request", executeContent(code), options);
    await Promise.race([spinning.promise, answered]);
    const beginMs = send(record.pid, "SIGINT");
    const { reply } = await answered;
    const ms = performance.now() - beginMs;
    if (reply?.content["status"] !== "error") throw unexpected("execute_reply", reply?.content);
    return ms;
  });
}

/** SIGHUP: from the signal until a log that was renamed is there again. */
async function measureReopening(parts: SignalParts): Promise<void> {
  const { kernel: { record }, ground, recorder } = parts;
  const log = logOf(parts);
  await using watch = new FolderWatch(dirname(log));
  for (let count = 0; count < ground.sizes.signals; count++) {
    const before = inodeOf(log);
    if (before === undefined) throw unexpected("log file before SIGHUP", log);
    Deno.renameSync(log, `${log}.moved`);
    const limit = { what: "a new log file", signal: ground.signal };
    recorder.add(
      "sighup",
      await withinLimit(limit, async (signal) => {
        const beginMs = send(record.pid, "SIGHUP");
        const after = await watch.until(() => inodeOf(log), signal);
        const ms = performance.now() - beginMs;
        if (after === before) throw unexpected("inode of the new log", after);
        return ms;
      }),
    );
  }
}

/** SIGUSR1: from the signal until the log tells of the setting that was changed. */
async function measureReloads(parts: SignalParts): Promise<void> {
  const { kernel: { record }, ground, recorder } = parts;
  const log = logOf(parts);
  await using watch = new FolderWatch(dirname(log));
  for (let count = 0; count < ground.sizes.signals; count++) {
    const clients = 20 + count;
    writeWhole(join(record.home, "kernel.toml"), `[kernel]\nmaxClients = ${clients}\n`);
    const size = sizeOf(log);
    const line = new RegExp(`kernel\\.maxClients changes from .* to ${clients}\\b`);
    const limit = { what: "a line on kernel.maxClients in the log", signal: ground.signal };
    recorder.add(
      "sigusr1",
      await withinLimit(limit, async (signal) => {
        const beginMs = send(record.pid, "SIGUSR1");
        await watch.until(() => line.test(appendedText(log, size)) || undefined, signal);
        return performance.now() - beginMs;
      }),
    );
  }
}

/** SIGUSR2: from the signal until a new dump has its name; then it has to be whole. */
async function measureDumps({ kernel: { record }, ground, recorder }: SignalParts): Promise<void> {
  const folder = join(record.home, "state", `kernel-${record.id}`);
  Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
  await using watch = new FolderWatch(folder);
  for (let count = 0; count < ground.sizes.signals; count++) {
    const before = new Set(dumpsIn(folder));
    const limit = { what: "a dump file", signal: ground.signal };
    recorder.add(
      "sigusr2",
      await withinLimit(limit, async (signal) => {
        const beginMs = send(record.pid, "SIGUSR2");
        const isNew = () => dumpsIn(folder).find((name) => !before.has(name));
        const dump = await watch.until(isNew, signal);
        const ms = performance.now() - beginMs;
        const { state } = JSON.parse(Deno.readTextFileSync(join(folder, dump)));
        if (state?.id !== record.id) throw unexpected("kernel in the dump", state);
        return ms;
      }),
    );
  }
}

/** Sends a signal; @returns the time before */
function send(pid: number, signal: Deno.Signal): number {
  const beginMs = performance.now();
  Deno.kill(pid, signal);
  return beginMs;
}

function logOf({ kernel: { record } }: SignalParts): string {
  if (record.logFile === undefined) throw unexpected("log file of the kernel", record.logFile);
  return record.logFile;
}

function dumpsIn(folder: string): string[] {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
  return names.filter((name) => /^dump-.*\.json$/.test(name));
}
