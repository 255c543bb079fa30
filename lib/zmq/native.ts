// SPDX-License-Identifier: Apache-2.0 OR MIT
// libzmq and libc of one context, with buffers that all its calls share.

import { ZMQ_DONTWAIT, ZMQ_EVENTS } from "./constants.ts";
import { EAGAIN, EINTR } from "./errno.ts";
import { callFailed } from "./errors.ts";
import type { KernelError } from "../errors.ts";
import { type Libc, openLibc } from "./libc.ts";
import { type Library, openLibrary } from "./library.ts";

/** Frames above this many bytes are freed at once instead of with the next message. */
const keepBytes = 4096;

const encoder = new TextEncoder();

/** The C functions and the shared buffers. One thread, so one of each is enough. */
export class Native {
  readonly zmq: Library["symbols"];
  readonly libc: Libc["symbols"];
  readonly #library: Library;
  readonly #libcLibrary: Libc;
  // Above 64 bytes V8 keeps arrays off its heap, where they never move: libzmq keeps pointers into a message.
  readonly #message = new Uint8Array(new ArrayBuffer(256), 0, 64);
  readonly #value = new Uint8Array(new ArrayBuffer(1024));
  readonly #int = new Int32Array(this.#value.buffer, 0, 1);
  readonly #valueSize = new BigUint64Array(new ArrayBuffer(128), 0, 1);

  /** @throws {KernelError} `zmq.library`, `zmq.platform` */
  constructor(path: string) {
    this.#library = openLibrary(path);
    try {
      this.#libcLibrary = openLibc();
    } catch (error) {
      this.#library.close();
      throw error;
    }
    this.zmq = this.#library.symbols;
    this.libc = this.#libcLibrary.symbols;
    this.zmq.zmq_msg_init(this.#message);
  }

  /** Unloads both libraries. Nothing may be called afterwards. */
  close(): void {
    this.zmq.zmq_msg_close(this.#message);
    this.#library.close();
    this.#libcLibrary.close();
  }

  /** The error of the call that has just failed, on this thread. */
  failure(action: string): KernelError {
    const errno = this.zmq.zmq_errno();
    const text = this.zmq.zmq_strerror(errno);
    return callFailed({
      action,
      errno,
      text: text === null ? "unknown" : Deno.UnsafePointerView.getCString(text),
    });
  }

  /** Numbers of `zmq_version`, joined by dots. */
  version(): string {
    const parts = [0, 1, 2].map(() => new Int32Array(1));
    this.zmq.zmq_version(parts[0]!, parts[1]!, parts[2]!);
    return parts.map((part) => part[0]).join(".");
  }

  /** An option whose value is an int. */
  getInt(socket: Deno.PointerValue, option: number): number {
    this.#getOption(socket, option, 4);
    return this.#int[0]!;
  }

  /** An option whose value is text, up to 1023 bytes. */
  getText(socket: Deno.PointerValue, option: number): string {
    this.#getOption(socket, option, this.#value.length);
    return new TextDecoder().decode(this.#value.slice(0, Number(this.#valueSize[0]) - 1));
  }

  /** libzmq takes in what its threads have to say, and a signal may interrupt that. */
  #getOption(socket: Deno.PointerValue, option: number, size: number): void {
    this.#valueSize[0] = BigInt(size);
    while (this.zmq.zmq_getsockopt(socket, option, this.#value, this.#valueSize) < 0) {
      if (this.zmq.zmq_errno() !== EINTR) throw this.failure(`read option ${option}`);
    }
  }

  /** `ZMQ_EVENTS`: also makes libzmq take in what its threads have to say. */
  events(socket: Deno.PointerValue): number {
    return this.getInt(socket, ZMQ_EVENTS);
  }

  /** Takes a whole message; `undefined` when there is none. */
  receive(socket: Deno.PointerValue, name: string): Uint8Array[] | undefined {
    let size = this.#receiveFrame(socket, name);
    if (size < 0) return undefined;
    const frames = [this.#takeFrame(size)];
    while (this.zmq.zmq_msg_more(this.#message) === 1) {
      size = this.#receiveFrame(socket, name);
      // The parts of a message arrive together: a missing one means the socket is gone.
      if (size < 0) throw this.failure(`receive the rest of a message on ${name}`);
      frames.push(this.#takeFrame(size));
    }
    if (size > keepBytes) this.#releaseMessage();
    return frames;
  }

  /** Size of the frame now in the message, or -1 when there is none. */
  #receiveFrame(socket: Deno.PointerValue, name: string): number {
    while (true) {
      const size = this.zmq.zmq_msg_recv(this.#message, socket, ZMQ_DONTWAIT);
      if (size >= 0) return size;
      const errno = this.zmq.zmq_errno();
      if (errno === EAGAIN) return -1;
      if (errno !== EINTR) throw this.failure(`receive on ${name}`);
    }
  }

  #takeFrame(size: number): Uint8Array {
    const frame = new Uint8Array(size);
    if (size > 0) this.libc.memcpy(frame, this.zmq.zmq_msg_data(this.#message), BigInt(size));
    return frame;
  }

  #releaseMessage(): void {
    this.zmq.zmq_msg_close(this.#message);
    this.zmq.zmq_msg_init(this.#message);
  }
}

/**
 * Text as C wants it.
 *
 * @throws {TypeError} when the text holds a NUL
 */
export function cString(text: string): Uint8Array<ArrayBuffer> {
  if (text.includes("\0")) {
    throw new TypeError(`Cannot pass text to libzmq: NUL at ${text.indexOf("\0")}`);
  }
  return encoder.encode(text + "\0");
}
