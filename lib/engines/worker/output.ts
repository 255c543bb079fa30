// SPDX-License-Identifier: Apache-2.0 OR MIT
// Output of the running script, collected in the Worker and sent in few messages.

import type { EngineEvent } from "../../contracts/mod.ts";
import type { HostLink } from "./link.ts";
import { utf8Boundary } from "./utf8.ts";

const flushBytes = 8_192;
const flushMs = 20;
/** What a message costs beside its text, for the bound on bytes in flight. */
const eventBytes = 64;

/** What an `Output` is made of. */
export interface OutputOptions {
  /** Where messages go. */
  readonly link: HostLink;
  /** Bytes in flight beyond which the script waits. */
  readonly maxBytes: number;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** Called when too much is in flight; returns when there is reason to look again. */
  readonly waitForHost: () => void;
  /** Called when a write of the script left something held back: `flushIfOld` is to be called from time to time. */
  readonly held: () => void;
}

/** Collects stream text and events in the script's order; sends them in bounded, rare messages. */
export class Output {
  readonly #options: OutputOptions;
  readonly #decoder = new TextDecoder();
  readonly #text = new Uint8Array(2 * flushBytes);
  #length = 0;
  #stream: "stdout" | "stderr" = "stdout";
  #events: EngineEvent[] = [];
  #eventBytes = 0;
  #execution = -1;
  #lastFlush = -Infinity;
  #sent = 0;

  /** An output with nothing in it. */
  constructor(options: OutputOptions) {
    this.#options = options;
  }

  /** True when something is held back. */
  get pending(): boolean {
    return this.#length > 0 || this.#events.length > 0;
  }

  /** Appends bytes of text that `execution` wrote. The bytes are copied. */
  write(execution: number, stream: "stdout" | "stderr", bytes: Uint8Array): void {
    this.#turnTo(execution);
    if (stream !== this.#stream) {
      this.#closeText(false);
      this.#stream = stream;
    }
    let rest = bytes;
    while (rest.length > this.#text.length - this.#length) {
      const room = this.#text.length - this.#length;
      this.#text.set(rest.subarray(0, room), this.#length);
      this.#length += room;
      rest = rest.subarray(room);
      this.#flush(true);
    }
    this.#text.set(rest, this.#length);
    this.#length += rest.length;
  }

  /** To be called when a write of the script is complete: sends when it is time to. */
  written(): void {
    if (this.#length + this.#eventBytes >= flushBytes) this.#flush(true);
    else this.flushIfOld();
    if (this.pending) this.#options.held();
  }

  /** Sends what is held when the last message is long enough ago. */
  flushIfOld(): void {
    if (!this.pending) return;
    if (this.#options.now() - this.#lastFlush >= flushMs) this.#flush(true);
  }

  /** Appends an event; `bytes` is what it weighs beyond an empty one. */
  emit(execution: number, event: EngineEvent, bytes: number): void {
    this.#turnTo(execution);
    this.#closeText(false);
    this.#events.push(event);
    this.#eventBytes += bytes + eventBytes;
    this.written();
  }

  /** Sends everything now. An unfinished UTF-8 sequence at the end counts as invalid. */
  flush(): void {
    this.#flush(false);
  }

  #turnTo(execution: number): void {
    if (execution === this.#execution) return;
    this.#flush(false);
    this.#execution = execution;
  }

  /** Turns collected bytes into an event; with `keepPartial` the head of an unfinished character stays. */
  #closeText(keepPartial: boolean): void {
    if (this.#length === 0) return;
    const end = keepPartial ? utf8Boundary(this.#text, this.#length) : this.#length;
    if (end > 0) {
      const text = this.#decoder.decode(this.#text.subarray(0, end));
      this.#events.push({ type: "stream", name: this.#stream, text });
      this.#eventBytes += end + eventBytes;
    }
    this.#text.copyWithin(0, end, this.#length);
    this.#length -= end;
  }

  #flush(keepPartial: boolean): void {
    this.#closeText(keepPartial);
    if (this.#events.length === 0) return;
    const events = this.#events;
    const bytes = this.#eventBytes;
    this.#events = [];
    this.#eventBytes = 0;
    this.#lastFlush = this.#options.now();
    this.#sent = (this.#sent + bytes) | 0;
    this.#options.link.post({ type: "output", execution: this.#execution, events, bytes });
    this.#awaitCredit();
  }

  #awaitCredit(): void {
    const { link, maxBytes, waitForHost } = this.#options;
    if (((this.#sent - link.outputTaken) | 0) <= maxBytes) return;
    link.outputWaiting = true;
    try {
      while (((this.#sent - link.outputTaken) | 0) > maxBytes) waitForHost();
    } finally {
      link.outputWaiting = false;
    }
  }
}
