// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { closeOnExec, closeOnExecFrom } from "./descriptors.ts";
import { openLibc } from "./libc.ts";

/** Whether a program started now has a descriptor of this number that leads where ours does. */
function isInherited(fd: number): boolean {
  const here = Deno.statSync(`/dev/fd/${fd}`).ino;
  const args = ["-c", 'ls -Li "/dev/fd/$1" 2>&1 || true', "sh", String(fd)];
  const { stdout } = new Deno.Command("/bin/sh", { args }).outputSync();
  return new TextDecoder().decode(stdout).trim().startsWith(`${here} `);
}

/** Two descriptors that programs inherit, until closed. */
function inheritedPair(): Disposable & { readonly fds: readonly [number, number] } {
  const libc = openLibc({
    pipe: { parameters: ["buffer"], result: "i32" },
    close: { parameters: ["i32"], result: "i32" },
  });
  const ends = new Int32Array(2);
  libc.symbols.pipe(ends);
  return {
    fds: [ends[0]!, ends[1]!],
    [Symbol.dispose]() {
      for (const fd of ends) libc.symbols.close(fd);
      libc[Symbol.dispose]();
    },
  };
}

Deno.test("closeOnExec() keeps one descriptor from programs, and no other", () => {
  using pair = inheritedPair();
  const [first, second] = pair.fds;
  assert.equal(isInherited(first), true);
  closeOnExec(first);
  assert.deepEqual([isInherited(first), isInherited(second)], [false, true]);
});

Deno.test("closeOnExecFrom() keeps all descriptors from a number on from programs", () => {
  using pair = inheritedPair();
  const [first, second] = pair.fds;
  closeOnExecFrom(Math.min(first, second));
  assert.deepEqual([isInherited(first), isInherited(second)], [false, false]);
});
