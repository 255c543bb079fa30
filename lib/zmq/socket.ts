// SPDX-License-Identifier: Apache-2.0 OR MIT
// A libzmq socket and its place in the poll loop.

import type { KernelError } from "../errors.ts";
import {
  socketTypes,
  ZMQ_DONTWAIT,
  ZMQ_FD,
  ZMQ_LAST_ENDPOINT,
  ZMQ_POLLIN,
  ZMQ_POLLOUT,
  ZMQ_SNDMORE,
  ZMQ_SUBSCRIBE,
  ZMQ_UNSUBSCRIBE,
} from "./constants.ts";
import { EAGAIN, EINTR } from "./errno.ts";
import { alreadyClosed, badEndpoint } from "./errors.ts";
import { cString, type Native } from "./native.ts";
import { applyOptions } from "./options.ts";
import type { PollLoop, Source } from "./poll_loop.ts";
import type { Socket, SocketOptions, SocketType } from "./types.ts";
import { Waiters } from "./waiters.ts";

/** What a socket is made with. */
export interface SocketParts {
  readonly native: Native;
  readonly loop: PollLoop;
  readonly context: Deno.PointerValue;
  readonly type: SocketType;
  readonly options: SocketOptions;
  /** Told once, when the socket closes. */
  readonly closed: (socket: Socket) => void;
}

/** Messages `receive` may hand out without waiting before everyone else gets a turn. */
const burst = 256;

/** Opens a socket. @throws as `Context.socket` */
export function openSocket(parts: SocketParts): Socket {
  return new ZmqSocket(parts);
}

class ZmqSocket implements Socket, Source {
  readonly type: SocketType;
  readonly fd: number;
  readonly #native: Native;
  readonly #loop: PollLoop;
  readonly #pointer: Deno.PointerValue;
  readonly #name: string;
  readonly #closed: (socket: Socket) => void;
  #open = true;
  #readListener: (() => void) | undefined;
  #writeListener: (() => void) | undefined;
  readonly #receivers = new Waiters<Uint8Array[], undefined>();
  readonly #senders = new Waiters<void, readonly Uint8Array[]>();
  /** True from a `trySend` that said false until the loop finds room. */
  #blocked = false;
  /** ROUTER: the full peers. Others: empty. */
  readonly #fullPeers: Uint8Array<ArrayBuffer>[] = [];
  #readable = false;
  #writable = false;
  /** Used while nobody listened: what the descriptor would tell may have been taken in. */
  #unseen = true;
  #wanted = false;
  #burstTurn = 0;
  #burstCount = 0;

