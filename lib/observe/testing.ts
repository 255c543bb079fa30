// SPDX-License-Identifier: Apache-2.0 OR MIT
// A real receiver of datagrams for the room's tests: a process of its own.

import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Receives what is sent to a socket. */
export interface TestReceiver extends AsyncDisposable {
  /** Path of the socket. */
  readonly path: string;
  /** Waits for the next datagram. */
  next(): Promise<Uint8Array<ArrayBuffer>>;
  /** Ends the receiver and leaves its folder, so that another can take its place. */
  stop(): Promise<void>;
}

/** How the receiver is. */
export interface TestReceiverOptions {
  /** Path of the socket; one in a folder of its own when absent. */
  readonly path?: string;
  /** Receives nothing, so that its queue fills. */
  readonly deaf?: boolean;
}

/** Starts a receiver. */
export async function startReceiver(options: TestReceiverOptions = {}): Promise<TestReceiver> {
  const folder = await Deno.makeTempDir();
  const path = options.path ?? join(folder, "socket");
  const child = new Deno.Command("python3", {
    args: [
      fileURLToPath(new URL("testing_receiver.py", import.meta.url)),
      path,
      ...(options.deaf === true ? ["deaf"] : []),
    ],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const lines = textLines(child.stdout);
  const first = await lines.next();
  if (first.value !== "ready") throw new Error(`the receiver said ${first.value}`);
  const stop = async (): Promise<void> => {
    await child.stdin.close().catch(() => {});
    await lines.return(undefined);
    await child.status;
  };
  return {
    path,
    async next() {
      const { value } = await lines.next();
      return Uint8Array.from(value?.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    },
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function* textLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string, undefined> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
}
