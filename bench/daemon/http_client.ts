// SPDX-License-Identifier: Apache-2.0 OR MIT
// HTTP/1.1 with as little around it as can be, so that the server is what is measured.

import { unexpected } from "./errors.ts";

/** An answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** One connection that is kept. Disposing closes it. */
export class HttpClient implements Disposable {
  readonly #connection: Deno.TcpConn;
  readonly #host: string;
  readonly #buffer = new Uint8Array(65_536);

  private constructor(connection: Deno.TcpConn, host: string) {
    this.#connection = connection;
    this.#host = host;
  }

  /** Connects to `http://address:port`. */
  static async connect(origin: string, signal?: AbortSignal): Promise<HttpClient> {
    const { hostname, port, host } = new URL(origin);
    signal?.throwIfAborted();
    const connection = await Deno.connect({ hostname, port: Number(port) });
    connection.setNoDelay(true);
    return new HttpClient(connection, host);
  }

  /**
   * Asks for a path and reads the answer, which has to have a length.
   *
   * @throws {BenchError} when there is no whole answer
   */
  async get(path: string): Promise<HttpAnswer> {
    const request = `GET ${path} HTTP/1.1\r\nHost: ${this.#host}\r\n\r\n`;
    const bytes = new TextEncoder().encode(request);
    for (let at = 0; at < bytes.length;) at += await this.#connection.write(bytes.subarray(at));
    let text = "";
    const decoder = new TextDecoder("latin1");
    for (;;) {
      const count = await this.#connection.read(this.#buffer);
      if (count === null) throw unexpected("the server closed the connection", text);
      text += decoder.decode(this.#buffer.subarray(0, count));
      const answer = parseAnswer(text);
      if (answer !== undefined) return answer;
    }
  }

  /** Closes the connection. */
  [Symbol.dispose](): void {
    this.#connection.close();
  }
}

/**
 * Reads an answer, once it is whole.
 *
 * @param text bytes so far, a character each
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const text = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
 * assert.deepEqual(parseAnswer(text), { status: 200, body: "ok" });
 * assert.equal(parseAnswer(text.slice(0, -1)), undefined);
 * ```
 */
export function parseAnswer(text: string): HttpAnswer | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [status, length] = [
    /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1],
    /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1],
  ];
  if (status === undefined || length === undefined) throw unexpected("HTTP answer", text);
  const body = text.slice(end + 4);
  return body.length < Number(length) ? undefined : { status: Number(status), body };
}
