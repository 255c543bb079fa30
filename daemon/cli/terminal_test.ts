// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { BrokenOutput, createTerminal, type SyncWriter } from "./terminal.ts";

const none = () => undefined;
const modes: boolean[] = [];
const stdin = {
  readable: ReadableStream.from([] as Uint8Array[]),
  isTerminal: () => true,
  setRaw: (mode: boolean) => void modes.push(mode),
};

/** A writer that takes at most 3 bytes at a time. */
function writer(terminal: boolean): SyncWriter & { text(): string } {
  const taken: number[] = [];
  return {
    writeSync(bytes) {
      taken.push(...bytes.subarray(0, 3));
      return Math.min(3, bytes.length);
    },
    isTerminal: () => terminal,
    text: () => new TextDecoder().decode(new Uint8Array(taken)),
  };
}

const broken: SyncWriter = {
  writeSync() {
    throw new Deno.errors.BrokenPipe();
  },
  isTerminal: () => false,
};

Deno.test("Terminal.write() writes everything when the pipe takes it in parts", () => {
  const stdout = writer(false);
  createTerminal({ stdout, stderr: writer(false), stdin }, none).write("żółw 🌙\n");
  assert.equal(stdout.text(), "żółw 🌙\n");
});

Deno.test("Terminal.write() throws BrokenOutput and writeError() nothing when the reader has gone", () => {
  const terminal = createTerminal({ stdout: broken, stderr: broken, stdin }, none);
  assert.throws(() => terminal.write("x"), BrokenOutput);
  terminal.writeError("x");
});

Deno.test("Terminal.write() says why output is not taken, and writeError() nothing", () => {
  const full: SyncWriter = {
    writeSync() {
      throw new Error("No space left on device (os error 28)");
    },
    isTerminal: () => false,
  };
  const terminal = createTerminal({ stdout: full, stderr: full, stdin }, none);
  assert.throws(() => terminal.write("x"), /standard output: No space left on device$/);
  terminal.writeError("x");
});

Deno.test("Terminal.colour is true on a terminal only, and never with NO_COLOR", () => {
  const streams = { stdout: writer(true), stderr: writer(false), stdin };
  assert.equal(createTerminal(streams, none).colour, true);
  assert.equal(createTerminal(streams, none).errorColour, false);
  const env = (name: string) => name === "NO_COLOR" ? "1" : undefined;
  assert.equal(createTerminal(streams, env).colour, false);
  const dumb = (name: string) => name === "TERM" ? "dumb" : undefined;
  assert.equal(createTerminal(streams, dumb).colour, false);
});

Deno.test("Terminal.hidden() shows what is typed again when the work fails, and begins a new line", async () => {
  const stdout = writer(true);
  const terminal = createTerminal({ stdout, stderr: writer(true), stdin }, none);
  await assert.rejects(terminal.hidden(() => Promise.reject(new Error("x"))), /x/);
  assert.deepEqual(modes, [true, false]);
  assert.equal(stdout.text(), "\n");
});
