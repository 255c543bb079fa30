// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the tests of this room share.

import { addonPath, type Context, type ContextOptions, openContext } from "./mod.ts";
import { thisTarget } from "./platform.ts";

/** Path of this machine's library in the checkout. */
export const library: string = new URL(
  `../../node_modules/zeromq/build/${addonPath(thisTarget())}`,
  import.meta.url,
).pathname;

/** A context for one test. */
export function testContext(options: Omit<ContextOptions, "library"> = {}): Context {
  return openContext({ library, ...options });
}

/** Frames out of text. */
export function frames(...texts: string[]): Uint8Array[] {
  return texts.map((text) => new TextEncoder().encode(text));
}

/** Text out of frames. */
export function texts(frames: readonly Uint8Array[]): string[] {
  return frames.map((frame) => new TextDecoder().decode(frame));
}
