// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a rotation costs the kernel that does it.

import { join } from "node:path";
import { RotatingFile } from "../../lib/observe/mod.ts";

/** How often, and how large. */
export interface RotationOptions {
  /** Rotations. */
  readonly count: number;
  /** Size of the file that is rotated. */
  readonly bytes: number;
  /** Folder to work in; one of the system's temporary folder when absent. */
  readonly folder?: string;
}

/** Milliseconds, one of each for every rotation. */
export interface RotationSamples {
  /** Time of the write that found the file full. */
  readonly writeMs: readonly number[];
  /** Longest time that the event loop was held while the file before was compressed in the background. */
  readonly lagMs: readonly number[];
}

/** Fills a log, then times the line that rotates it; the file before is compressed meanwhile. */
export async function measureRotation(
  { count, bytes, folder }: RotationOptions,
): Promise<RotationSamples> {
  const own = await Deno.makeTempDir({
    prefix: "llmspell-rotation-",
    ...(folder && { dir: folder }),
  });
  try {
    const samples = { writeMs: [] as number[], lagMs: [] as number[] };
    await using file = new RotatingFile({
      path: join(own, "kernel.log"),
      rotateBytes: bytes,
      rotateSeconds: 0,
      rotateCount: 3,
      rotateTotalBytes: 0,
      compress: true,
      now: Date.now,
      failed: (error) => {
        throw error;
      },
    });
    // The first rotation has nothing to compress.
    for (let round = -1; round < count; round++) {
      await Deno.writeTextFile(file.path, logText(bytes));
      const began = performance.now();
      file.write("the line that does not fit\n");
      const ended = performance.now();
      const lag = await longestLag(file.settled());
      if (round < 0) continue;
      samples.writeMs.push(ended - began);
      samples.lagMs.push(lag);
    }
    return samples;
  } finally {
    await Deno.remove(own, { recursive: true });
  }
}

/** Lines as a kernel writes them, each another. */
function logText(bytes: number): string {
  const lines: string[] = [];
  for (let length = 0, n = 0; length < bytes; n++) {
    const time = new Date(1_700_000_000_000 + 137 * n).toISOString();
    const line = `${time} INFO    llmspell.jupyter: Executed cell ${n} request_id=${
      7919 * n
    }-${n}\n`;
    length += line.length;
    lines.push(line);
  }
  return lines.join("").slice(0, bytes);
}

/** Longest time between two turns of the event loop until the work is done. */
async function longestLag(work: Promise<void>): Promise<number> {
  let done = false;
  void work.finally(() => done = true);
  const { port1, port2 } = new MessageChannel();
  let longest = 0;
  try {
    for (let last = performance.now(); !done;) {
      const turn = new Promise((resolve) => port2.onmessage = resolve);
      port1.postMessage(undefined);
      await turn;
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }
  } finally {
    port1.close();
    port2.close();
  }
  return longest;
}
