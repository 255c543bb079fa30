// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tests that only some systems can run: elsewhere they are left out, and it is said why.

import { eachProgram, type Program } from "../../clients/program.ts";

/** Registers a test for both forms of the program, on Linux: it looks into /proc. */
export function eachProgramOnLinux(
  name: string,
  body: (program: Program) => Promise<void>,
): void {
  if (Deno.build.os === "linux") eachProgram(name, body);
  else leaveOut(name, "it looks into /proc");
}

/** Registers a test for both forms of the program, for root on Linux: it mounts file systems. */
export function eachProgramAsRoot(name: string, body: (program: Program) => Promise<void>): void {
  if (Deno.build.os === "linux" && Deno.uid() === 0) eachProgram(name, body);
  else leaveOut(name, "only root on Linux can mount the file systems it needs");
}

function leaveOut(name: string, reason: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`Left out "${name}": ${reason}\n`));
}
