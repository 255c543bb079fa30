// SPDX-License-Identifier: Apache-2.0 OR MIT
// Socket options by name, and how each reaches zmq_setsockopt.

import { ZMQ_LINGER, ZMQ_NOTIFY_DISCONNECT } from "./constants.ts";
import { cString, type Native } from "./native.ts";
import type { SocketOptions } from "./types.ts";

type Setting = readonly [option: number, value: Uint8Array<ArrayBuffer>];
type Encoders = {
  readonly [K in keyof Required<SocketOptions>]: (
    value: NonNullable<SocketOptions[K]>,
  ) => readonly Setting[];
};

const encoders: Encoders = {
  lingerMs: (value) => [[ZMQ_LINGER, int(natural("lingerMs", value))]],
  sendHighWaterMark: (value) => [[23, int(natural("sendHighWaterMark", value))]],
  receiveHighWaterMark: (value) => [[24, int(natural("receiveHighWaterMark", value))]],
  identity: (value) => [[5, new Uint8Array(value)]],
  routerMandatory: (value) => [[33, flag(value)]],
  routerHandover: (value) => [[56, flag(value)]],
  routerNotify: (value) => [[97, int(value ? ZMQ_NOTIFY_DISCONNECT : 0)]],
  ipv6: (value) => [[42, flag(value)]],
  immediate: (value) => [[39, flag(value)]],
  heartbeatIntervalMs: (value) => [[75, int(natural("heartbeatIntervalMs", value))]],
  heartbeatTimeoutMs: (value) => [[77, int(natural("heartbeatTimeoutMs", value))]],
  heartbeatTtlMs: (value) => [[76, int(natural("heartbeatTtlMs", value))]],
  handshakeTimeoutMs: (value) => [[66, int(natural("handshakeTimeoutMs", value))]],
  maxMessageBytes: (value) => [[22, long(value)]],
  xpubNoDrop: (value) => [[69, flag(value)]],
  xpubVerbose: (value) => [[40, flag(value)]],
  tcpKeepalive: (value) => [[34, flag(value)]],
  backlog: (value) => [[19, int(natural("backlog", value))]],
  curveServer: ({ secretKey }) => [[47, flag(true)], [49, key("secretKey", secretKey)]],
  curveClient: ({ serverKey, publicKey, secretKey }) => [
    [50, key("serverKey", serverKey)],
    [48, key("publicKey", publicKey)],
    [49, key("secretKey", secretKey)],
  ],
};

/** What `applyOptions` writes to. */
export interface OptionTarget {
  readonly native: Native;
  readonly pointer: Deno.PointerValue;
  /** For error texts: `ROUTER socket`. */
  readonly name: string;
}

/**
 * Sets every option that is given, in the order given.
 *
 * @throws {RangeError} when a value is out of its range; names the option and the value
 * @throws {TypeError} when there is no option of that name
 */
export function applyOptions(target: OptionTarget, options: SocketOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(encoders, name)) {
      throw new TypeError(`Cannot set option of ${target.name}: there is no "${name}"`);
    }
    // The entry's name and value come from the same object, which the compiler cannot see.
    const encode = encoders[name as keyof SocketOptions] as (value: unknown) => readonly Setting[];
    for (const [option, bytes] of encode(value)) setOption(target, name, option, bytes);
  }
}

function setOption(
  { native, pointer, name }: OptionTarget,
  key: string,
  option: number,
  bytes: Uint8Array<ArrayBuffer>,
): void {
  if (native.zmq.zmq_setsockopt(pointer, option, bytes, BigInt(bytes.length)) === 0) return;
  const cause = native.failure(`set ${key} of ${name}`);
  throw new RangeError(`Cannot set ${key} of ${name}: libzmq refuses the value`, { cause });
}

function natural(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 0x7fffffff) {
    throw new RangeError(`Cannot set ${name}: ${value} is not an integer from 0 to 2147483647`);
  }
  return value;
}

function key(name: string, value: string): Uint8Array<ArrayBuffer> {
  if (value.length !== 40) {
    throw new RangeError(
      `Cannot set CURVE ${name}: it has ${value.length} characters, Z85 keys have 40`,
    );
  }
  return cString(value);
}

function flag(value: boolean): Uint8Array<ArrayBuffer> {
  return int(value ? 1 : 0);
}

function int(value: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Int32Array.of(value).buffer);
}

function long(value: number): Uint8Array<ArrayBuffer> {
  if (!Number.isSafeInteger(value) || value < -1) {
    throw new RangeError(`Cannot set maxMessageBytes: ${value} is not an integer from -1`);
  }
  return new Uint8Array(BigInt64Array.of(BigInt(value)).buffer);
}
