// SPDX-License-Identifier: Apache-2.0 OR MIT
// One round of llmspell: starts, what a running kernel does, ends.

import { inspectPidFile, processAlive } from "../../lib/daemon/mod.ts";
import { unexpected } from "./errors.ts";
import type { Ground } from "./ground.ts";
import { measureRequests } from "./http_requests.ts";
import { ask, connectKernel, type Kernel, kernelProgram, startKernel } from "./kernel.ts";
import { measureSignals, measureTermination, type SignalParts } from "./kernel_signals.ts";
import { quantile } from "./quantile.ts";
import type { Recorder } from "./recorder.ts";
import { measureRotation } from "./rotation.ts";
import { runProgram } from "./run_program.ts";
import { withinLimit } from "./within_limit.ts";

/** Size of the log file that is rotated. */
const rotateBytes = 10 * 1024 ** 2;

/** What a round is given. */
export interface KernelRoundParts {
  /** The compiled program. */
  readonly binary: string;
  /** Number of the round, from 0. */
  readonly round: number;
  readonly ground: Ground;
  readonly recorder: Recorder;
}

/** Unpacks the program's files and warms the system's caches; nothing is recorded. */
export async function warmUpKernel(binary: string, ground: Ground): Promise<void> {
  await using kernel = await startKernel({ binary, id: "warm" }, ground);
  using client = await connectKernel(kernel, ["shell"], ground);
  await ask(client, "kernel_info", ground);
}

/** Takes one round. */
export async function measureKernelRound(parts: KernelRoundParts): Promise<void> {
  const { round, ground, recorder } = parts;
  await recorder.attempt("version", () => measureVersions(parts));
  await recorder.attempt("cold start", () => measureColdStart(parts));
  for (let life = 0; life < ground.sizes.lives; life++) {
    await recorder.attempt("start", () => measureLife(parts, `work-${round}-${life}`, life));
  }
  await recorder.attempt("rotation", async () => {
    const { rotations: count } = ground.sizes;
    const { folder } = ground;
    const { writeMs, lagMs } = await measureRotation({ count, bytes: rotateBytes, folder });
    for (const ms of writeMs) recorder.add("rotation", ms);
    for (const ms of lagMs) recorder.add("rotation_lag", ms);
  });
}

async function measureVersions({ binary, ground, recorder }: KernelRoundParts): Promise<void> {
  const program = kernelProgram({ binary, id: "version" }, ground);
  for (let count = 0; count < ground.sizes.versions; count++) {
    const { ms } = await runProgram(program, ["--version"], ground.signal);
    recorder.add("version", ms);
  }
}

/** A start with an empty folder for unpacked files, until the first reply. */
async function measureColdStart(
  { binary, round, ground, recorder }: KernelRoundParts,
): Promise<void> {
  const [id, cache] = [`cold-${round}`, `cache-${round}`];
  await using kernel = await startKernel({ binary, id, cache }, ground);
  recorder.add("start_cold", await firstReplyMs(kernel, ground));
}

/** How the lives of a round end, in turn; before the first two a cell has run, so the engine is up. */
const ends = ["SIGTERM", "stop", "early SIGTERM"] as const;

/** A kernel from its start to its end; the first of a round does everything in between. */
async function measureLife(
  { binary, ground, recorder }: KernelRoundParts,
  id: string,
  life: number,
): Promise<void> {
  await using kernel = await startKernel({ binary, id }, ground);
  recorder.add("start_exit", kernel.startMs);
  recorder.add("start_reply", await firstReplyMs(kernel, ground));
  const parts = { kernel, ground, recorder };
  if (life === 0) await measureRunning(parts);
  const end = ends[life % ends.length]!;
  await recorder.attempt(end, async () => {
    if (end === "early SIGTERM") return await measureTermination(parts, "sigterm_early");
    await runCell(kernel, ground);
    await (end === "stop" ? measureStop(parts) : measureTermination(parts, "sigterm"));
  });
}

async function runCell(kernel: Kernel, ground: Ground): Promise<void> {
  using client = await connectKernel(kernel, ["shell"], ground);
  await ask(client, "execute", ground);
}

async function measureRunning(parts: SignalParts): Promise<void> {
  const { kernel, ground, ground: { sizes }, recorder } = parts;
  await runCell(kernel, ground);
  await recorder.attempt("PID check", () => measurePidChecks(parts));
  await recorder.attempt("status", () => measureStatuses(parts));
  await recorder.attempt("health", async () => {
    const { http } = kernel.record;
    if (http === undefined) throw unexpected("address of the health report", http);
    await measureRequests({ ...parts, origin: http, path: "/health", count: sizes.healthRequests });
  });
  await measureSignals(parts);
}

/** Time from the start until a client that then connects holds the answer to its first request. */
async function firstReplyMs(kernel: Kernel, ground: Ground): Promise<number> {
  using client = await connectKernel(kernel, ["shell"], ground);
  await ask(client, "kernel_info", ground);
  return performance.now() - kernel.beginMs;
}

function measurePidChecks({ kernel, ground, recorder }: SignalParts): void {
  const { pid, pidFile } = kernel.record;
  const samples: number[] = [];
  for (let count = 0; count < ground.sizes.pidChecks; count++) {
    const beginMs = performance.now();
    const found = inspectPidFile(pidFile);
    samples.push(performance.now() - beginMs);
    if (found.state !== "running" || found.pid !== pid) throw unexpected("PID check", found);
  }
  recorder.add("pid_p50", quantile(samples, 0.5));
  recorder.add("pid_p99", quantile(samples, 0.99));
}

async function measureStatuses({ kernel, ground, recorder }: SignalParts): Promise<void> {
  const { program, record } = kernel;
  for (let count = 0; count < ground.sizes.statuses; count++) {
    const { ms, stdout } = await withinLimit(
      { what: "kernel status", signal: ground.signal },
      (signal) => runProgram(program, ["kernel", "status", record.id], signal),
    );
    if (!stdout.includes(String(record.pid))) throw unexpected("kernel status", stdout);
    recorder.add("status", ms);
  }
}

/** The command ends after the kernel's process has. */
async function measureStop({ kernel, ground, recorder }: SignalParts): Promise<void> {
  const { program, record } = kernel;
  const { ms } = await withinLimit(
    { what: "kernel stop", signal: ground.signal },
    (signal) => runProgram(program, ["kernel", "stop", record.id], signal),
  );
  const alive = processAlive(record.pid);
  if (alive !== "gone") throw unexpected("process after kernel stop", alive);
  recorder.add("stop", ms);
}