  constructor({ native, loop, context, type, options, closed }: SocketParts) {
    this.type = type;
    this.#name = `${type} socket`;
    this.#native = native;
    this.#loop = loop;
    this.#closed = closed;
    this.#pointer = native.zmq.zmq_socket(context, socketTypes[type]);
    if (this.#pointer === null) throw native.failure(`open ${this.#name}`);
    try {
      this.fd = native.getInt(this.#pointer, ZMQ_FD);
      this.configure({ lingerMs: 0, ...options });
    } catch (error) {
      native.zmq.zmq_close(this.#pointer);
      throw error;
    }
  }

  bind(endpoint: string): string {
    this.#endpointCall("bind", `bind ${this.#name} to "${endpoint}"`, endpoint);
    return this.#native.getText(this.#pointer, ZMQ_LAST_ENDPOINT);
  }

  unbind(endpoint: string): void {
    this.#endpointCall("unbind", `unbind ${this.#name} from "${endpoint}"`, endpoint);
  }

  connect(endpoint: string): void {
    this.#endpointCall("connect", `connect ${this.#name} to "${endpoint}"`, endpoint);
  }

  disconnect(endpoint: string): void {
    this.#endpointCall("disconnect", `disconnect ${this.#name} from "${endpoint}"`, endpoint);
  }

  #endpointCall(
    verb: "bind" | "unbind" | "connect" | "disconnect",
    action: string,
    endpoint: string,
  ): void {
    this.#mustBeOpen(action);
    if (!portFits(endpoint)) throw badEndpoint(action);
    const result = this.#native.zmq[`zmq_${verb}`](this.#pointer, cString(endpoint));
    if (result < 0) throw this.#failed(action);
    this.#used();
  }

  subscribe(topic: string | Uint8Array = ""): void {
    this.#topicCall("subscribe", ZMQ_SUBSCRIBE, topic);
  }

  unsubscribe(topic: string | Uint8Array = ""): void {
    this.#topicCall("unsubscribe", ZMQ_UNSUBSCRIBE, topic);
  }

  #topicCall(verb: string, option: number, topic: string | Uint8Array): void {
    const action = `${verb} ${this.#name}`;
    this.#mustBeOpen(action);
    if (this.type !== "SUB") throw new TypeError(`Cannot ${action}: only SUB sockets have topics`);
    const bytes = typeof topic === "string" ? new TextEncoder().encode(topic) : topic.slice();
    if (this.#native.zmq.zmq_setsockopt(this.#pointer, option, bytes, BigInt(bytes.length)) < 0) {
      throw this.#failed(action);
    }
    this.#used();
  }

  configure(options: SocketOptions): void {
    this.#mustBeOpen(`configure ${this.#name}`);
    applyOptions({ native: this.#native, pointer: this.#pointer, name: this.#name }, options);
    this.#used();
  }

  trySend(frames: readonly Uint8Array[]): boolean {
    this.#mustBeOpen(`send on ${this.#name}`);
    if (frames.length === 0) {
      throw new TypeError(`Cannot send on ${this.#name}: the message has no frames`);
    }
    // Those who wait to send come first.
    if (this.#senders.size > 0) {
      this.#blocked = true;
      return false;
    }
    return this.#sendNow(frames);
  }

  send(frames: readonly Uint8Array[], signal?: AbortSignal): Promise<void> {
    try {
      signal?.throwIfAborted();
      if (this.trySend(frames)) return Promise.resolve();
    } catch (error) {
      return Promise.reject(error);
    }
    const sent = this.#senders.add(frames, signal, () => this.#interestChanged());
    this.#interestChanged();
    return sent;
  }

  hasPeer(identity: Uint8Array): boolean {
    const action = `look for a peer of ${this.#name}`;
    this.#mustBeOpen(action);
    if (this.type !== "ROUTER") {
      throw new TypeError(`Cannot ${action}: only ROUTER sockets have them`);
    }
    // Takes in what the threads of libzmq have to say: that peers have left, too.
    this.#native.events(this.#pointer);
    this.#used();
    return this.#peerState(identity) >= 0;
  }

  tryReceive(): Uint8Array[] | undefined {
    this.#mustBeOpen(`receive on ${this.#name}`);
    const frames = this.#native.receive(this.#pointer, this.#name);
    if (frames === undefined && !this.#blocked) {
      // libzmq has just looked: whatever comes next makes the descriptor fire.
      this.#unseen = false;
      this.#loop.untouch(this);
    } else {
      this.#used();
    }
    return frames;
  }

  receive(signal?: AbortSignal): Promise<Uint8Array[]> {
    try {
      signal?.throwIfAborted();
      const frames = this.#mayReceiveNow() ? this.tryReceive() : undefined;
      if (frames !== undefined) return Promise.resolve(frames);
      this.#mustBeOpen(`receive on ${this.#name}`);
    } catch (error) {
      return Promise.reject(error);
    }
    const received = this.#receivers.add(undefined, signal, () => this.#interestChanged());
    this.#interestChanged();
    if (this.#burstCount > burst) this.#used();
    return received;
  }

  /** Not while others wait, and not for ever without letting the event loop turn. */
  #mayReceiveNow(): boolean {
    if (this.#receivers.size > 0) return false;
    if (this.#burstTurn !== this.#loop.turns) {
      this.#burstTurn = this.#loop.turns;
      this.#burstCount = 0;
    }
    return ++this.#burstCount <= burst;
  }

  onReadable(listener: () => void): Disposable {
    this.#mustBeOpen(`listen to ${this.#name}`);
    if (this.#readListener !== undefined) {
      throw new TypeError(`Cannot listen to ${this.#name}: it has a readable listener already`);
    }
    this.#readListener = listener;
    this.#interestChanged();
    return {
      [Symbol.dispose]: () => {
        if (this.#readListener !== listener) return;
        this.#readListener = undefined;
        this.#interestChanged();
      },
    };
  }

  onWritable(listener: () => void): Disposable {
    this.#mustBeOpen(`listen to ${this.#name}`);
    if (this.#writeListener !== undefined) {
      throw new TypeError(`Cannot listen to ${this.#name}: it has a writable listener already`);
    }
    this.#writeListener = listener;
    this.#interestChanged();
    return {
      [Symbol.dispose]: () => {
        if (this.#writeListener !== listener) return;
        this.#writeListener = undefined;
        this.#interestChanged();
      },
    };
  }

  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    this.#loop.remove(this);
    this.#native.zmq.zmq_close(this.#pointer);
    this.#readListener = this.#writeListener = undefined;
    this.#receivers.rejectAll(alreadyClosed(`receive on ${this.#name}`));
    this.#senders.rejectAll(alreadyClosed(`send on ${this.#name}`));
    this.#closed(this);
  }

  check(): boolean {
    const events = this.#native.events(this.#pointer);
    this.#readable = (events & ZMQ_POLLIN) !== 0 &&
      (this.#readListener !== undefined || this.#receivers.size > 0);
    this.#writable = this.#blocked && this.#hasRoom(events) &&
      (this.#writeListener !== undefined || this.#senders.size > 0);
    return this.#readable || this.#writable;
  }

  dispatch(): void {
    if (this.#readable || this.#receivers.size > 0) this.#dispatchReadable();
    if (this.#open && this.#writable) this.#dispatchWritable();
  }

  #dispatchReadable(): void {
    this.#readable = false;
    // Taken or not, what is left is looked at again.
    this.#loop.touch(this);
    while (this.#receivers.size > 0) {
      try {
        const frames = this.tryReceive();
        if (frames === undefined) break;
        this.#receivers.resolveFirst(frames);
      } catch (error) {
        this.#receivers.rejectFirst(error);
      }
    }
    this.#interestChanged();
    this.#readListener?.();
  }

  #dispatchWritable(): void {
    this.#writable = false;
    this.#blocked = false;
    this.#fullPeers.length = 0;
    while (this.#senders.size > 0) {
      try {
        if (!this.#sendNow(this.#senders.first)) break;
        this.#senders.resolveFirst();
      } catch (error) {
        this.#senders.rejectFirst(error);
      }
    }
    this.#interestChanged();
    if (this.#senders.size === 0) this.#writeListener?.();
  }

  #sendNow(frames: readonly Uint8Array[]): boolean {
    const last = frames.length - 1;
    let sent = true;
    for (let index = 0; index <= last; index++) {
      // When a peer vanishes in the middle of a message, libzmq drops all of it but wants to see its end.
      const taken = this.#sendFrame(frames[index]!, index < last ? ZMQ_SNDMORE : 0);
      if (taken) continue;
      sent = false;
      if (index === 0) break;
    }
    if (!sent) this.#becameBlocked(frames[0]!);
    else this.#used();
    return sent;
  }

  #sendFrame(frame: Uint8Array, flags: number): boolean {
    while (true) {
      const bytes = frame as Uint8Array<ArrayBuffer>;
      const flagsNow = flags | ZMQ_DONTWAIT;
      if (this.#native.zmq.zmq_send(this.#pointer, bytes, BigInt(bytes.length), flagsNow) >= 0) {
        return true;
      }
      const errno = this.#native.zmq.zmq_errno();
      if (errno === EAGAIN) return false;
      if (errno !== EINTR) throw this.#failed(`send on ${this.#name}`);
    }
  }

  #becameBlocked(identity: Uint8Array): void {
    this.#blocked = true;
    if (this.type === "ROUTER") this.#fullPeers.push(new Uint8Array(identity));
    this.#interestChanged();
    // Publishers have no level for room, the next try is the only test. It has just failed, so a peer's progress
    // will make the descriptor fire; looking now could take that in unnoticed.
    if (this.type !== "XPUB" && this.type !== "PUB") this.#used();
  }

  #hasRoom(events: number): boolean {
    if (this.type === "XPUB" || this.type === "PUB") return true;
    if (this.type !== "ROUTER") return (events & ZMQ_POLLOUT) !== 0;
    // A ROUTER is writable as soon as any peer has room. A peer that is gone counts: sending will say so.
    if (this.#fullPeers.length === 0) return true;
    return this.#fullPeers.some((identity) => {
      const state = this.#peerState(identity);
      return state < 0 || (state & ZMQ_POLLOUT) !== 0;
    });
  }

  /** Events that a peer of a ROUTER is ready for; negative when there is no such peer. */
  #peerState(identity: Uint8Array): number {
    return this.#native.zmq.zmq_socket_get_peer_state(
      this.#pointer,
      identity as Uint8Array<ArrayBuffer>,
      BigInt(identity.length),
    );
  }

  /** What libzmq says of a call that failed; such a call, too, may have taken in commands. */
  #failed(action: string): KernelError {
    const failure = this.#native.failure(action);
    this.#used();
    return failure;
  }

  /** libzmq may have taken in commands that the descriptor will not tell of any more. */
  #used(): void {
    if (this.#wanted) this.#loop.touch(this);
    else this.#unseen = true;
  }

  #interestChanged(): void {
    const wanted = this.#open &&
      (this.#readListener !== undefined || this.#receivers.size > 0 ||
        (this.#blocked && (this.#writeListener !== undefined || this.#senders.size > 0)));
    if (wanted !== this.#wanted) {
      this.#wanted = wanted;
      if (wanted) this.#loop.want(this);
      else this.#loop.unwant(this);
    }
    if (wanted && this.#unseen) {
      this.#unseen = false;
      this.#loop.touch(this);
    }
  }

  #mustBeOpen(action: string): void {
    if (!this.#open) throw alreadyClosed(action);
  }
}

/** libzmq takes a port beyond 65535 modulo 65536. */
function portFits(endpoint: string): boolean {
  const port = /^tcp:.*:(\d+)$/.exec(endpoint)?.[1];
  return port === undefined || Number(port) < 65536;
}
