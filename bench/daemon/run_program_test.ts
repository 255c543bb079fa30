// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { runProgram } from "./run_program.ts";

const shell = { path: "/bin/sh", env: { GREETING: "hello" } };
const { signal } = new AbortController();

Deno.test("runProgram() hands on what was written, and gives no other environment", async () => {
  const script = 'echo "$GREETING $DENO_TLS_CA_STORE"; pwd; echo well >&2';
  const { stdout, stderr, ms, beginMs } = await runProgram(shell, ["-c", script], signal);
  assert.deepEqual([stdout, stderr], ["hello \n/\n", "well\n"]);
  assert.ok(ms > 0 && beginMs + ms <= performance.now());
});

Deno.test("runProgram() says how a program failed", async () => {
  const failing = runProgram(shell, ["-c", "echo no room >&2; exit 3"], signal);
  await assert.rejects(failing, /^BenchError: \/bin\/sh -c .* ended with 3: no room$/);
});

Deno.test("runProgram() kills the program when the run ends", async () => {
  const stop = new AbortController();
  const running = runProgram(shell, ["-c", "exec sleep 600"], stop.signal);
  stop.abort(new Error("enough"));
  await assert.rejects(running, /enough/);
});
