// SPDX-License-Identifier: Apache-2.0 OR MIT
// Talks nonsense to ports of this machine, in a Worker of its own so that whoever measures is not held up.

/// <reference lib="deno.worker" />

/** What is asked of the worker. */
export interface NoiseOrder {
  readonly ports: readonly number[];
  readonly connections: number;
  readonly bytes: number;
}

/** What the worker did. */
export interface NoiseDone {
  readonly connections: number;
  readonly bytes: number;
  /** Connections that the other side refused or reset. */
  readonly refused: number;
}

/** Connections that speak at the same time. */
const together = 32;

/** Half-open connections that stay before the oldest of them is closed. */
const halfOpen = 200;

/** ZMTP 3.0 greeting with the NULL mechanism, then READY: what a real peer says first. */
function greeting(socketType: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(64);
  bytes.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0]);
  const text = new TextEncoder();
  bytes.set(text.encode("NULL"), 12);
  const type = text.encode(socketType);
  const body = [
    5,
    ...text.encode("READY"),
    11,
    ...text.encode("Socket-Type"),
    0,
    0,
    0,
    type.length,
    ...type,
  ];
  return Uint8Array.from([...bytes, 4, body.length, ...body]);
}

/** A frame of random bytes with the header of a long last frame. */
function frame(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(9 + length);
  bytes[0] = 2;
  new DataView(bytes.buffer).setBigUint64(1, BigInt(length));
  for (let at = 9; at < bytes.length; at += 65536) {
    crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65536, bytes.length)));
  }
  return bytes;
}

/** What a connection says. */
interface Speech {
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
  /** True: it says no more and stays. */
  readonly stays?: boolean;
}

/** What each connection says in turn. One that says nothing is a port scan. */
function speeches(length: number): readonly Speech[] {
  const noise = frame(length);
  const text = new TextEncoder();
  return [
    { parts: [] },
    { parts: [noise] },
    { parts: [greeting("DEALER"), noise] },
    { parts: [text.encode("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), noise] },
    { parts: [greeting("DEALER").slice(0, 11)], stays: true },
    { parts: [greeting("SUB"), noise] },
    { parts: [greeting("DEALER"), Uint8Array.of(2, 0x7f, 255, 255, 255, 255, 255, 255, 255)] },
    { parts: [Uint8Array.of(0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3), noise] },
  ];
}

/** Opens and speaks. @returns the open connection and the bytes the other side took */
async function speak(
  port: number,
  parts: readonly Uint8Array<ArrayBuffer>[],
): Promise<{ connection: Deno.Conn; bytes: number }> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  try {
    let bytes = 0;
    for (const part of parts) {
      let at = 0;
      while (at < part.length) at += await connection.write(part.subarray(at));
      bytes += at;
    }
    return { connection, bytes };
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Carries the order out. */
async function makeNoise({ ports, connections, bytes }: NoiseOrder): Promise<NoiseDone> {
  const all = speeches(Math.ceil(bytes / connections * 1.6));
  const open: Deno.Conn[] = [];
  const done = { connections, bytes: 0, refused: 0 };
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < connections) {
      const turn = next++;
      const { parts, stays } = all[turn % all.length]!;
      try {
        const spoken = await speak(ports[turn % ports.length]!, parts);
        done.bytes += spoken.bytes;
        if (!stays) spoken.connection.close();
        else if (open.push(spoken.connection) > halfOpen) open.shift()!.close();
      } catch (error) {
        if (!isRefusal(error)) throw error;
        done.refused++;
      }
    }
  };
  await Promise.all(Array.from({ length: together }, work));
  for (const connection of open) connection.close();
  return done;
}

function isRefusal(error: unknown): boolean {
  return error instanceof Deno.errors.ConnectionReset || error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.ConnectionRefused ||
    error instanceof Deno.errors.ConnectionAborted;
}

self.onmessage = async ({ data }: MessageEvent<NoiseOrder>) => {
  self.postMessage(await makeNoise(data));
};
