// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { ControlWord, createControl, raiseAttention, takeOutput } from "./control.ts";

Deno.test("raiseAttention() counts and sets the alarm", () => {
  const control = createControl();
  const alarm = new Int32Array(new SharedArrayBuffer(4));
  raiseAttention(control);
  raiseAttention(control, alarm);
  assert.deepEqual([control[ControlWord.attention], alarm[0]], [2, 1]);
});

Deno.test("takeOutput() raises attention only when the Worker waits for it", () => {
  const control = createControl();
  takeOutput(control, 10);
  assert.deepEqual([control[ControlWord.attention], control[ControlWord.outputTaken]], [0, 10]);
  control[ControlWord.outputWaiting] = 1;
  takeOutput(control, 5);
  assert.deepEqual([control[ControlWord.attention], control[ControlWord.outputTaken]], [1, 15]);
});
