// SPDX-License-Identifier: Apache-2.0 OR MIT
// A shell starts a background program with SIGINT and SIGQUIT ignored; a daemon begins with their defaults.

import { openLibc } from "./libc.ts";

const symbols = {
  sigaction: { parameters: ["i32", "pointer", "buffer"], result: "i32" },
  signal: { parameters: ["i32", "pointer"], result: "pointer" },
} as const satisfies Deno.ForeignLibraryInterface;

const SIGINT = 2;
const SIGQUIT = 3;
const ignored = 1n;

/** Gives SIGINT and SIGQUIT their default action where they are ignored; a listener stays as it is. */
export function restoreIgnoredSignals(): void {
  using libc = openLibc(symbols);
  for (const number of [SIGINT, SIGQUIT]) {
    // `struct sigaction` begins with the handler on Linux and darwin, and has less than 256 bytes on both.
    const current = new BigUint64Array(32);
    const known = libc.symbols.sigaction(number, null, current) === 0;
    if (known && current[0] === ignored) libc.symbols.signal(number, null);
  }
}
