// SPDX-License-Identifier: Apache-2.0 OR MIT
// Control words: the shared memory between a session and its Worker. Each word has one writer.

/** Indices of the Int32Array over the shared buffer. */
export const ControlWord = {
  /** Counts messages put on the port. Written by the host; the Worker waits on it. */
  attention: 0,
  /** Bytes of output the host has taken, modulo 2^32. Written by the host. */
  outputTaken: 1,
  /** 1 while the Worker waits for the host to take output. Written by the Worker. */
  outputWaiting: 2,
} as const;

const words = 4;

/** A fresh set of control words, all zero. */
export function createControl(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(words * Int32Array.BYTES_PER_ELEMENT));
}

/**
 * Makes the Worker look at its port: wakes it when it waits. Host side.
 *
 * @param alarm word that running code of the engine looks at, where it has one
 */
export function raiseAttention(
  control: Int32Array<SharedArrayBuffer>,
  alarm?: Int32Array<SharedArrayBuffer>,
): void {
  Atomics.add(control, ControlWord.attention, 1);
  if (alarm !== undefined) Atomics.store(alarm, 0, 1);
  Atomics.notify(control, ControlWord.attention);
}

/** Tells the Worker that `bytes` of its output have been taken. Host side. */
export function takeOutput(control: Int32Array<SharedArrayBuffer>, bytes: number): void {
  Atomics.add(control, ControlWord.outputTaken, bytes);
  if (Atomics.load(control, ControlWord.outputWaiting) === 1) raiseAttention(control);
}
