// SPDX-License-Identifier: Apache-2.0 OR MIT

import { integer, type Setting } from "../setting.ts";

/** Bounds of sessions and messages. */
export interface LimitsConfig {
  /** Memory of one session; beyond it a script gets its language's memory error. */
  readonly memoryBytes: number;
  /** Characters of a value's text before it is cut. */
  readonly maxDisplayChars: number;
  /** Output on its way to the clients before the script waits for them. */
  readonly maxOutputBytes: number;
  /** Requests that may wait in one queue of a session. */
  readonly maxQueued: number;
  /** Subshells of one session. */
  readonly maxSubshells: number;
  /** Size of one message from a client. */
  readonly maxMessageBytes: number;
  /** Sessions of one kernel. */
  readonly maxSessions: number;
  /** What sessions may share by `State`, all scopes together. */
  readonly stateBytes: number;
}

const mebibyte = 1024 ** 2;

/** The settings below `limits`. */
export const limitsSettings: { readonly [K in keyof LimitsConfig]: Setting<LimitsConfig[K]> } = {
  memoryBytes: integer({
    range: [4 * mebibyte, 4096 * mebibyte],
    unit: "bytes",
    default: 512 * mebibyte,
    description: "Memory of one session; beyond it a script gets its language's memory error",
    reload: "restart",
  }),
  maxDisplayChars: integer({
    range: [100, 1_000_000_000],
    default: 20_000,
    description: "Characters of a value's text before it is cut",
    reload: "restart",
  }),
  maxOutputBytes: integer({
    range: [1_024, 2 ** 40],
    unit: "bytes",
    default: mebibyte,
    description: "Output on its way to the clients before the script waits for them",
    reload: "restart",
  }),
  maxQueued: integer({
    range: [1, 1_000_000_000],
    default: 10_000,
    description: "Requests that may wait in one queue of a session",
    reload: "restart",
  }),
  maxSubshells: integer({
    range: [0, 1_000_000_000],
    default: 64,
    description: "Subshells of one session",
    reload: "restart",
  }),
  maxMessageBytes: integer({
    range: [4_096, 2 ** 40],
    unit: "bytes",
    default: 512 * mebibyte,
    description: "Size of one message from a client",
    reload: "restart",
  }),
  maxSessions: integer({
    range: [1, 1_000],
    default: 32,
    description: "Sessions of one kernel",
    reload: "live",
  }),
  stateBytes: integer({
    range: [1_024, 4096 * mebibyte],
    unit: "bytes",
    default: 64 * mebibyte,
    description: "What sessions may share by State, all scopes together",
    reload: "restart",
  }),
};
