// SPDX-License-Identifier: Apache-2.0 OR MIT
// Error numbers by operating system; libzmq adds its own from 156384712 on.

/** `EAGAIN` of this process's system. */
export const EAGAIN: number = Deno.build.os === "darwin" ? 35 : 11;
/** A signal interrupted the call. */
export const EINTR = 4;
/** No such process. */
export const ESRCH = 3;

const common: readonly (readonly [number, string])[] = [
  [1, "EPERM"],
  [2, "ENOENT"],
  [3, "ESRCH"],
  [4, "EINTR"],
  [13, "EACCES"],
  [19, "ENODEV"],
  [22, "EINVAL"],
  [23, "ENFILE"],
  [24, "EMFILE"],
  [156384763, "EFSM"],
  [156384764, "ENOCOMPATPROTO"],
  [156384765, "ETERM"],
  [156384766, "EMTHREAD"],
];

const linux: ReadonlyMap<number, string> = new Map([
  ...common,
  [11, "EAGAIN"],
  [36, "ENAMETOOLONG"],
  [93, "EPROTONOSUPPORT"],
  [95, "ENOTSUP"],
  [98, "EADDRINUSE"],
  [99, "EADDRNOTAVAIL"],
  [113, "EHOSTUNREACH"],
]);

const darwin: ReadonlyMap<number, string> = new Map([
  ...common,
  [35, "EAGAIN"],
  [43, "EPROTONOSUPPORT"],
  [45, "ENOTSUP"],
  [48, "EADDRINUSE"],
  [49, "EADDRNOTAVAIL"],
  [63, "ENAMETOOLONG"],
  [65, "EHOSTUNREACH"],
  [102, "EOPNOTSUPP"],
]);

/** Names of the error numbers that `errors.ts` tells apart, for `Deno.build.os`. */
export function errnoNames(os: string): ReadonlyMap<number, string> {
  return os === "darwin" ? darwin : linux;
}
