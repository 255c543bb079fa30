// SPDX-License-Identifier: Apache-2.0 OR MIT

import { reasonPhrase } from "./problem.ts";

/** What the bytes of an answer depend on beside the answer itself. */
export interface ResponseOptions {
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** False tells the client that no further request is read. */
  readonly keepAlive: boolean;
  /** True leaves out the length, which an answer to HEAD does not know. */
  readonly head: boolean;
}

/**
 * Writes an answer as HTTP/1.1 does, in one piece.
 *
 * @see RFC 9112, sections 4 to 6
 */
export async function writeResponse(
  response: Response,
  { nowMs, keepAlive, head }: ResponseOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const body = new Uint8Array(await response.arrayBuffer());
  let top = `HTTP/1.1 ${response.status} ${reasonPhrase(response.status)}\r\n`;
  top += `date: ${new Date(nowMs).toUTCString()}\r\n`;
  for (const [name, value] of response.headers) top += `${name}: ${value}\r\n`;
  if (!head) top += `content-length: ${body.length}\r\n`;
  top += `connection: ${keepAlive ? "keep-alive" : "close"}\r\n\r\n`;
  const start = new TextEncoder().encode(top);
  const bytes = new Uint8Array(start.length + body.length);
  bytes.set(start);
  bytes.set(body, start.length);
  return bytes;
}
