// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes noise on the five ports of a kernel while a client's control requests are timed:
// `deno run -A tests/system/noise.ts --connections 100000 --megabytes 1024`. Loopback only; stops by itself.

import { parseArgs } from "node:util";
import type { JupyterClient } from "../../protocols/jupyter/mod.ts";
import { type Program, programs } from "../clients/program.ts";
import { executeContent, startKernelProcess } from "./kernel_process.ts";
import type { NoiseDone, NoiseOrder } from "./noise_worker.ts";

/** Size of the noise. */
export interface NoiseOptions {
  readonly program: Program;
  readonly connections: number;
  readonly bytes: number;
}

/** What came of it. */
export interface NoiseReport extends NoiseDone {
  /** Control requests answered while there was noise. */
  readonly requests: number;
  /** The longest and the middle time of a control request, in milliseconds. */
  readonly maxMs: number;
  readonly medianMs: number;
  /** Status of an execution afterwards. */
  readonly status: unknown;
  readonly seconds: number;
}

/** Makes the noise. */
export async function noise({ program, connections, bytes }: NoiseOptions): Promise<NoiseReport> {
  await using kernel = await startKernelProcess(program);
  const { shell_port, iopub_port, stdin_port, control_port, hb_port } = kernel.connection;
  const ports = [shell_port, iopub_port, stdin_port, control_port, hb_port];
  const began = performance.now();
  const worker = new Worker(new URL("./noise_worker.ts", import.meta.url), { type: "module" });
  try {
    const end = new AbortController();
    const order = { ports, connections, bytes };
    const made = makeNoise(worker, order).finally(() => end.abort());
    const times = await timeControl(kernel.client, end.signal);
    const done = await made;
    const content = executeContent("6 * 7");
    const { reply } = await kernel.client.request("shell", "execute_request", content);
    return {
      ...done,
      requests: times.length,
      maxMs: Math.max(...times),
      medianMs: times.toSorted((a, b) => a - b)[times.length >> 1]!,
      status: reply?.content["status"],
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    worker.terminate();
  }
}

/** Has the worker make noise. */
async function makeNoise(worker: Worker, order: NoiseOrder): Promise<NoiseDone> {
  const { promise, resolve, reject } = Promise.withResolvers<NoiseDone>();
  worker.onmessage = ({ data }: MessageEvent<NoiseDone>) => resolve(data);
  worker.onerror = (event) => reject(new Error(`Cannot make noise: ${event.message}`));
  worker.postMessage(order);
  return await promise;
}

/** Asks on control, one request after the other, until told to stop. @returns milliseconds of each */
async function timeControl(client: JupyterClient, end: AbortSignal): Promise<number[]> {
  const times: number[] = [];
  do {
    const began = performance.now();
    await client.request("control", "kernel_info_request", {});
    times.push(performance.now() - began);
  } while (!end.aborted);
  return times;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      "connections": { type: "string", default: "100000" },
      "megabytes": { type: "string", default: "1024" },
      "max-ms": { type: "string", default: "100" },
      "form": { type: "string", default: "binary" },
    },
  });
  const program = programs().find(({ form }) => form === values.form)!;
  const bytes = Number(values.megabytes) * 2 ** 20;
  const report = await noise({ program, connections: Number(values.connections), bytes });
  const text = `${report.connections} connections (${report.refused} refused), ` +
    `${(report.bytes / 2 ** 20).toFixed(0)} MiB in ${report.seconds.toFixed(1)} s; ` +
    `${report.requests} control requests, median ${report.medianMs.toFixed(2)} ms, ` +
    `longest ${report.maxMs.toFixed(1)} ms; an execution afterwards: ${report.status}\n`;
  Deno.stdout.writeSync(new TextEncoder().encode(text));
  return report.status === "ok" && report.maxMs <= Number(values["max-ms"]) ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main());
