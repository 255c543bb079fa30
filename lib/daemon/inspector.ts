// SPDX-License-Identifier: Apache-2.0 OR MIT
// Keeps V8's inspector closed when SIGUSR1 comes.
//
// From 2.9.2 on the deno command opens the inspector on 127.0.0.1:9229 at SIGUSR1, beside any listener of the program;
// a compiled program does not. There is no flag against it, and it opens only after the program's own listener ran,
// so closing it there comes too early. But the signal does nothing while an inspector is open already. So one is opened
// here, on a port that nobody knows, and at once its listening socket is replaced by the end of a pipe that stays
// silent: from then on nothing listens, and the signal finds the inspector open.

import { getBuiltinModule } from "node:process";
import { closeOnExec } from "./descriptors.ts";
import { openLibc } from "./libc.ts";

const symbols = {
  pipe: { parameters: ["buffer"], result: "i32" },
  dup2: { parameters: ["i32", "i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  getsockname: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Which program runs. */
export interface Runtime {
  /** True in a compiled program. */
  readonly standalone: boolean;
  /** Version of Deno: `2.9.6`. */
  readonly version: string;
}

/** Whether SIGUSR1 opens the inspector of a program. */
export function opensInspector({ standalone, version }: Runtime): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map((part) => parseInt(part));
  return !standalone && (major - 2 || minor - 9 || patch - 2) >= 0;
}

/**
 * From here on SIGUSR1 opens no inspector in this process. Does nothing where it would not anyway, or where the user
 * opened one with `--inspect`. Deno writes one line about a debugger to standard error; nothing listens there.
 *
 * @returns whether there was anything to do
 */
export function keepInspectorClosed(
  runtime: Runtime = { standalone: Deno.build.standalone, version: Deno.version.deno },
): boolean {
  if (!opensInspector(runtime)) return false;
  const inspector = getBuiltinModule("node:inspector");
  if (inspector === undefined || inspector.url() !== undefined) return false;
  inspector.open(0, "127.0.0.1");
  const url = inspector.url();
  if (url === undefined) return false;
  silence(Number(new URL(url).port));
  return true;
}

/** Replaces the socket bound to a port of 127.0.0.1 by a pipe that nothing is ever written to. */
function silence(port: number): void {
  using libc = openLibc(symbols);
  const { pipe, dup2, close, getsockname } = libc.symbols;
  for (const { name } of Deno.readDirSync("/dev/fd")) {
    const address = new Uint8Array(128);
    const known = getsockname(Number(name), address, new Uint32Array([address.length])) === 0;
    if (!known || !isLoopback(address, port)) continue;
    const ends = new Int32Array(2);
    if (pipe(ends) !== 0) return;
    for (const fd of [Number(name), ends[1]!]) closeOnExec(fd);
    dup2(ends[0]!, Number(name));
    close(ends[0]!);
    return closeOnExec(Number(name));
  }
}

/** Reads a `struct sockaddr_in`. The family is one byte after a length on darwin, two bytes on Linux; IPv4 is 2. */
function isLoopback(address: Uint8Array, port: number): boolean {
  const family = Deno.build.os === "darwin" ? address[1] : address[0];
  return family === 2 && address[2]! * 256 + address[3]! === port && address[4] === 127;
}
