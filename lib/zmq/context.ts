// SPDX-License-Identifier: Apache-2.0 OR MIT
// A libzmq context: sockets, one poll loop, and an end that does not hang.

import { ZMQ_IO_THREADS, ZMQ_MAX_SOCKETS } from "./constants.ts";
import { alreadyClosed, badDescriptor } from "./errors.ts";
import { Native } from "./native.ts";
import { PollLoop, type Source } from "./poll_loop.ts";
import { openSocket } from "./socket.ts";
import type {
  Context,
  ContextOptions,
  CurveKeypair,
  Socket,
  SocketOptions,
  SocketType,
} from "./types.ts";

/**
 * Opens libzmq out of a shared library, and a context.
 *
 * @throws {KernelError} `zmq.library` when the file is missing or is not libzmq for this machine; `zmq.platform`;
 *   `zmq.too_many_sockets` when the process has no descriptor left
 * @throws {RangeError} when `ioThreads` or `maxSockets` is refused
 */
export function openContext(options: ContextOptions): Context {
  return new ZmqContext(options);
}

class ZmqContext implements Context {
  readonly version: string;
  readonly #native: Native;
  readonly #loop: PollLoop;
  readonly #pointer: Deno.PointerValue;
  readonly #sockets = new Set<Socket>();
  readonly #ended = Promise.withResolvers<void>();
  #open = true;
  /** The poll loop and the termination both use the libraries. */
  #users = 2;

  constructor({ library, ioThreads, maxSockets }: ContextOptions) {
    using undo = new DisposableStack();
    const native = this.#native = new Native(library);
    undo.defer(() => native.close());
    this.#pointer = native.zmq.zmq_ctx_new();
    if (this.#pointer === null) throw native.failure("open a context");
    undo.defer(() => native.zmq.zmq_ctx_term(this.#pointer));
    this.#set("ioThreads", ZMQ_IO_THREADS, ioThreads);
    this.#set("maxSockets", ZMQ_MAX_SOCKETS, maxSockets);
    this.version = native.version();
    this.#loop = new PollLoop(native);
    undo.move();
  }

  #set(name: string, option: number, value: number | undefined): void {
    if (value === undefined) return;
    const valid = Number.isInteger(value) && value > 0 && value <= 0x7fffffff;
    if (!valid || this.#native.zmq.zmq_ctx_set(this.#pointer, option, value) < 0) {
      throw new RangeError(`Cannot open a context: ${name} is ${value}`);
    }
  }

  socket(type: SocketType, options: SocketOptions = {}): Socket {
    this.#mustBeOpen(`open ${type} socket`);
    const socket = openSocket({
      native: this.#native,
      loop: this.#loop,
      context: this.#pointer,
      type,
      options,
      closed: (socket) => this.#sockets.delete(socket),
    });
    this.#sockets.add(socket);
    return socket;
  }

  curveKeypair(): CurveKeypair {
    this.#mustBeOpen("make CURVE keys");
    const keys = [new Uint8Array(41), new Uint8Array(41)] as const;
    if (this.#native.zmq.zmq_curve_keypair(...keys) < 0) {
      throw this.#native.failure("make CURVE keys");
    }
    const [publicKey, secretKey] = keys.map((key) => new TextDecoder().decode(key.slice(0, 40)));
    return { publicKey: publicKey!, secretKey: secretKey! };
  }

  watchFd(fd: number, listener: () => void): Disposable {
    this.#mustBeOpen(`watch descriptor ${fd}`);
    if (!Number.isInteger(fd) || fd < 0) throw badDescriptor(fd);
    const loop = this.#loop;
    const source = new Descriptor(fd, listener, () => loop.remove(source));
    loop.want(source);
    return { [Symbol.dispose]: () => loop.remove(source) };
  }

  [Symbol.dispose](): void {
    if (!this.#close()) return;
    while (this.#native.zmq.zmq_ctx_term(this.#pointer) < 0); // interrupted by a signal
    this.#release();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#close()) {
      while (await this.#native.zmq.zmq_ctx_term_async(this.#pointer) < 0); // interrupted by a signal
      this.#release();
    }
    await this.#ended.promise;
  }

  #close(): boolean {
    if (!this.#open) return false;
    this.#open = false;
    for (const socket of [...this.#sockets]) socket[Symbol.dispose]();
    this.#loop.end(() => this.#release());
    return true;
  }

  #release(): void {
    if (--this.#users > 0) return;
    this.#native.close();
    this.#ended.resolve();
  }

  #mustBeOpen(action: string): void {
    if (!this.#open) throw alreadyClosed(action);
  }
}

const POLLNVAL = 0x20;

/** A raw descriptor in the loop: level-triggered, so there is nothing to look at between polls. */
class Descriptor implements Source {
  constructor(
    readonly fd: number,
    readonly listener: () => void,
    readonly forget: () => void,
  ) {}

  check(revents: number): boolean {
    if ((revents & POLLNVAL) === 0) return revents !== 0;
    this.forget();
    reportError(badDescriptor(this.fd));
    return false;
  }

  dispatch(): void {
    this.listener();
  }
}
