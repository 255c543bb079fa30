// SPDX-License-Identifier: Apache-2.0 OR MIT
// Keeps open descriptors from reaching the processes that this one starts.

import { openLibc } from "./libc.ts";

const symbols = {
  syscall: { parameters: ["isize", "isize", "isize", "isize"], result: "isize" },
  ioctl: { parameters: ["i32", "usize"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Number of close_range, the same on every CPU (Linux 5.9; the flag since 5.11). */
const closeRange = 436n;
const closeRangeCloexec = 4n;

/** Request of `ioctl` that sets close-on-exec. Unlike `fcntl` it has no argument after the request. */
const FIOCLEX = Deno.build.os === "darwin" ? 0x20006601n : 0x5451n;

/** Makes every descriptor of this process from `first` on close when a program is executed. */
export function closeOnExecFrom(first: number): void {
  using libc = openLibc(symbols);
  const { syscall, ioctl } = libc.symbols;
  const last = 0xffff_ffffn;
  if (Deno.build.os === "linux") {
    if (Number(syscall(closeRange, BigInt(first), last, closeRangeCloexec)) === 0) return;
  }
  for (const { name } of Deno.readDirSync("/dev/fd")) {
    if (Number(name) >= first) ioctl(Number(name), FIOCLEX);
  }
}

/** Makes one descriptor close when a program is executed. */
export function closeOnExec(fd: number): void {
  using libc = openLibc(symbols);
  libc.symbols.ioctl(fd, FIOCLEX);
}
