// SPDX-License-Identifier: Apache-2.0 OR MIT
// What programs use that nobody uses: all of them at once, so that one wait serves many samples.

import { processCpuSeconds, processRssBytes } from "../../lib/daemon/mod.ts";
import { unexpected } from "./errors.ts";
import type { Ground } from "./ground.ts";
import { HttpClient } from "./http_client.ts";
import { ask, connectKernel, startKernel } from "./kernel.ts";
import { startNginx } from "./nginx.ts";
import type { Recorder } from "./recorder.ts";

/** What the measure is given. */
export interface IdleParts {
  /** The compiled program. */
  readonly binary: string;
  /** The peer, where it is. */
  readonly nginx: string | undefined;
  /** Of each program so many. */
  readonly count: number;
  readonly ground: Ground;
  readonly recorder: Recorder;
  readonly peer: Recorder;
}

/** Processes that make up one running program. */
type Processes = readonly number[];

/** Measures CPU over a time, then memory: of kernels with all services, with Jupyter alone, and of the peer. */
export async function measureIdle(parts: IdleParts): Promise<void> {
  const { binary, nginx, count, ground, recorder, peer } = parts;
  await using stack = new AsyncDisposableStack();
  const [all, bare, peers]: [Processes[], Processes[], Processes[]] = [[], [], []];
  await recorder.attempt("idle", async () => {
    for (let at = 0; at < count; at++) {
      all.push(await startUsed(stack, { binary, id: `idle-all-${at}` }, ground));
      bare.push(await startUsed(stack, { binary, id: `idle-bare-${at}`, http: false }, ground));
    }
  });
  await peer.attempt("idle", async () => {
    for (let at = 0; nginx !== undefined && at < count; at++) {
      const { pid, workers } = stack.use(await startNginx(nginx, `idle-nginx-${at}`, ground));
      peers.push([pid, ...workers()]);
    }
  });
  const shares = await idleShares([...all, ...bare, ...peers], ground);
  await recorder.attempt("idle", () => {
    for (const share of shares.slice(0, all.length)) recorder.add("cpu_idle", share);
    for (const [at, processes] of all.entries()) {
      const [withAll, alone] = [megabytes(processes), megabytes(bare[at]!)];
      recorder.add("rss_idle", withAll);
      recorder.add("rss_bare", alone);
      recorder.add("rss_services", withAll - alone);
    }
  });
  await peer.attempt("idle", () => {
    for (const share of shares.slice(all.length + bare.length)) peer.add("cpu_idle", share);
    for (const processes of peers) peer.add("rss_idle", megabytes(processes));
  });
}

/** A kernel that has run a cell and, with HTTP, told of its health and metrics. */
async function startUsed(
  stack: AsyncDisposableStack,
  options: { readonly binary: string; readonly id: string; readonly http?: boolean },
  ground: Ground,
): Promise<Processes> {
  const kernel = stack.use(await startKernel(options, ground));
  using client = await connectKernel(kernel, ["shell"], ground);
  await ask(client, "kernel_info", ground);
  await ask(client, "execute", ground);
  const { http, pid } = kernel.record;
  if (http !== undefined) {
    using web = await HttpClient.connect(http);
    for (const path of ["/health", "/metrics"]) await web.get(path);
  }
  return [pid];
}

/** CPU time of each program as a share of one core, in percent, while all are left alone. */
async function idleShares(programs: readonly Processes[], ground: Ground): Promise<number[]> {
  const { settleSeconds, idleSeconds } = ground.sizes;
  await pass(settleSeconds, ground.signal);
  const before = programs.map(cpuSeconds);
  const beginMs = performance.now();
  await pass(idleSeconds, ground.signal);
  const seconds = (performance.now() - beginMs) / 1000;
  return programs.map((processes, at) => 100 * (cpuSeconds(processes) - before[at]!) / seconds);
}

function cpuSeconds(processes: Processes): number {
  return sum(processes.map((pid) => processCpuSeconds(pid) ?? Number.NaN));
}

/** Memory in RAM, in MB of 10^6 bytes. */
function megabytes(processes: Processes): number {
  const bytes = sum(processes.map((pid) => processRssBytes(pid) ?? Number.NaN));
  if (Number.isNaN(bytes)) throw unexpected("idle processes", processes);
  return bytes / 1_000_000;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Lets time pass: here the time itself is what is measured. */
async function pass(seconds: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = () => reject(signal.reason);
  signal.throwIfAborted();
  signal.addEventListener("abort", abort, { once: true });
  const timer = setTimeout(resolve, 1000 * seconds);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}
