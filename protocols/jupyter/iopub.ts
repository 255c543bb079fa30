// SPDX-License-Identifier: Apache-2.0 OR MIT
// What all clients see, in order. See `mod.ts` for the policy towards slow subscribers.

import type { Logger } from "../../lib/contracts/mod.ts";
import type { Socket } from "../../lib/zmq/mod.ts";
import { type Draft, EMPTY_JSON, type MessageWriter, totalBytes } from "./messages.ts";
import type { JupyterMetrics } from "./metrics.ts";
import type { After } from "./options.ts";

/** A stream message stops growing at this many characters. */
const MAX_MERGED_CHARS = 1_048_576;

/** How often it is tried to lose nothing again. */
const RECOVERY_MS = 1_000;

/** What an `IopubPublisher` is given. */
export interface IopubOptions {
  readonly socket: Pick<Socket, "trySend" | "configure" | "onWritable">;
  readonly writer: MessageWriter;
  readonly metrics: JupyterMetrics;
  readonly log: Logger;
  readonly now: () => number;
  readonly after: After;
  /** First part of every topic: `kernel.<id>`. */
  readonly topic: string;
  readonly maxQueueBytes: number;
  readonly stallMs: number;
}

/** A message in frames. */
interface Written {
  readonly type: string;
  readonly frames: readonly Uint8Array[];
  readonly bytes: number;
}

/** A message that waits: written already, or a stream that may still grow. */
type Waiting = Written | { readonly parent: Uint8Array; readonly name: string; text: string };

/** Publishes to subscribers; queues while one of them takes nothing. */
export class IopubPublisher implements Disposable {
  readonly #options: IopubOptions;
  readonly #topics: Map<string, Uint8Array[]> = new Map();
  readonly #text: TextEncoder = new TextEncoder();
  readonly #writable: Disposable;
  readonly #states: Readonly<Record<"busy" | "idle" | "starting", Uint8Array>>;
  #queue: Waiting[] = [];
  #queuedBytes = 0;
  #timer: Disposable | undefined;
  #progressAt = 0;
  #lossy = false;
  #closed = false;
  #recoverAt = 0;
  #room: PromiseWithResolvers<void> | undefined;

  /** @param options the XPUB socket and the bounds */
  constructor(options: IopubOptions) {
    this.#options = options;
    this.#writable = options.socket.onWritable(() => this.#flush());
    const state = (name: string) => this.#text.encode(`{"execution_state":"${name}"}`);
    this.#states = { busy: state("busy"), idle: state("idle"), starting: state("starting") };
  }

  /** Bytes that wait here for slow subscribers. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** Settles when nothing waits here any more; `undefined` while nothing does. */
  get room(): Promise<void> | undefined {
    return this.#room?.promise;
  }

  /** True while stalled subscribers lose output. */
  get lossy(): boolean {
    return this.#lossy;
  }

