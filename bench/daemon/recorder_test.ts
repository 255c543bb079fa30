// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { Recorder } from "./recorder.ts";

Deno.test("attempt() keeps the samples before a failure and the first reason, and goes on", async () => {
  const recorder = new Recorder(new AbortController().signal);
  for (const reason of ["first", "second"]) {
    await recorder.attempt("start", () => {
      recorder.add("start_exit", 1);
      throw new Error(reason);
    });
  }
  await recorder.attempt("stop", () => recorder.add("stop", 2));
  assert.deepEqual(recorder.samples, { start_exit: [1, 1], stop: [2] });
  assert.deepEqual(recorder.missing, { start: "first" });
});

Deno.test("attempt() rejects with the signal's reason when the run ends early", async () => {
  const stop = new AbortController();
  const recorder = new Recorder(stop.signal);
  stop.abort(new Error("interrupted"));
  const failing = recorder.attempt("start", () => Promise.reject(new Error("gone")));
  await assert.rejects(failing, /interrupted/);
  assert.deepEqual(recorder.missing, {});
});
