// SPDX-License-Identifier: Apache-2.0 OR MIT
// Which prebuilt library and which libc fit the machine.

import { platformUnsupported } from "./errors.ts";

/** A machine, in the words of `Deno.build`. */
export interface Target {
  /** `linux` or `darwin`. */
  os: string;
  /** `x86_64` or `aarch64`; Node's `x64` and `arm64` too. */
  arch: string;
  /** Linux only. Default `glibc`. */
  libc?: "glibc" | "musl";
}

const addons: Readonly<Record<string, string>> = Object.freeze({
  "linux x86_64 glibc": "linux/x64/node/glibc-127-Release/addon.node",
  "linux x86_64 musl": "linux/x64/node/musl-127-Release/addon.node",
  "linux aarch64 glibc": "linux/arm64/node/glibc-127-Release/addon.node",
  "linux aarch64 musl": "linux/arm64/node/musl-127-Release/addon.node",
  "darwin x86_64": "darwin/x64/node/libc-115-Release/addon.node",
  "darwin aarch64": "darwin/arm64/node/libc-115-Release/addon.node",
});

const archAliases: Readonly<Record<string, string>> = Object.freeze({
  x64: "x86_64",
  arm64: "aarch64",
});

/**
 * Names the file below `build/` of the npm package `zeromq` 6.8.0 that exports libzmq for a machine.
 *
 * @param target operating system, CPU (Deno's or Node's name), and libc on Linux (default glibc)
 * @throws {KernelError} `zmq.platform` when the package has none
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { addonPath } from "./mod.ts";
 * assert.equal(
 *   addonPath({ os: "linux", arch: "aarch64", libc: "musl" }),
 *   "linux/arm64/node/musl-127-Release/addon.node",
 * );
 * ```
 */
export function addonPath(target: Target): string {
  const arch = archAliases[target.arch] ?? target.arch;
  const libc = target.os === "linux" ? ` ${target.libc ?? "glibc"}` : "";
  const path = addons[`${target.os} ${arch}${libc}`];
  if (path === undefined) throw platformUnsupported(`${target.os} ${arch}${libc}`);
  return path;
}

/** The C library this process runs on; `undefined` elsewhere than on Linux. */
export function detectLibc(): "glibc" | "musl" | undefined {
  if (Deno.build.os !== "linux") return undefined;
  return Deno.build.target.endsWith("musl") ? "musl" : "glibc";
}

/**
 * Name under which the dynamic loader knows the C library.
 *
 * @throws {KernelError} `zmq.platform` on a system without `poll`
 */
export function libcName(target: Target): string {
  const arch = archAliases[target.arch] ?? target.arch;
  if (target.os === "darwin") return "libSystem.B.dylib";
  if (target.os !== "linux") throw platformUnsupported(`${target.os} ${arch}`);
  return target.libc === "musl" ? `libc.musl-${arch}.so.1` : "libc.so.6";
}

/** The machine this process runs on. */
export function thisTarget(): Target {
  const libc = detectLibc();
  const { os, arch } = Deno.build;
  return libc === undefined ? { os, arch } : { os, arch, libc };
}