  /** Publishes a `status`. */
  status(state: "busy" | "idle" | "starting", parent: Uint8Array): void {
    this.publish({ type: "status", content: this.#states[state] }, parent);
  }

  /**
   * Publishes a message.
   *
   * @param parent raw header of what caused it
   * @throws {TypeError} when the content has no JSON form
   */
  publish(draft: Draft, parent: Uint8Array): void {
    if (this.#closed) return;
    const { frames } = this.#options.writer.write(this.#topic(draft.type), parent, draft);
    if (this.#queue.length === 0 && this.#send(draft.type, frames)) return;
    this.#enqueue({ type: draft.type, frames, bytes: totalBytes(frames) });
  }

  /** Publishes a `stream`; while output waits, text of the same stream and parent becomes one message. */
  stream(name: string, text: string, parent: Uint8Array): void {
    if (this.#queue.length === 0) return this.publish(streamDraft(name, text), parent);
    const last = this.#queue.at(-1)!;
    const grows = "text" in last && last.parent === parent && last.name === name &&
      last.text.length + text.length <= MAX_MERGED_CHARS;
    if (!grows) return this.#enqueue({ parent, name, text });
    last.text += text;
    this.#grow(text.length);
  }

  /** Answers a subscription. @param subscription the topic as bytes */
  welcome(subscription: Uint8Array): void {
    const content = { subscription: new TextDecoder().decode(subscription) };
    const topic = subscription.length === 0 ? this.#topic("iopub_welcome") : [subscription];
    const { frames } = this.#options.writer.write(topic, EMPTY_JSON, {
      type: "iopub_welcome",
      content,
    });
    if (this.#queue.length === 0 && this.#send("iopub_welcome", frames)) return;
    this.#enqueue({ type: "iopub_welcome", frames, bytes: totalBytes(frames) });
  }

  /** Sends what waits, to those who take it; the rest is lost to the others. Later messages are ignored. */
  [Symbol.dispose](): void {
    this.#closed = true;
    if (this.#queue.length > 0) this.#dropForStalled("close");
    this.#endWaiting();
    this.#writable[Symbol.dispose]();
  }

  /** Hands frames to ZeroMQ; false when they must wait. */
  #send(type: string, frames: readonly Uint8Array[]): boolean {
    const { socket, metrics } = this.#options;
    if (!this.#recovers(frames) && !socket.trySend(frames)) {
      if (!this.#lossy) return false;
      metrics.undelivered("iopub");
      return true;
    }
    metrics.sent("iopub", type, totalBytes(frames));
    return true;
  }

  /** While output is dropped: tries now and then whether every subscriber takes messages again. */
  #recovers(frames: readonly Uint8Array[]): boolean {
    const { socket, log, now } = this.#options;
    if (!this.#lossy || now() < this.#recoverAt) return false;
    socket.configure({ xpubNoDrop: true });
    if (socket.trySend(frames)) {
      this.#lossy = false;
      log.info("All subscribers take output again");
      return true;
    }
    socket.configure({ xpubNoDrop: false });
    this.#recoverAt = now() + RECOVERY_MS;
    return false;
  }

  #dropForStalled(cause: "time" | "bytes" | "close"): void {
    if (this.#lossy) return;
    const { socket, metrics, log, now } = this.#options;
    this.#lossy = true;
    this.#recoverAt = now() + RECOVERY_MS;
    socket.configure({ xpubNoDrop: false });
    metrics.stalled(cause);
    log.warn("Stalled subscribers lose output from now on: {cause}, {bytes} bytes waited", {
      cause,
      bytes: this.#queuedBytes,
    });
    this.#flush();
  }

  #enqueue(entry: Waiting): void {
    if (this.#queue.length === 0) this.#beginWaiting();
    this.#queue.push(entry);
    this.#grow(sizeOf(entry));
  }

  #grow(bytes: number): void {
    this.#queuedBytes += bytes;
    this.#options.metrics.queued(this.#queuedBytes);
    if (this.#queuedBytes > this.#options.maxQueueBytes) this.#dropForStalled("bytes");
  }

  #beginWaiting(): void {
    this.#progressAt = this.#options.now();
    this.#watch(this.#options.stallMs);
    this.#room = Promise.withResolvers();
  }

  #watch(delayMs: number): void {
    this.#timer = this.#options.after(delayMs, () => {
      const leftMs = this.#progressAt + this.#options.stallMs - this.#options.now();
      if (leftMs > 0) this.#watch(leftMs);
      else this.#dropForStalled("time");
    });
  }

  #flush(): void {
    let sent = 0;
    for (; sent < this.#queue.length; sent++) {
      const entry = this.#queue[sent]!;
      const written = this.#written(entry);
      if (!this.#send(written.type, written.frames)) {
        this.#queuedBytes += written.bytes - sizeOf(entry);
        this.#queue[sent] = written;
        break;
      }
      this.#queuedBytes -= sizeOf(entry);
    }
    if (sent === 0) return;
    this.#queue = this.#queue.slice(sent);
    this.#progressAt = this.#options.now();
    this.#options.metrics.queued(this.#queuedBytes);
    if (this.#queue.length === 0) this.#endWaiting();
  }

  #written(entry: Waiting): Written {
    if (!("text" in entry)) return entry;
    const draft = streamDraft(entry.name, entry.text);
    const { frames } = this.#options.writer.write(this.#topic("stream"), entry.parent, draft);
    return { type: "stream", frames, bytes: totalBytes(frames) };
  }

  #endWaiting(): void {
    this.#queuedBytes = 0;
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#room?.resolve();
    this.#room = undefined;
  }

  #topic(type: string): Uint8Array[] {
    let topic = this.#topics.get(type);
    if (topic === undefined) {
      topic = [this.#text.encode(`${this.#options.topic}.${type}`)];
      this.#topics.set(type, topic);
    }
    return topic;
  }
}

function streamDraft(name: string, text: string): Draft {
  return { type: "stream", content: { name, text } };
}

function sizeOf(entry: Waiting): number {
  return "text" in entry ? entry.text.length : entry.bytes;
}
