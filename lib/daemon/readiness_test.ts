// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { pidLocked } from "./errors.ts";
import { openLibc } from "./libc.ts";
import { openReadiness, readinessOf } from "./readiness.ts";

const symbols = {
  pipe: { parameters: ["buffer"], result: "i32" },
  read: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  close: { parameters: ["i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** A pipe whose read end is read to its end: only possible once the other has been closed. */
function testPipe(): Disposable & {
  writeEnd: number;
  messages(): unknown[];
  closeReadEnd(): void;
} {
  const libc = openLibc(symbols);
  const ends = new Int32Array(2);
  libc.symbols.pipe(ends);
  let open = true;
  const closeReadEnd = () => {
    if (open) libc.symbols.close(ends[0]!);
    open = false;
  };
  return {
    writeEnd: ends[1]!,
    closeReadEnd,
    messages() {
      const buffer = new Uint8Array(100_000);
      let length = 0;
      for (let count = 1; count > 0; length += count) {
        const rest = buffer.subarray(length);
        count = Number(libc.symbols.read(ends[0]!, rest, BigInt(rest.length)));
      }
      const lines = new TextDecoder().decode(buffer.subarray(0, length)).split("\n");
      assert.equal(lines.pop(), "");
      return lines.map((line) => JSON.parse(line));
    },
    [Symbol.dispose]() {
      closeReadEnd();
      libc[Symbol.dispose]();
    },
  };
}

Deno.test("openReadiness() writes a line for each message and ends the pipe when ready", () => {
  using pipe = testPipe();
  const readiness = openReadiness(pipe.writeEnd);
  readiness.progress("one\ntwo");
  readiness.progress("x".repeat(2_000));
  readiness.ready({ port: 9555 });
  readiness.progress("too late");
  readiness.failed(new Error("too late"));
  assert.deepEqual(pipe.messages(), [
    { type: "progress", text: "one\ntwo" },
    { type: "progress", text: "x".repeat(1_000) },
    { type: "ready", pid: Deno.pid, info: { port: 9555 } },
  ]);
});

Deno.test("openReadiness() hands on code and hint of a failure and ends the pipe", () => {
  using pipe = testPipe();
  const error = pidLocked("/run/x.pid", 42);
  openReadiness(pipe.writeEnd).failed(error);
  assert.deepEqual(pipe.messages(), [
    { type: "failed", code: "pid.locked", message: error.message, hint: error.hint },
  ]);
});

Deno.test("openReadiness() calls any other failure internal", () => {
  using pipe = testPipe();
  openReadiness(pipe.writeEnd).failed("boom");
  assert.deepEqual(pipe.messages(), [
    { type: "failed", code: "internal", message: "boom", hint: "the log has more" },
  ]);
});

Deno.test("openReadiness() ends the pipe at disposal", () => {
  using pipe = testPipe();
  {
    using _readiness = openReadiness(pipe.writeEnd);
  }
  assert.deepEqual(pipe.messages(), []);
});

Deno.test("openReadiness() does nothing when the reader has gone", () => {
  using pipe = testPipe();
  pipe.closeReadEnd();
  using readiness = openReadiness(pipe.writeEnd);
  readiness.progress("nobody reads this");
  readiness.ready({});
});

Deno.test("readinessOf() gives nothing to a process that was not detached, and clears the variable", () => {
  for (const value of [undefined, "", "x", "2", "3.5"]) {
    const variables = new Map(value === undefined ? [] : [["LLMSPELL_READY_FD", value]]);
    const env = {
      get: (name: string) => variables.get(name),
      delete: (name: string) => void variables.delete(name),
    };
    assert.equal(readinessOf(env), undefined);
    assert.equal(variables.size, 0);
  }
});
