// SPDX-License-Identifier: Apache-2.0 OR MIT
// The starter's end of the readiness pipe.

import type { ReadinessMessage } from "./readiness.ts";

/**
 * The messages of a readiness pipe until it ends. Lines that are none are passed over. The stream is cancelled when
 * the reader stops early.
 *
 * @throws the signal's reason when it aborts
 */
export async function* readinessLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
): AsyncGenerator<ReadinessMessage> {
  const reader = stream.getReader();
  const cancel = () => void reader.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  const decoder = new TextDecoder();
  let buffered = "";
  try {
    while (true) {
      signal.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) break;
      const lines = (buffered + decoder.decode(value, { stream: true })).split("\n");
      buffered = lines.pop() ?? "";
      for (const line of lines) {
        const message = parse(line);
        if (message !== undefined) yield message;
      }
    }
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener("abort", cancel);
    await reader.cancel();
  }
}

const types: ReadonlySet<unknown> = new Set(["spawned", "progress", "ready", "failed"]);

function parse(line: string): ReadinessMessage | undefined {
  try {
    const message: unknown = JSON.parse(line);
    const known = typeof message === "object" && message !== null && "type" in message &&
      types.has(message.type);
    return known ? message as ReadinessMessage : undefined;
  } catch {
    return undefined;
  }
}
