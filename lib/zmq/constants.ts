// SPDX-License-Identifier: Apache-2.0 OR MIT
// Numbers of zmq.h 4.3.5.

import type { SocketType } from "./types.ts";

/** Socket types. */
export const socketTypes: Readonly<Record<SocketType, number>> = Object.freeze({
  PAIR: 0,
  PUB: 1,
  SUB: 2,
  REQ: 3,
  REP: 4,
  DEALER: 5,
  ROUTER: 6,
  PULL: 7,
  PUSH: 8,
  XPUB: 9,
  XSUB: 10,
});

/** Options of a context. */
export const ZMQ_IO_THREADS = 1;
export const ZMQ_MAX_SOCKETS = 2;

/** Options of a socket that the code itself reads or sets. */
export const ZMQ_SUBSCRIBE = 6;
export const ZMQ_UNSUBSCRIBE = 7;
export const ZMQ_FD = 14;
export const ZMQ_EVENTS = 15;
export const ZMQ_LINGER = 17;
export const ZMQ_LAST_ENDPOINT = 32;

/** Bit of `ZMQ_ROUTER_NOTIFY`. */
export const ZMQ_NOTIFY_DISCONNECT = 2;

/** Bits of `ZMQ_EVENTS`. */
export const ZMQ_POLLIN = 1;
export const ZMQ_POLLOUT = 2;

/** Flags of sending and receiving. */
export const ZMQ_DONTWAIT = 1;
export const ZMQ_SNDMORE = 2;
