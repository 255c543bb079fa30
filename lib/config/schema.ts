// SPDX-License-Identifier: Apache-2.0 OR MIT
// The one schema of everything that can be configured, with defaults and descriptions.

import { z } from "zod";

const mebibyte = 1024 ** 2;

const grant = z.union([z.boolean(), z.array(z.string().min(1))]);

/** The schema. Each unit stands in the name of its setting. */
export const configSchema = z.strictObject({
  log: z.strictObject({
    level: z.enum(["debug", "info", "warning", "error"]).default("warning")
      .describe("Least severity that is logged"),
    format: z.enum(["text", "json"]).default("text")
      .describe("Form of a log line"),
  }).prefault({}),
  kernel: z.strictObject({
    graceMs: z.int().min(0).max(600_000).default(2_000)
      .describe("Time that running code gets to end when the kernel stops"),
  }).prefault({}),
  limits: z.strictObject({
    memoryBytes: z.int().min(4 * mebibyte).max(4096 * mebibyte).default(512 * mebibyte)
      .describe("Memory of one session; beyond it a script gets its language's memory error"),
    maxDisplayChars: z.int().min(100).default(20_000)
      .describe("Characters of a value's text before it is cut"),
    maxOutputBytes: z.int().min(1024).default(mebibyte)
      .describe("Output on its way to the clients before the script waits for them"),
    maxQueued: z.int().min(1).default(10_000)
      .describe("Requests that may wait in one queue of a session"),
    maxSubshells: z.int().min(0).default(64)
      .describe("Subshells of one session"),
    maxMessageBytes: z.int().min(4096).default(512 * mebibyte)
      .describe("Size of one message from a client"),
  }).prefault({}),
  policy: z.strictObject({
    read: grant.default(false).describe("Paths whose files scripts may read"),
    write: grant.default(false).describe("Paths whose files scripts may write"),
    env: grant.default(false).describe("Environment variables scripts may read"),
    run: grant.default(false).describe("Programs scripts may start"),
  }).prefault({}),
});

/** Everything (`true`), nothing (`false`), or what the list names. */
export type Grant = boolean | readonly string[];

/** How logs are written. */
export interface LogConfig {
  /** Least severity that is logged. */
  readonly level: "debug" | "info" | "warning" | "error";
  /** Form of a log line. */
  readonly format: "text" | "json";
}

/** How a kernel lives and ends. */
export interface KernelConfig {
  /** Time that running code gets to end when the kernel stops. */
  readonly graceMs: number;
}

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
}

/** What scripts may touch. */
export interface PolicyConfig {
  /** Paths whose files scripts may read. */
  readonly read: Grant;
  /** Paths whose files scripts may write. */
  readonly write: Grant;
  /** Environment variables scripts may read. */
  readonly env: Grant;
  /** Programs scripts may start. */
  readonly run: Grant;
}

/** Configuration with every default filled in. */
export interface Config {
  /** How logs are written. */
  readonly log: LogConfig;
  /** How a kernel lives and ends. */
  readonly kernel: KernelConfig;
  /** Bounds of sessions and messages. */
  readonly limits: LimitsConfig;
  /** What scripts may touch. */
  readonly policy: PolicyConfig;
}

/** Configuration as it is written: everything may be left out, `undefined` counts as left out. */
export type ConfigInput = {
  readonly [Section in keyof Config]?: {
    readonly [Setting in keyof Config[Section]]?: Config[Section][Setting] | undefined;
  };
};

// The schema and the types must agree: these lines fail to compile when they part.
type Resolved = z.output<typeof configSchema>;
const _resolved: (config: Resolved) => Config = (config) => config;
const _keys: Record<keyof Resolved, true> = { log: true, kernel: true, limits: true, policy: true };
