// SPDX-License-Identifier: Apache-2.0 OR MIT
// What all measures of a run share.

import { join } from "node:path";
import { openAssets } from "../../daemon/assets.ts";
import { type Context, openContext } from "../../lib/zmq/mod.ts";
import type { Sizes } from "./sizes.ts";

/** What all measures of a run share. Disposing removes its folder. */
export interface Ground extends AsyncDisposable {
  /** Folder of the run, for this user alone. */
  readonly folder: string;
  /** For clients; opened before any clock runs. */
  readonly zmq: Context;
  readonly sizes: Sizes;
  /** Aborts when the run ends early. */
  readonly signal: AbortSignal;
}

/** Makes the folder, and opens what clients need. */
export async function openGround(sizes: Sizes, signal: AbortSignal): Promise<Ground> {
  await using stack = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir({ prefix: "llmspell-bench-" });
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const library = await openAssets((name) => Deno.env.get(name)).file("libzmq");
  const zmq = stack.use(openContext({ library }));
  const held = stack.move();
  return { folder, zmq, sizes, signal, [Symbol.asyncDispose]: () => held.disposeAsync() };
}

/** Makes a folder of the run and tells its path. */
export function makeFolder({ folder }: Ground, ...names: readonly string[]): string {
  const path = join(folder, ...names);
  Deno.mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}
