// SPDX-License-Identifier: Apache-2.0 OR MIT
// The memory of an interpreter that is ready to open a session: made once, it shortens the start of all sessions.

import { promisify } from "node:util";
import { zstdCompress } from "node:zlib";
import type { Assets } from "../../contracts/mod.ts";
import { KernelError } from "../../errors.ts";
import { engineStart } from "../worker/mod.ts";
import type { PythonProgram } from "./session.ts";

/** Reads and compiles the interpreter. */
export async function loadProgram(assets: Assets): Promise<PythonProgram> {
  const [wasm, library] = await Promise.all([
    assets.bytes("python.wasm"),
    assets.bytes("python_stdlib.zip"),
  ]);
  return { module: await WebAssembly.compile(wasm), library };
}

/** The snapshot that ships with the program; where none does, one that is made now. */
export async function takeSnapshot(
  assets: Assets,
  program: PythonProgram,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await assets.bytes("python.snapshot");
  } catch (error) {
    if (error instanceof KernelError || error instanceof RangeError) {
      return await snapshotOf(assets, program);
    }
    throw error;
  }
}

/**
 * Makes the asset `python.snapshot` from the other assets of the Python engine. It fits them and this version of the
 * program alone.
 *
 * @throws {KernelError} `engine.start` when the interpreter does not start
 */
export async function makePythonSnapshot(assets: Assets): Promise<Uint8Array<ArrayBuffer>> {
  return await snapshotOf(assets, await loadProgram(assets));
}

async function snapshotOf(
  assets: Assets,
  program: PythonProgram,
): Promise<Uint8Array<ArrayBuffer>> {
  const worker = new Worker(assets.worker("python"), {
    type: "module",
    name: "python snapshot",
    deno: { permissions: "none" },
  });
  try {
    const memory = await new Promise<Uint8Array>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Uint8Array>) => resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        reject(engineStart("python", event.message, event.error));
      };
      worker.postMessage(program);
    });
    return new Uint8Array(await promisify(zstdCompress)(memory));
  } finally {
    worker.terminate();
  }
}
