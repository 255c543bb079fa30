// SPDX-License-Identifier: Apache-2.0 OR MIT
// The memory of an interpreter that is ready to open a session: made once, it shortens the start of all sessions.

import type { Assets } from "../../contracts/mod.ts";
import { KernelError } from "../../errors.ts";
import { engineStart } from "../worker/mod.ts";
import type { PythonProgram } from "./session.ts";
import { dropExports } from "./wasm_exports.ts";

/** Reads and compiles the interpreter. */
export async function loadProgram(assets: Assets): Promise<PythonProgram> {
  const [wasm, library] = await Promise.all([
    assets.bytes("python.wasm"),
    assets.bytes("python_stdlib.zip"),
  ]);
  return { module: await WebAssembly.compile(dropExports(wasm)), library: shared(library) };
}

/** A copy that reaches every Worker without a further one. */
function shared(bytes: Uint8Array): Uint8Array<SharedArrayBuffer> {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

/** The snapshot that ships with the program; where none does, one that is made now. */
export async function takeSnapshot(
  assets: Assets,
  program: PythonProgram,
): Promise<Uint8Array<SharedArrayBuffer>> {
  try {
    return shared(await assets.bytes("python.snapshot"));
  } catch (error) {
    if (error instanceof KernelError || error instanceof RangeError) {
      return shared(await snapshotOf(assets, program));
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
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Uint8Array<ArrayBuffer>>) => resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        reject(engineStart("python", event.message, event.error));
      };
      worker.postMessage(program);
    });
  } finally {
    worker.terminate();
  }
}
