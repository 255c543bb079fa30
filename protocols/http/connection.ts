// SPDX-License-Identifier: Apache-2.0 OR MIT
// One client's connection: requests are read, answered and written one after the other, each within its time.

import type { Logger } from "../../lib/contracts/mod.ts";
import { Deadline } from "./deadline.ts";
import { answerLate, requestLate, RequestRefused } from "./errors.ts";
import type { HttpMetrics } from "./metrics.ts";
import type { After, HttpLimits } from "./options.ts";
import { noteRefusal } from "./note_refusal.ts";
import { problem } from "./problem.ts";
import { RequestReader } from "./request_reader.ts";
import type { RequestHead } from "./request_head.ts";
import { writeResponse } from "./write_response.ts";

/** How long, and how many bytes of, a request that is refused are read so that its answer is not lost. */
const LINGER = Object.freeze({ limitMs: 1_000, maxBytes: 1024 * 1024 });

/** Who is at the other end. */
export interface Peer {
  /** Unique among all protocols. */
  readonly client: string;
  /** Address of this machine that was connected to; absent on a Unix socket. */
  readonly local?: string;
}

/** What all connections of a server share. */
export interface ConnectionParts {
  readonly limits: HttpLimits;
  readonly after: After;
  readonly now: () => number;
  readonly log: Logger;
  readonly metrics: HttpMetrics;
  /** Answers a request; does not reject. */
  readonly answer: (request: Request, peer: Peer) => Promise<Response>;
  /** Told when a connection begins, and ends, to wait for a further request. */
  readonly waits: (connection: Connection, waiting: boolean) => void;
}

const CONTINUE = new TextEncoder().encode("HTTP/1.1 100 Continue\r\n\r\n");

/** The connection is closed without a word; the reason is counted. */
class Cut extends Error {
  constructor(readonly reason?: "silent" | "slow_reader") {
    super();
  }
}

/** One client's connection. */
export class Connection {
  readonly #conn: Deno.Conn;
  readonly #peer: Peer;
  readonly #parts: ConnectionParts;
  readonly #reader: RequestReader;
  #deadline: Deadline | undefined;
  /** A request has arrived whose answer is not written yet. */
  #inFlight = false;
  #finishing = false;
  #last = false;
  #closed = false;

  /** @param conn accepted; it belongs to the connection from now on */
  constructor(conn: Deno.Conn, peer: Peer, parts: ConnectionParts) {
    this.#conn = conn;
    this.#peer = peer;
    this.#parts = parts;
    this.#reader = new RequestReader((into) => conn.read(into), parts.limits);
  }

  /** Serves requests until either side is done. Does not reject; the connection is closed then. */
  async serve(): Promise<void> {
    try {
      for (let first = true; await this.#begins(first); first = false) await this.#serveOne();
    } catch (error) {
      await this.#fail(error);
    } finally {
      this.close();
    }
  }

  /** Answers 503 to a client that is one too many. Does not reject; the connection is closed then. */
  async refuse(error: RequestRefused): Promise<void> {
    try {
      await this.#fail(error);
    } finally {
      this.close();
    }
  }

  /** Serves what is in flight, then closes. */
  finish(): void {
    this.#finishing = this.#last = true;
    if (!this.#inFlight) this.close();
  }

  /** Closes at once. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#deadline?.cut(new Cut());
    this.#conn.close();
  }

  /** Waits for the first byte of a request, which may take longer between two requests. */
  async #begins(first: boolean): Promise<boolean> {
    if (this.#last) return false;
    if (first || this.#reader.hasInput) return true;
    this.#parts.waits(this, true);
    try {
      const { keepAliveMs } = this.#parts.limits;
      return await this.#within(keepAliveMs, () => new Cut(), () => this.#reader.begins());
    } finally {
      this.#parts.waits(this, false);
    }
  }

  async #serveOne(): Promise<void> {
    const { requestTimeoutMs } = this.#parts.limits;
    let begun = false;
    const late = () => begun ? requestLate(requestTimeoutMs) : new Cut("silent");
    const head = await this.#within(requestTimeoutMs, late, async () => {
      begun = await this.#reader.begins();
      return begun ? await this.#receive() : undefined;
    });
    this.#last ||= head?.keepAlive !== true;
    if (head === undefined) return;
    const overdue = () => answerLate(requestTimeoutMs);
    const answer = await this.#within(requestTimeoutMs, overdue, () => this.#answer(head));
    await this.#send(answer, head.method === "HEAD");
  }

  async #receive(): Promise<RequestHead> {
    const head = await this.#reader.head();
    this.#inFlight = true;
    if (head.expectsContinue) await this.#write(CONTINUE);
    await this.#reader.skip(head.bodyBytes);
    return head;
  }

  #answer({ method, target, headers }: RequestHead): Promise<Response> {
    // The host's name plays no part here: what the client wrote is in the header.
    const request = new Request(`http://localhost${target}`, { method, headers });
    return this.#parts.answer(request, this.#peer);
  }

  async #send(response: Response, head: boolean): Promise<void> {
    const { now, limits } = this.#parts;
    const bytes = await writeResponse(response, { nowMs: now(), keepAlive: !this.#last, head });
    const late = () => new Cut("slow_reader");
    await this.#within(limits.requestTimeoutMs, late, () => this.#write(bytes));
    this.#inFlight = false;
  }

  /** Tells the client why it is refused. What else ends a connection is the client's own doing. */
  async #fail(error: unknown): Promise<void> {
    const { metrics, log } = this.#parts;
    if (error instanceof Cut && error.reason !== undefined) metrics.rejected(error.reason);
    else if (isBug(error)) log.error("Failed to serve a connection: {error}", { error });
    if (this.#closed || !(error instanceof RequestRefused)) return;
    noteRefusal(error, this.#parts);
    try {
      this.#inFlight = this.#last = true;
      await this.#send(problem(error), false);
      if (!this.#finishing) await this.#linger();
    } catch {
      // The client is gone: nobody is left to tell.
    }
  }

  /** Closing while input is unread would reset the connection, and take the answer with it. */
  async #linger(): Promise<void> {
    await this.#conn.closeWrite();
    await this.#within(LINGER.limitMs, () => new Cut(), async () => {
      const sink = new Uint8Array(16 * 1024);
      for (let total = 0; total < LINGER.maxBytes;) {
        const count = await this.#conn.read(sink);
        if (count === null) return;
        total += count;
      }
    });
  }

  async #within<T>(limitMs: number, late: () => Error, work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new Cut();
    using deadline = new Deadline(this.#parts.after, limitMs, late);
    this.#deadline = deadline;
    return await deadline.within(work());
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let sent = 0; sent < bytes.length;) {
      sent += await this.#conn.write(bytes.subarray(sent));
    }
  }
}

/** What neither this protocol throws nor the system, whose errors have a class of Deno's or a code. */
function isBug(error: unknown): boolean {
  const known = [Cut, RequestRefused, ...Object.values(Deno.errors)];
  if (known.some((kind) => error instanceof kind)) return false;
  return !(error instanceof Error && "code" in error);
}
